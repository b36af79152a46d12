package coffer.files;

import coffer.db.TestDatabase;

final class QuotaSqliteTest extends QuotaContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
