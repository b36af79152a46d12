package coffer.keys;

import coffer.db.TestDatabase;

final class KeyRefusalSqliteTest extends KeyRefusalContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
