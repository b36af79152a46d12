package coffer.files;

import coffer.db.TestDatabase;

final class ModelPostgresTest extends ModelContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }

    @Override
    int sample() {
        return 60;
    }
}
