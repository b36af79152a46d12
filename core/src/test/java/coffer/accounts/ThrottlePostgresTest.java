package coffer.accounts;

import coffer.db.TestDatabase;

final class ThrottlePostgresTest extends ThrottleContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
