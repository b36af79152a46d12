package coffer.files;

import coffer.db.TestDatabase;

final class FilesPostgresFaultTest extends FaultContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
