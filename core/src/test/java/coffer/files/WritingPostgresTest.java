package coffer.files;

import coffer.db.TestDatabase;

final class WritingPostgresTest extends WritingContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
