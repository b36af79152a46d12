package coffer.trash;

import coffer.db.TestDatabase;

final class KeepingModelPostgresTest extends KeepingModelContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }

    @Override
    int sample() {
        return 250;
    }
}
