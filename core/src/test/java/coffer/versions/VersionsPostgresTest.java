package coffer.versions;

import coffer.db.TestDatabase;

final class VersionsPostgresTest extends VersionsContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
