package coffer.accounts;

import coffer.db.TestDatabase;

final class AppPasswordsPostgresTest extends AppPasswordsContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
