package coffer.trash;

import coffer.db.TestDatabase;

final class RecountSqliteTest extends RecountContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
