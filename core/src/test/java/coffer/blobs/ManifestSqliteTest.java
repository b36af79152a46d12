package coffer.blobs;

import coffer.db.TestDatabase;

final class ManifestSqliteTest extends ManifestContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
