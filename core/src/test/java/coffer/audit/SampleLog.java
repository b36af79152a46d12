package coffer.audit;

import coffer.db.Database;
import coffer.db.Partition;
import coffer.db.TestDatabase;
import coffer.events.EventLog;
import coffer.events.TurnedClock;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;

/** Makes an audit log with many entries, for tests that look at the files only. */
final class SampleLog implements AutoCloseable {
    private final TurnedClock clock = new TurnedClock(AuditContract.NOON);
    private final TestDatabase testDatabase;
    private final Database database;
    private final EventLog events;
    private final AuditLog log;

    SampleLog(Path dataDirectory) throws IOException {
        testDatabase = TestDatabase.sqlite(dataDirectory);
        database = testDatabase.open();
        events = new EventLog(database, clock);
        log = AuditLog.open(AuditPlaces.in(dataDirectory), database, events, clock, new SecureRandom());
    }

    /** So many events become entries. */
    void append(int count) throws IOException {
        database.write(Partition.GENERAL, tx -> {
            for (int i = 0; i < count; i++) {
                events.append(tx, AuditContract.event("e" + i));
            }
            return count;
        });
        AuditContract.drain(log);
    }

    void turnToNextDay() {
        clock.turn(Duration.ofDays(1));
    }

    /** Lets the next checkpoint cover all there is. */
    void sign() throws IOException {
        clock.turn(AuditLog.CHECKPOINT_INTERVAL);
        AuditContract.drain(log);
    }

    AuditState state() {
        return database.read(AuditState::in).orElseThrow();
    }

    /** Without another checkpoint: as if the process had died. */
    @Override
    public void close() {
        database.close();
        testDatabase.close();
    }
}
