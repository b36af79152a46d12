package coffer.accounts;

import coffer.db.TestDatabase;

final class LoginPostgresTest extends LoginContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
