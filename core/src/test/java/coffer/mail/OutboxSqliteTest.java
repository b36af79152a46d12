package coffer.mail;

import coffer.db.TestDatabase;

final class OutboxSqliteTest extends OutboxContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
