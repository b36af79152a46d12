package coffer.trash;

import coffer.db.TestDatabase;

final class TransferSqliteTest extends TransferContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
