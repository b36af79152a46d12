package coffer.mail;

import coffer.db.TestDatabase;

final class OutboxPostgresTest extends OutboxContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
