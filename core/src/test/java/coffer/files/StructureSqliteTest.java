package coffer.files;

import coffer.db.TestDatabase;

final class StructureSqliteTest extends StructureContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
