package coffer.notices;

import coffer.db.TestDatabase;

final class NoticesPostgresTest extends NoticesContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
