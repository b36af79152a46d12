package coffer.blobs;

import coffer.db.TestDatabase;

final class KeyErasurePostgresTest extends KeyErasureContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
