package coffer.avatars;

import coffer.db.TestDatabase;

final class AvatarsSqliteTest extends AvatarsContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
