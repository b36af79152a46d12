package coffer.events;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.db.Partition;
import coffer.db.TestDatabase;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class EventLogPostgresTest extends EventLogContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.postgres();
    }

    /** The trap that the order by transaction exists for: the lower number becomes visible later. */
    @Test
    void nothingIsReadAboveATransactionThatIsStillRunning() throws InterruptedException {
        CountDownLatch hasItsId = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Thread slow = Thread.ofPlatform()
                .start(() -> database.write(space(1), tx -> {
                    tx.update("UPDATE event_epoch SET epoch = epoch WHERE id = 2");
                    tx.one("SELECT pg_current_xact_id()::text", row -> row.getString(1));
                    events.append(tx, event("slow"));
                    hasItsId.countDown();
                    try {
                        goOn.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return 1;
                }));
        hasItsId.await();
        database.write(space(2), tx -> {
            events.append(tx, event("fast"));
            return 1;
        });
        assertThat(names(Cursor.START)).isEmpty();
        goOn.countDown();
        slow.join();
        assertThat(names(Cursor.START)).containsExactly("slow", "fast");
    }

    /** What a dump that is restored on a younger server looks like. */
    @Test
    void aServerThatCountsFromALowerNumberBeginsANewEpoch() {
        AtomicLong id = new AtomicLong();
        events.append(event("old"));
        database.write(Partition.GENERAL, tx -> {
            id.set(tx.one("SELECT max(transaction_id) + 1000000 FROM event", row -> row.getLong(1))
                    .orElseThrow());
            return tx.update("UPDATE event SET transaction_id = ?", id.get());
        });
        EventLog moved = new EventLog(database, clock);
        moved.append(event("new"));
        assertThat(moved.after(Cursor.START, 10))
                .extracting(LoggedEvent::typeName)
                .containsExactly("file.created", "events.epoch.raised", "file.created");
        assertThat(moved.newest().epoch()).isEqualTo(2);
        assertThat(moved.after(new Cursor(1, id.get(), 1), 10)).hasSize(2);
        assertThat(new EventLog(database, clock).newest().epoch()).isEqualTo(2);
    }
}
