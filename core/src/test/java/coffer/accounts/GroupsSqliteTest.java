package coffer.accounts;

import coffer.db.TestDatabase;

final class GroupsSqliteTest extends GroupsContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
