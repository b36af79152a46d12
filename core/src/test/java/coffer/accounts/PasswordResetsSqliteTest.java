package coffer.accounts;

import coffer.db.TestDatabase;

final class PasswordResetsSqliteTest extends PasswordResetsContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
