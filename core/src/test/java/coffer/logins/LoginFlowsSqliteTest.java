package coffer.logins;

import coffer.db.TestDatabase;

final class LoginFlowsSqliteTest extends LoginFlowsContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
