package coffer.blobs;

import coffer.db.TestDatabase;

final class ObjectsPostgresTest extends ObjectsContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
