package coffer.shares;

import coffer.db.TestDatabase;

final class SharesModelSqliteTest extends SharesModelContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }

    @Override
    int sample() {
        return 150;
    }
}
