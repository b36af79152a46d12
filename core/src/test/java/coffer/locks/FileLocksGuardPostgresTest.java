package coffer.locks;

import coffer.db.TestDatabase;

final class FileLocksGuardPostgresTest extends FileLocksGuardContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
