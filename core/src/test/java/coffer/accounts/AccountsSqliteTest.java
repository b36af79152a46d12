package coffer.accounts;

import coffer.db.TestDatabase;

final class AccountsSqliteTest extends AccountsContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
