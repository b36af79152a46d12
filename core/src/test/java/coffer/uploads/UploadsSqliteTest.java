package coffer.uploads;

import coffer.db.TestDatabase;

final class UploadsSqliteTest extends UploadsContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
