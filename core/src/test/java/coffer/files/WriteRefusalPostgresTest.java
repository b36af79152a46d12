package coffer.files;

import coffer.db.TestDatabase;

final class WriteRefusalPostgresTest extends WriteRefusalContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
