package coffer.locks;

import coffer.db.TestDatabase;

final class LocksSqliteTest extends LocksContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
