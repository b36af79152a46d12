package coffer.trash;

import coffer.db.TestDatabase;

final class TrashSqliteTest extends TrashContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
