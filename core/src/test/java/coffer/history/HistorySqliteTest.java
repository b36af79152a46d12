package coffer.history;

import coffer.db.TestDatabase;

final class HistorySqliteTest extends HistoryContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
