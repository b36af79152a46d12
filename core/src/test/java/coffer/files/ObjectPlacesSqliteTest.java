package coffer.files;

import coffer.db.TestDatabase;

final class ObjectPlacesSqliteTest extends ObjectPlacesContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
