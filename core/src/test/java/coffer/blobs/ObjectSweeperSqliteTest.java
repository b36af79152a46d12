package coffer.blobs;

import coffer.db.TestDatabase;

final class ObjectSweeperSqliteTest extends ObjectSweeperContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
