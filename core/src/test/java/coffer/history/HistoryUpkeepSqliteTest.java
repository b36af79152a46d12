package coffer.history;

import coffer.db.TestDatabase;

final class HistoryUpkeepSqliteTest extends HistoryUpkeepContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
