package coffer.blobs;

import coffer.db.TestDatabase;

final class ConversionPostgresTest extends ConversionContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
