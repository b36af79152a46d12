package coffer.db;

final class DatabaseSqliteTest extends DatabaseContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
