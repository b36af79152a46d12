package coffer.blobs;

import coffer.db.TestDatabase;

final class ScrubWalkPostgresTest extends ScrubWalkContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
