package coffer.files;

import coffer.db.TestDatabase;

final class FilesSqliteFaultTest extends FaultContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
