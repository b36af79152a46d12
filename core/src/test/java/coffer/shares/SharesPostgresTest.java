package coffer.shares;

import coffer.db.TestDatabase;

final class SharesPostgresTest extends SharesContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
