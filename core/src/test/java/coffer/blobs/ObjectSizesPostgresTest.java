package coffer.blobs;

import coffer.db.TestDatabase;

final class ObjectSizesPostgresTest extends ObjectSizesContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
