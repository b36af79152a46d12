package coffer.shares;

import coffer.db.TestDatabase;

final class ReceivedHomesSqliteTest extends ReceivedHomesContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
