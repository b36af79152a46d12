package coffer.history;

import coffer.db.TestDatabase;

final class HistoryPostgresTest extends HistoryContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
