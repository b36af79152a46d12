package coffer.logins;

import coffer.db.TestDatabase;

final class LoginFlowsPostgresTest extends LoginFlowsContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
