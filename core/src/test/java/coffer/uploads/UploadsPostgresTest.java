package coffer.uploads;

import coffer.db.TestDatabase;

final class UploadsPostgresTest extends UploadsContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
