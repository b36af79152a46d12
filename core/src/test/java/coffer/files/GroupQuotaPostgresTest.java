package coffer.files;

import coffer.db.TestDatabase;

final class GroupQuotaPostgresTest extends GroupQuotaContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
