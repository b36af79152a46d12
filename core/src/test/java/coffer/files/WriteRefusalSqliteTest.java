package coffer.files;

import coffer.db.TestDatabase;

final class WriteRefusalSqliteTest extends WriteRefusalContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
