package coffer.accounts;

import coffer.db.TestDatabase;

final class AccountsPostgresTest extends AccountsContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
