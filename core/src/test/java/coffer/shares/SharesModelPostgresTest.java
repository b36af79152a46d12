package coffer.shares;

import coffer.db.TestDatabase;

final class SharesModelPostgresTest extends SharesModelContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }

    @Override
    int sample() {
        return 40;
    }
}
