package coffer.locks;

import coffer.db.TestDatabase;

final class LockEndsSqliteTest extends LockEndsContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
