package coffer.trash;

import coffer.db.TestDatabase;

final class TransferPostgresTest extends TransferContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
