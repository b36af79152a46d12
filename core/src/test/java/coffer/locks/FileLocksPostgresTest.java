package coffer.locks;

import coffer.db.TestDatabase;

final class FileLocksPostgresTest extends FileLocksContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
