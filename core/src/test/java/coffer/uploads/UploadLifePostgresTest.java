package coffer.uploads;

import coffer.db.TestDatabase;

final class UploadLifePostgresTest extends UploadLifeContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
