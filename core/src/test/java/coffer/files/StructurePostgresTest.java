package coffer.files;

import coffer.db.TestDatabase;

final class StructurePostgresTest extends StructureContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
