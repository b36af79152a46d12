package coffer.shares;

import coffer.db.TestDatabase;

final class ShareMarksPostgresTest extends ShareMarksContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
