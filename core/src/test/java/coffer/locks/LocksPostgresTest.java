package coffer.locks;

import coffer.db.TestDatabase;

final class LocksPostgresTest extends LocksContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
