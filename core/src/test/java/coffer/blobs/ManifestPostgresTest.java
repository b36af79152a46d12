package coffer.blobs;

import coffer.db.TestDatabase;

final class ManifestPostgresTest extends ManifestContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
