package coffer.versions;

import coffer.db.TestDatabase;

final class VersionsSqliteTest extends VersionsContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
