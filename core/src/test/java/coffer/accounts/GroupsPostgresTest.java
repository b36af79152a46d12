package coffer.accounts;

import coffer.db.TestDatabase;

final class GroupsPostgresTest extends GroupsContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
