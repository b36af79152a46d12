package coffer.locks;

import coffer.db.TestDatabase;

final class LockEndsPostgresTest extends LockEndsContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
