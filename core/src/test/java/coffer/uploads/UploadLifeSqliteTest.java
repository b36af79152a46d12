package coffer.uploads;

import coffer.db.TestDatabase;

final class UploadLifeSqliteTest extends UploadLifeContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
