package coffer.files;

import coffer.db.TestDatabase;

final class QuotaPostgresTest extends QuotaContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
