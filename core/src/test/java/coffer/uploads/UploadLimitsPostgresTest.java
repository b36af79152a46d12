package coffer.uploads;

import coffer.db.TestDatabase;

final class UploadLimitsPostgresTest extends UploadLimitsContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
