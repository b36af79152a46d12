package coffer.uploads;

import coffer.db.TestDatabase;

final class UploadLimitsSqliteTest extends UploadLimitsContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
