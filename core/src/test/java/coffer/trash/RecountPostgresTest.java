package coffer.trash;

import coffer.db.TestDatabase;

final class RecountPostgresTest extends RecountContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
