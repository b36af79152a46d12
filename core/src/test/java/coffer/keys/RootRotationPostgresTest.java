package coffer.keys;

import coffer.db.TestDatabase;

final class RootRotationPostgresTest extends RootRotationContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
