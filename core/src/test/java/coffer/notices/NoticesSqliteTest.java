package coffer.notices;

import coffer.db.TestDatabase;

final class NoticesSqliteTest extends NoticesContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
