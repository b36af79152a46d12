package coffer.logins;

import coffer.db.TestDatabase;

final class SessionsSqliteTest extends SessionsContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
