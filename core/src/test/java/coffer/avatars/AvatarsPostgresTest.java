package coffer.avatars;

import coffer.db.TestDatabase;

final class AvatarsPostgresTest extends AvatarsContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
