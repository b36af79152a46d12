package coffer.audit;

import coffer.db.TestDatabase;

final class AuditLogPostgresTest extends AuditLogContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
