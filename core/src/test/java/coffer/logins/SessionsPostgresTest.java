package coffer.logins;

import coffer.db.TestDatabase;

final class SessionsPostgresTest extends SessionsContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
