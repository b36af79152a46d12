package coffer.db;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.base.SpaceId;
import org.junit.jupiter.api.Test;

final class DatabasePostgresTest extends DatabaseContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }

    @Test
    void nobodyKnowsWhetherAnotherProcessHasChangedASpace() {
        assertThat(database.generation(new SpaceId(7))).isEmpty();
    }
}
