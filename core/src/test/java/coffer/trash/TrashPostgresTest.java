package coffer.trash;

import coffer.db.TestDatabase;

final class TrashPostgresTest extends TrashContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
