package coffer.files;

import coffer.db.TestDatabase;

final class CopySqliteTest extends CopyContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
