package coffer.keys;

import coffer.db.TestDatabase;

final class KeyRefusalPostgresTest extends KeyRefusalContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
