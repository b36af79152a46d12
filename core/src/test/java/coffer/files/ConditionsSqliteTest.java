package coffer.files;

import coffer.db.TestDatabase;

final class ConditionsSqliteTest extends ConditionsContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }
}
