package coffer.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.db.DatabaseFailure;
import coffer.events.BackgroundLoop.Next;
import coffer.events.Cursor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From events to entries: once each, in order, whatever happens in between. */
abstract class AuditLogContract extends AuditContract {
    private static final Logger LOG = LoggerFactory.getLogger(AuditLogContract.class);

    @Test
    void aNewLogBeginsWithAnEntryThatNamesItsKey() throws IOException {
        open().close();
        List<AuditEntry> entries = entries();
        assertThat(entries).hasSize(1);
        assertThat(entries.getFirst().type()).isEqualTo("audit.begun");
        assertThat(entries.getFirst().prev()).isEqualTo(Digest.ZERO);
        assertThat(entries.getFirst().line()).contains(state().publicKey().hex());
        assertIntact();
    }

    @Test
    void eachEventBecomesOneEntryWithAllItsParts() throws IOException {
        AuditLog log = open();
        append("a", "b");
        assertThat(log.run()).isEqualTo(Next.WAIT);
        assertThat(log.run()).isEqualTo(Next.WAIT);
        AuditEntry first = entries().get(1);
        assertThat(first.seq()).isEqualTo(2);
        assertThat(first.time()).isEqualTo(NOON);
        assertThat(first.outcome()).isEqualTo("ok");
        assertThat(first.actor()).isEqualTo("alice");
        assertThat(first.address()).isEqualTo("192.0.2.1");
        assertThat(first.target()).isEqualTo("/a");
        assertThat(first.owner()).isEqualTo("alice");
        assertThat(first.reason()).isEmpty();
        assertThat(first.event())
                .isEqualTo(events.after(Cursor.START, 1).getFirst().at());
        assertThat(names()).containsExactly("a", "b");
        assertThat(events.cursor(AuditLog.READER)).isEqualTo(events.newest());
        assertThat(state().lastSeq()).isEqualTo(3);
        assertIntact();
    }

    @Test
    void aRestartAddsNothingOfItsOwn() throws IOException {
        AuditLog log = open();
        append("a");
        log.close();
        log.close();
        assertThatThrownBy(log::run).isInstanceOf(IllegalStateException.class);
        open().close();
        AuditLog again = open();
        append("b");
        again.close();
        assertThat(types()).containsExactly("audit.begun", "file.created", "file.created");
        assertIntact();
    }

    @Test
    void closingTakesUpWhatIsWaitingAndSignsIt() throws IOException {
        AuditLog log = open();
        append("a", "b", "c");
        log.close();
        assertThat(names()).containsExactly("a", "b", "c");
        assertThat(verify()).isInstanceOfSatisfying(Verdict.Intact.class, intact -> {
            assertThat(intact.unsigned()).isZero();
            assertThat(intact.entries()).isEqualTo(4);
            assertThat(intact.checkpoints()).isEqualTo(2);
        });
    }

    @Test
    void aCheckpointIsSignedAfterOneThousandEntries() throws IOException {
        AuditLog log = open();
        assertThat(lines(places.checkpoints())).as("over the first entry").hasSize(1);
        appendMany(0, AuditLog.CHECKPOINT_ENTRIES - 1);
        drain(log);
        assertThat(lines(places.checkpoints())).hasSize(1);
        append("last");
        drain(log);
        assertThat(lines(places.checkpoints())).hasSize(2);
        appendMany(0, 2 * AuditLog.CHECKPOINT_ENTRIES + 1);
        drain(log);
        assertThat(lines(places.checkpoints())).hasSize(4);
        assertThat(verify()).isInstanceOfSatisfying(Verdict.Intact.class, intact -> assertThat(intact.unsigned())
                .isEqualTo(1));
        assertIntact();
    }

    @Test
    void aCheckpointIsSignedAfterAMinuteIfThereIsSomethingNew() throws IOException {
        AuditLog log = open();
        append("a");
        drain(log);
        clock.turn(AuditLog.CHECKPOINT_INTERVAL.minusMillis(1));
        drain(log);
        assertThat(lines(places.checkpoints())).hasSize(1);
        clock.turn(Duration.ofMillis(1));
        drain(log);
        assertThat(lines(places.checkpoints())).hasSize(2);
        clock.turn(Duration.ofHours(1));
        drain(log);
        assertThat(lines(places.checkpoints())).hasSize(2);
        assertIntact();
    }

    @Test
    void eachDayHasItsSegmentAndCarriesTheHashOfTheDayBefore() throws IOException {
        AuditLog log = open();
        append("a");
        clock.set(Instant.parse("2026-11-22T23:59:59.999999Z"));
        append("b");
        clock.set(Instant.parse("2026-11-23T00:00:00Z"));
        append("c");
        clock.set(Instant.parse("2026-11-25T00:00:00Z"));
        append("d");
        drain(log);
        assertThat(places.days()).containsExactly(DAY, DAY.plusDays(1), DAY.plusDays(3));
        assertThat(lines(places.segment(DAY))).hasSize(3);
        List<AuditEntry> entries = entries();
        for (int i = 1; i < entries.size(); i++) {
            assertThat(entries.get(i).prev()).isEqualTo(entries.get(i - 1).hash());
        }
        assertIntact();
    }

    @Test
    void aClockThatMovesBackIsRecordedAndNotFatal() throws IOException {
        AuditLog log = open();
        append("a");
        clock.turn(Duration.ofHours(-13));
        append("b", "c");
        clock.turn(Batch.CLOCK_TOLERANCE.negated());
        append("d");
        drain(log);
        assertThat(types())
                .containsExactly(
                        "audit.begun",
                        "file.created",
                        "audit.clock.moved_back",
                        "file.created",
                        "file.created",
                        "file.created");
        assertThat(places.days()).containsExactly(DAY);
        assertThat(verify()).isInstanceOfSatisfying(Verdict.Intact.class, intact -> assertThat(intact.remarks())
                .singleElement()
                .asString()
                .contains("Entry 3")
                .contains("audit.clock.moved_back"));
        clock.turn(Batch.CLOCK_TOLERANCE.plusMillis(1).negated());
        append("e");
        log.close();
        assertThat(types().stream().filter(type -> type.equals("audit.clock.moved_back")))
                .hasSize(2);
        assertIntact();
    }

    @Test
    void filesAndKeyAreForTheServersUserAlone() throws IOException {
        open().close();
        for (Path file : List.of(places.keyFile(), places.publicKey(), places.checkpoints(), places.segment(DAY))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(places.directory())))
                .isEqualTo("rwx------");
    }

    @Test
    void aDatabaseThatIsAwayForAWhileIsCaughtUpWithByTheSameLog() throws IOException {
        AuditLog log = open();
        append("a");
        wrapped.failing = true;
        assertThatThrownBy(log::run).isInstanceOf(DatabaseFailure.class);
        append("b");
        assertThatThrownBy(log::run).isInstanceOf(DatabaseFailure.class);
        wrapped.failing = false;
        drain(log);
        assertThat(names()).containsExactly("a", "b");
        assertThat(state().lastSeq()).isEqualTo(3);
        assertIntact();
    }

    /** The disk fails at its 1st, 2nd, 3rd … operation; the loop calls again, and nothing is lost or doubled. */
    @Test
    void whateverDiskOperationFailsTheNextRunMakesUpForIt() throws IOException {
        AuditLog log = open();
        List<String> expected = new ArrayList<>();
        int failures = 0;
        boolean failed = true;
        for (int operation = 1; failed; operation++) {
            expected.addAll(List.of("signed" + operation, "new" + operation));
            append("signed" + operation);
            drain(log);
            clock.turn(Duration.ofHours(20));
            append("new" + operation);
            disk.failAfter(operation);
            failed = false;
            try {
                drain(log);
            } catch (IOException e) {
                failed = true;
                failures++;
                // Still broken at the next attempt, then healed.
                disk.failAfter(1);
                assertThatThrownBy(() -> drain(log)).isInstanceOf(IOException.class);
                disk.heal();
                drain(log);
            }
            disk.heal();
            assertThat(names()).containsExactlyElementsOf(expected);
            assertIntact();
        }
        assertThat(failures).isEqualTo(4);
        assertThat(types()).doesNotContain("audit.tail.dropped");
    }

    @Test
    void withoutTheKeyOfAnExistingLogNothingIsOpenedAndPuttingItBackHeals() throws IOException {
        AuditLog log = open();
        append("a");
        log.close();
        byte[] key = Files.readAllBytes(places.keyFile());
        byte[] segment = Files.readAllBytes(places.segment(DAY));

        Files.delete(places.keyFile());
        assertRefused("missing");
        Files.write(places.keyFile(), Arrays.copyOf(key, 40));
        assertRefused("damaged");
        Files.write(places.keyFile(), new byte[0]);
        assertRefused("damaged");
        AuditPlaces other = AuditPlaces.in(directory.resolve("other"));
        AuditKey.open(other, null, new java.security.SecureRandom());
        Files.write(places.keyFile(), Files.readAllBytes(other.keyFile()));
        assertRefused("is not the one");
        // Even with the public half swapped as well: the database remembers.
        byte[] publicKey = Files.readAllBytes(places.publicKey());
        Files.write(places.publicKey(), Files.readAllBytes(other.publicKey()));
        assertThatThrownBy(this::open).isInstanceOf(AuditKeyRefused.class);
        Files.write(places.publicKey(), new byte[] {'x'});
        Files.write(places.keyFile(), key);
        assertRefused("damaged");

        assertThat(Files.readAllBytes(places.segment(DAY))).isEqualTo(segment);
        Files.write(places.publicKey(), publicKey);
        append("b");
        open().close();
        assertThat(names()).containsExactly("a", "b");
        assertIntact();
    }

    private void assertRefused(String why) {
        assertThatThrownBy(this::open).isInstanceOf(AuditKeyRefused.class).hasMessageContaining(why);
        assertThatThrownBy(() -> AuditLog.checkKey(places))
                .isInstanceOf(AuditKeyRefused.class)
                .hasMessageContaining(why);
    }

    @Test
    void theKeyCheckWritesNothing() throws IOException {
        AuditLog.checkKey(places);
        assertThat(places.directory()).doesNotExist();
        assertThat(places.keyFile()).doesNotExist();
        open().close();
        Files.delete(places.publicKey());
        AuditLog.checkKey(places);
        assertThat(places.publicKey()).doesNotExist();
        open().close();
        assertThat(places.publicKey()).exists();
    }

    /** Random events, faults, restarts and deaths: in the end every event stands in the log once and in order. */
    @Test
    void whateverHappensEachEventIsEnteredOnceAndInOrder() throws IOException {
        long seed = System.nanoTime();
        System.out.println("AuditLogContract seed " + seed);
        Random random = new Random(seed);
        int count = 0;
        AuditLog log = open();
        for (int step = 0; step < 120; step++) {
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> {
                    int more = 1 + random.nextInt(random.nextInt(10) == 0 ? 900 : 5);
                    appendMany(count, count + more);
                    count += more;
                }
                case 3 -> clock.turn(Duration.ofSeconds(random.nextInt(40_000)));
                case 4 -> disk.failAfter(1 + random.nextInt(6));
                case 5 -> wrapped.failing = true;
                case 6 -> {
                    die();
                    disk.heal();
                    wrapped.failing = false;
                    log = open();
                }
                default -> {
                    disk.heal();
                    wrapped.failing = false;
                }
            }
            try {
                log.run();
            } catch (IOException | DatabaseFailure _) {
                // Its loop would call it again.
                LOG.debug("Step {} failed", step);
            }
        }
        disk.heal();
        wrapped.failing = false;
        log.close();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            expected.add("e" + i);
        }
        assertThat(names()).isEqualTo(expected);
        assertIntact();
    }
}
