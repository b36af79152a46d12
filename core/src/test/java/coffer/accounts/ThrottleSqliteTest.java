package coffer.accounts;

import coffer.db.TestDatabase;

final class ThrottleSqliteTest extends ThrottleContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
