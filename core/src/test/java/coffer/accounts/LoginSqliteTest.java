package coffer.accounts;

import coffer.db.TestDatabase;

final class LoginSqliteTest extends LoginContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
