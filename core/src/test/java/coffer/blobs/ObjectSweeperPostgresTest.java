package coffer.blobs;

import coffer.db.TestDatabase;

final class ObjectSweeperPostgresTest extends ObjectSweeperContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
