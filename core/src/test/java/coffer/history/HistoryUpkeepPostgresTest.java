package coffer.history;

import coffer.db.TestDatabase;

final class HistoryUpkeepPostgresTest extends HistoryUpkeepContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
