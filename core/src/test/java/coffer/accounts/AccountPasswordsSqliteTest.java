package coffer.accounts;

import coffer.db.TestDatabase;

final class AccountPasswordsSqliteTest extends AccountPasswordsContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
