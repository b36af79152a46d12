package coffer.trash;

import coffer.db.TestDatabase;

final class KeepingModelSqliteTest extends KeepingModelContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }

    @Override
    int sample() {
        return 1_500;
    }
}
