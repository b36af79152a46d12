package coffer.events;

import coffer.db.TestDatabase;

final class EventLogSqliteTest extends EventLogContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
