package coffer.shares;

import coffer.db.TestDatabase;

final class ReceivedHomesPostgresTest extends ReceivedHomesContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
