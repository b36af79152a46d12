package coffer.keys;

import coffer.db.TestDatabase;

final class RootRotationSqliteTest extends RootRotationContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
