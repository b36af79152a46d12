package coffer.blobs;

import coffer.db.TestDatabase;

final class RepairSqliteTest extends RepairContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
