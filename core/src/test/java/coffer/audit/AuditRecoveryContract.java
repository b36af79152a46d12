package coffer.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.db.DatabaseFailure;
import coffer.db.Partition;
import coffer.events.Cursor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a start makes of crashes, of damage, and of a restored database. */
abstract class AuditRecoveryContract extends AuditContract {
    @Test
    void aCrashBetweenFilesAndDatabaseNeitherLosesNorDoublesAnEvent() throws IOException {
        AuditLog log = open();
        append("a");
        drain(log);
        append("b", "c");
        wrapped.failing = true;
        assertThatThrownBy(log::run).isInstanceOf(DatabaseFailure.class);
        assertThat(names()).containsExactly("a", "b", "c");
        assertThat(state().lastSeq()).isEqualTo(2);
        die();
        wrapped.failing = false;
        append("d");
        AuditLog next = open();
        assertThat(state().lastSeq()).isEqualTo(4);
        drain(next);
        assertThat(names()).containsExactly("a", "b", "c", "d");
        assertThat(types()).hasSize(5);
        assertIntact();
    }

    /** The process dies in the middle of an append: only the torn line goes, and the log says so. */
    @Test
    void aCrashWithinAnAppendDropsOnlyTheTornLine() throws IOException {
        AuditLog log = open();
        append("a");
        drain(log);
        long before = Files.size(places.segment(DAY));
        Snapshot acknowledged = new Snapshot();
        append("b", "c", "d");
        wrapped.failing = true;
        assertThatThrownBy(log::run).isInstanceOf(DatabaseFailure.class);
        wrapped.failing = false;
        die();
        byte[] whole = Files.readAllBytes(places.segment(DAY));
        byte[] signed = Files.readAllBytes(places.checkpoints());
        for (int length = (int) before; length <= whole.length; length += 97) {
            acknowledged.restore();
            Files.write(places.segment(DAY), Arrays.copyOf(whole, length));
            Files.write(places.checkpoints(), signed);
            boolean torn = whole[length - 1] != '\n';
            open().close();
            assertThat(names()).as("cut after %s bytes", length).containsExactly("a", "b", "c", "d");
            assertThat(types().contains("audit.tail.dropped"))
                    .as("cut after %s bytes", length)
                    .isEqualTo(torn);
            assertIntact();
        }
    }

    /** It dies in an append, and again at any disk operation of the start that follows: the note of what was dropped is not lost. */
    @Test
    void aCrashWhileATornLineIsDroppedDoesNotLoseTheNoteOfIt() throws IOException {
        AuditLog log = open();
        append("a");
        drain(log);
        die();
        byte[] whole = Files.readAllBytes(places.segment(DAY));
        byte[] signed = Files.readAllBytes(places.checkpoints());
        Snapshot acknowledged = new Snapshot();
        int failures = 0;
        boolean failed = true;
        for (int operation = 1; failed; operation++) {
            acknowledged.restore();
            Files.write(places.segment(DAY), whole);
            Files.writeString(places.segment(DAY), "{\"torn\":\"" + "x".repeat(2_000), StandardOpenOption.APPEND);
            Files.write(places.checkpoints(), signed);
            failed = false;
            disk.failAfter(operation);
            try {
                open();
            } catch (IOException e) {
                failed = true;
                failures++;
            }
            disk.heal();
            die();
            open().close();
            assertThat(names()).containsExactly("a");
            assertThat(types()).contains("audit.tail.dropped");
            assertIntact();
        }
        assertThat(failures).isEqualTo(6);
    }

    /** A file that grew before its content reached the disk ends with zeros after a power loss. */
    @Test
    void zerosAfterAPowerLossAreDropped() throws IOException {
        AuditLog log = open();
        append("a");
        drain(log);
        die();
        byte[] whole = Files.readAllBytes(places.segment(DAY));
        Files.write(places.segment(DAY), Arrays.copyOf(whole, whole.length + 5_000));
        append("b");
        open().close();
        assertThat(names()).containsExactly("a", "b");
        assertThat(types()).contains("audit.tail.dropped");
        assertIntact();
    }

    @Test
    void aTornCheckpointIsDroppedAndSignedAgain() throws IOException {
        AuditLog log = open();
        append("a");
        drain(log);
        Snapshot acknowledged = new Snapshot();
        log.close();
        byte[] whole = Files.readAllBytes(places.checkpoints());
        int before = 1;
        while (whole[before - 1] != '\n') {
            before++;
        }
        for (int length = before; length <= whole.length; length += 50) {
            acknowledged.restore();
            acknowledged.restoreSegment();
            Files.write(places.checkpoints(), Arrays.copyOf(whole, length));
            open().close();
            assertThat(types().contains("audit.tail.dropped")).isEqualTo(length > before && whole[length - 1] != '\n');
            assertThat(lines(places.checkpoints())).hasSize(2);
            assertIntact();
        }
    }

    @Test
    void entriesThatWereCutOffWhileTheServerWasDownStayMissingAndFitAgainWhenFound() throws IOException {
        AuditLog log = open();
        append("a", "b", "c", "d");
        log.close();
        List<String> whole = lines(places.segment(DAY));
        Files.write(places.segment(DAY), whole.subList(0, 3));
        append("e");
        open().close();
        assertThat(types())
                .containsExactly(
                        "audit.begun", "file.created", "file.created", "audit.entries.missing", "file.created");
        assertThat(verify()).isInstanceOfSatisfying(Verdict.Broken.class, broken -> {
            assertThat(broken.finding().kind()).isEqualTo(Finding.Kind.MISSING);
            assertThat(broken.finding().number()).isEqualTo(4);
        });
        List<String> now = lines(places.segment(DAY));
        List<String> healed = new ArrayList<>(whole);
        healed.addAll(now.subList(3, now.size()));
        Files.write(places.segment(DAY), healed);
        assertIntact();
        assertThat(names()).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void aLineThatWasCutInTheMiddleAfterItWasAcknowledgedIsKept() throws IOException {
        AuditLog log = open();
        append("a", "b");
        drain(log);
        die();
        byte[] whole = Files.readAllBytes(places.segment(DAY));
        Files.write(places.segment(DAY), Arrays.copyOf(whole, whole.length - 20));
        append("c");
        open().close();
        assertThat(verify()).isInstanceOfSatisfying(Verdict.Broken.class, broken -> {
            assertThat(broken.finding().kind()).isEqualTo(Finding.Kind.ALTERED);
            assertThat(broken.finding().number()).isEqualTo(3);
        });
        assertThat(Files.readString(places.segment(DAY)))
                .contains("audit.entries.missing")
                .contains("\"/c\"");
    }

    @Test
    void aDirectoryThatIsGoneIsBegunAnewBehindTheGap() throws IOException {
        AuditLog log = open();
        append("a", "b");
        log.close();
        Files.delete(places.segment(DAY));
        Files.delete(places.checkpoints());
        append("c");
        open().close();
        assertThat(names()).containsExactly("c");
        assertThat(entries().getFirst().seq()).isEqualTo(4);
        assertThat(verify()).isInstanceOfSatisfying(Verdict.Broken.class, broken -> assertThat(
                        broken.finding().number())
                .isEqualTo(1));
        int entries = entries().size();
        open().close();
        assertThat(entries()).as("the story is told once").hasSize(entries);
    }

    @Test
    void removedCheckpointsAreNoticedAtTheStart() throws IOException {
        AuditLog log = open();
        append("a");
        log.close();
        Files.delete(places.checkpoints());
        append("b");
        open().close();
        assertThat(types()).contains("audit.entries.missing");
        assertThat(verify()).isInstanceOfSatisfying(Verdict.Broken.class, broken -> {
            assertThat(broken.finding().subject()).isEqualTo(Finding.Subject.CHECKPOINT);
            assertThat(broken.finding().kind()).isEqualTo(Finding.Kind.MISSING);
            assertThat(broken.finding().number()).isEqualTo(1);
        });
    }

    @Test
    void aDatabaseRestoredFromABackupDoesNotRepeatOrSwallowEvents() throws IOException {
        AuditLog log = open();
        append("a", "b");
        drain(log);
        Snapshot backup = new Snapshot();
        append("c", "d");
        log.close();
        backup.restore();
        backup.forgetLaterEvents();
        events = new coffer.events.EventLog(database, clock);
        AuditLog restored = open();
        append("e", "f", "g");
        restored.close();
        assertThat(names()).containsExactly("a", "b", "c", "d", "e", "f", "g");
        assertThat(types()).contains("audit.database.went_back", "events.epoch.raised");
        assertThat(entries().getLast().event()).isEqualTo(events.newest());
        assertThat(events.newest().epoch()).isEqualTo(2);
        assertIntact();
        int entries = entries().size();
        open().close();
        assertThat(entries()).as("the story is told once").hasSize(entries);
    }

    @Test
    void anotherDatabaseContinuesTheChainWithAllItsEvents() throws IOException {
        AuditLog log = open();
        append("a", "b");
        log.close();
        database.write(Partition.GENERAL, tx -> {
            tx.update("DELETE FROM audit_state");
            return tx.update("DELETE FROM event_cursor");
        });
        append("c");
        open().close();
        // To this database its events are new, whatever they are called.
        assertThat(names()).containsExactly("a", "b", "a", "b", "c");
        assertThat(types()).contains("audit.database.went_back");
        assertIntact();
    }

    /** What a backup of the database would bring back, and the segment as it was then. */
    private final class Snapshot {
        private final AuditState state = state();
        private final Cursor cursor = events.cursor(AuditLog.READER);
        private final Cursor newest = events.newest();
        private final byte[] segment;

        Snapshot() throws IOException {
            segment = Files.readAllBytes(places.segment(DAY));
        }

        void restore() {
            database.write(Partition.GENERAL, tx -> {
                state.save(tx);
                return tx.update(
                        "UPDATE event_cursor SET epoch = ?, transaction_id = ?, seq = ? WHERE reader = ?",
                        cursor.epoch(),
                        cursor.transaction(),
                        cursor.seq(),
                        AuditLog.READER);
            });
        }

        void restoreSegment() throws IOException {
            Files.write(places.segment(DAY), segment);
        }

        /** And their numbers are used again, where the database does that. */
        void forgetLaterEvents() {
            database.write(Partition.GENERAL, tx -> {
                tx.update("DELETE FROM event WHERE seq > ?", newest.seq());
                return switch (tx.dialect()) {
                    case SQLITE -> tx.update("UPDATE sqlite_sequence SET seq = ? WHERE name = 'event'", newest.seq());
                    case POSTGRESQL ->
                        tx.list(
                                        "SELECT setval(pg_get_serial_sequence('event', 'seq'), ?)",
                                        row -> row.getLong(1),
                                        newest.seq())
                                .size();
                };
            });
        }
    }
}
