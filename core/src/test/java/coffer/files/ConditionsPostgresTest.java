package coffer.files;

import coffer.db.TestDatabase;

final class ConditionsPostgresTest extends ConditionsContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }
}
