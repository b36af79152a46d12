package coffer.blobs;

import coffer.db.TestDatabase;

final class ConversionSqliteTest extends ConversionContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
