package coffer.audit;

import coffer.db.TestDatabase;

final class AuditRecoveryPostgresTest extends AuditRecoveryContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
