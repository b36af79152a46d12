package coffer.files;

import coffer.db.TestDatabase;

final class GroupQuotaSqliteTest extends GroupQuotaContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
