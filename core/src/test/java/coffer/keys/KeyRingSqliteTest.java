package coffer.keys;

import coffer.db.TestDatabase;

final class KeyRingSqliteTest extends KeyRingContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
