package coffer.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.base.SpaceId;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class DatabaseSqliteTest extends DatabaseContract {
    private static final SpaceId HERE = new SpaceId(7);
    private static final SpaceId THERE = new SpaceId(8);

    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }

    /** What was read before a change must not be taken for current once anybody knows of the change. */
    @Test
    void aSpaceHasAnotherGenerationBeforeItsChangeIsAcknowledged() {
        long before = generation(HERE);
        long elsewhere = generation(THERE);
        AtomicLong acknowledgedAt = new AtomicLong(before);

        database.write(Partition.of(HERE), tx -> {
            tx.afterCommit(() -> acknowledgedAt.set(generation(HERE)));
            return tx.dialect();
        });

        assertThat(acknowledgedAt.get()).isNotEqualTo(before).isEqualTo(generation(HERE));
        assertThat(generation(THERE)).isEqualTo(elsewhere);
    }

    @Test
    void whatChangedNothingLeavesTheGeneration() {
        database.write(Partition.of(HERE), Transaction::dialect);
        long before = generation(HERE);

        assertThatThrownBy(() -> database.write(Partition.of(HERE), _ -> {
                    throw new IllegalStateException("not now");
                }))
                .hasMessage("not now");
        database.write(Partition.GENERAL, Transaction::dialect);

        assertThat(generation(HERE)).isEqualTo(before);
    }

    private long generation(SpaceId space) {
        return database.generation(space).orElseThrow();
    }
}
