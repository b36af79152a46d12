package coffer.backup;

import coffer.db.TestDatabase;

final class BackupSqliteTest extends BackupContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
