package coffer.files;

import coffer.db.TestDatabase;

final class CopyPostgresTest extends CopyContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
