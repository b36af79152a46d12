package coffer.db;

final class DatabasePostgresTest extends DatabaseContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
