package coffer.files;

import coffer.db.TestDatabase;

final class ModelSqliteTest extends ModelContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }

    @Override
    int sample() {
        return 150;
    }
}
