package coffer.accounts;

import coffer.db.TestDatabase;

final class PasswordResetsPostgresTest extends PasswordResetsContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
