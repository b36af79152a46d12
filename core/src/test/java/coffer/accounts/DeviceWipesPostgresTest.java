package coffer.accounts;

import coffer.db.TestDatabase;

final class DeviceWipesPostgresTest extends DeviceWipesContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
