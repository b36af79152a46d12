package coffer.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.db.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AccountsSqliteTest extends AccountsContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }

    /** It is asked with each upload: three steps down an index, whatever the number of accounts and groups. */
    @Test
    void theQuotaIsFoundWithoutLookingThroughATable() {
        List<String> plan = database.read(session ->
                session.list("EXPLAIN QUERY PLAN " + AccountTable.QUOTA_OF, row -> row.getString("detail"), 1L));
        assertThat(plan).filteredOn(step -> step.contains(" USING ")).hasSize(3).allSatisfy(step -> assertThat(step)
                .startsWith("SEARCH "));
        assertThat(plan).noneMatch(step -> step.startsWith("SCAN "));
    }
}
