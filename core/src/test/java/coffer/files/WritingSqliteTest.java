package coffer.files;

import coffer.db.TestDatabase;

final class WritingSqliteTest extends WritingContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
