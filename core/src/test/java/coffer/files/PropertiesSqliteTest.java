package coffer.files;

import coffer.db.TestDatabase;

final class PropertiesSqliteTest extends PropertiesContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
