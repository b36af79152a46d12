package coffer.accounts;

import coffer.db.TestDatabase;

final class AccountPasswordsPostgresTest extends AccountPasswordsContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
