package coffer.files;

import coffer.db.TestDatabase;

final class PropertiesPostgresTest extends PropertiesContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
