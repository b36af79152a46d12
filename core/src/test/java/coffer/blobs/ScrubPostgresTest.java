package coffer.blobs;

import coffer.db.TestDatabase;

final class ScrubPostgresTest extends ScrubContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
