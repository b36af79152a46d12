package coffer.locks;

import coffer.db.TestDatabase;

final class FileLocksSqliteTest extends FileLocksContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
