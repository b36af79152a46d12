package coffer.accounts;

import coffer.db.TestDatabase;

final class DeviceWipesSqliteTest extends DeviceWipesContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
