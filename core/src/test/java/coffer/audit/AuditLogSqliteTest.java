package coffer.audit;

import coffer.db.TestDatabase;

final class AuditLogSqliteTest extends AuditLogContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
