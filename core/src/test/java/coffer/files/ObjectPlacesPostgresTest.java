package coffer.files;

import coffer.db.TestDatabase;

final class ObjectPlacesPostgresTest extends ObjectPlacesContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
