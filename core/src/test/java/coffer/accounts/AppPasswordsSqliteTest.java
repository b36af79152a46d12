package coffer.accounts;

import coffer.db.TestDatabase;

final class AppPasswordsSqliteTest extends AppPasswordsContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
