package coffer.locks;

import coffer.db.TestDatabase;

final class FileLocksGuardSqliteTest extends FileLocksGuardContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
