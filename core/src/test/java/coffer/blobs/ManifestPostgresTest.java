package coffer.blobs;

import coffer.db.TestDatabase;

final class ManifestPostgresTest extends ObjectSweeperContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
