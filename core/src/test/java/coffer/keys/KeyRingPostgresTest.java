package coffer.keys;

import coffer.db.TestDatabase;

final class KeyRingPostgresTest extends KeyRingContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
