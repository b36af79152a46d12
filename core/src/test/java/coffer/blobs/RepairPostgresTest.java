package coffer.blobs;

import coffer.db.TestDatabase;

final class RepairPostgresTest extends RepairContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
