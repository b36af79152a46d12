package coffer.backup;

import coffer.db.TestDatabase;

final class BackupPostgresTest extends BackupContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
