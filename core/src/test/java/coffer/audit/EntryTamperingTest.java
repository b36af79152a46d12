package coffer.audit;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.audit.Finding.Kind;
import coffer.audit.Finding.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in which an entry can be wrong, each named with its number. */
final class EntryTamperingTest extends Tampering {
    @ParameterizedTest
    @ValueSource(longs = {1, 500, 1001, 1102, 1181})
    void anAlteredEntryIsNamed(long seq) throws IOException {
        edit(seq, line -> line.replace("\"outcome\":\"ok\"", "\"outcome\":\"denied\""));
        assertBroken(Kind.ALTERED, seq);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 500, 1102, 1180})
    void anAlteredEntryWithAHashThatFitsIsNamed(long seq) throws IOException {
        edit(seq, line -> rehashed(line.replace("\"outcome\":\"ok\"", "\"outcome\":\"denied\"")));
        assertBroken(Kind.ALTERED, seq);
    }

    @Test
    void theLastEntryWithAHashThatFitsIsFoundByTheDatabase() throws IOException {
        edit(LAST, line -> rehashed(line.replace("\"outcome\":\"ok\"", "\"outcome\":\"denied\"")));
        assertThat(verify()).as("only the chain vouches for it").isInstanceOf(Verdict.Intact.class);
        assertFinding(verifyWithState(), Kind.ALTERED, Subject.ENTRY, LAST);
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 1001})
    void aChainThatIsComputedAnewIsFoundByItsCheckpoint(long seq) throws IOException {
        rewriteFrom(seq, line -> line.replace("\"uid\":\"alice\"", "\"uid\":\"mallory\""));
        assertBroken(Kind.ALTERED, 2);
    }

    @Test
    void aChainThatIsComputedAnewBehindTheLastCheckpointIsFoundByTheDatabase() throws IOException {
        rewriteFrom(1165, line -> line.replace("\"uid\":\"alice\"", "\"uid\":\"mallory\""));
        assertThat(verify()).isInstanceOf(Verdict.Intact.class);
        assertFinding(verifyWithState(), Kind.ALTERED, Subject.ENTRY, LAST);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 777, 1001, 1101, 1102, 1180})
    void aRemovedEntryIsNamed(long seq) throws IOException {
        List<List<String>> days = read();
        remove(days, seq);
        write(days);
        assertBroken(Kind.MISSING, seq);
    }

    @Test
    void aRemovedEntryWithEverythingAfterItRenumberedIsFoundByTheCheckpoint() throws IOException {
        List<List<String>> days = read();
        remove(days, 700);
        rechain(days);
        write(days);
        assertBroken(Kind.ALTERED, 2);
    }

    @Test
    void aRangeOfRemovedEntriesIsNamedByItsFirst() throws IOException {
        List<List<String>> days = read();
        for (long seq = 300; seq < 320; seq++) {
            remove(days, seq);
        }
        write(days);
        assertBroken(Kind.MISSING, 300);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 777, 1101, 1181})
    void anEntryThatStandsThereTwiceIsNamed(long seq) throws IOException {
        List<List<String>> days = read();
        insertAfter(days, seq, line(days, seq));
        write(days);
        assertBroken(Kind.INSERTED, seq);
    }

    @Test
    void aForgedEntryThatFitsBetweenTwoIsNamed() throws IOException {
        List<List<String>> days = read();
        AuditEntry before = parse(line(days, 40));
        AuditEntry forged = AuditEntry.next(
                before.chain(),
                41,
                before.hash(),
                null,
                before.time(),
                "login.succeeded",
                AuditContract.event("forged").body());
        insertAfter(days, 40, forged.line());
        write(days);
        assertBroken(Kind.INSERTED, 41);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 500, 1001, 1180})
    void swappedEntriesAreNamed(long seq) throws IOException {
        List<List<String>> days = read();
        for (List<String> day : days) {
            int at = indexOf(day, seq);
            if (at >= 0 && at + 1 < day.size()) {
                Collections.swap(day, at, at + 1);
            }
        }
        write(days);
        assertBroken(Kind.SWAPPED, seq);
    }

    @Test
    void anEntryThatWasMovedToTheDayBeforeOrAfterIsNamed() throws IOException {
        List<List<String>> days = read();
        days.get(0).add(days.get(1).removeFirst());
        write(days);
        assertBroken(Kind.MISPLACED, 1102);

        copyLog();
        days = read();
        days.get(1).addFirst(days.get(0).removeLast());
        write(days);
        assertBroken(Kind.MISPLACED, 1101);
    }

    @Test
    void anEntryOfAnotherHouseIsNamed() throws IOException {
        rewriteFrom(1170, line -> line.replace(state.chain(), "11111111-2222-4333-8444-555555555555"));
        assertBroken(Kind.ALTERED, 1170);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "{}", "[]", "{\"hash\":\"x\"}", "\u0000", "null"})
    void aLineThatIsNoEntryIsNamed(String odd) throws IOException {
        edit(900, _ -> odd);
        assertBroken(Kind.ALTERED, 900);
    }

    @Test
    void whatSaysTheSameInAnotherWayIsNotTheEntry() throws IOException {
        edit(900, line -> line.replace("{\"actor\"", "{ \"actor\""));
        assertBroken(Kind.ALTERED, 900);
        copyLog();
        edit(900, line -> line.replace("alice", "\\u0061lice"));
        assertBroken(Kind.ALTERED, 900);
        copyLog();
        edit(900, line -> line.replace("{\"actor\"", "{\"v\":1,\"actor\""));
        assertBroken(Kind.ALTERED, 900);
    }

    @Test
    void aLineWithoutEndDoesNotFillTheMemory() throws IOException {
        edit(900, line -> line + " ".repeat(3 * Lines.LINE_BYTES_MAX));
        assertBroken(Kind.ALTERED, 900);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100})
    void aSegmentThatWasCutInALineIsNamedByThatEntry(int bytes) throws IOException {
        for (LocalDate day : List.of(FIRST, SECOND, THIRD)) {
            copyLog();
            Path file = places.segment(day);
            byte[] whole = Files.readAllBytes(file);
            Files.write(file, java.util.Arrays.copyOf(whole, whole.length - bytes));
            long cut = day.equals(FIRST) ? 1101 : day.equals(SECOND) ? 1161 : LAST;
            assertBroken(Kind.TRUNCATED, cut);
            assertFinding(verifyWithState(), Kind.TRUNCATED, Subject.ENTRY, cut);
        }
    }

    @Test
    void aTailUnderACheckpointThatWasRemovedIsNamed() throws IOException {
        Files.delete(places.segment(THIRD));
        List<List<String>> days = read();
        days.get(1).subList(10, 60).clear();
        write(days);
        assertBroken(Kind.MISSING, 1112);
        Files.delete(places.segment(SECOND));
        assertBroken(Kind.MISSING, 1102);
    }

    @Test
    void aTailBehindTheLastCheckpointIsMissedByTheDatabase() throws IOException {
        List<List<String>> days = read();
        days.get(2).removeLast();
        write(days);
        assertThat(verify()).isInstanceOf(Verdict.Intact.class);
        assertFinding(verifyWithState(), Kind.MISSING, Subject.ENTRY, LAST);
        Files.delete(places.segment(THIRD));
        assertFinding(verifyWithState(), Kind.MISSING, Subject.ENTRY, 1162);
    }

    @Test
    void aWholeDayThatWasRemovedIsNamed() throws IOException {
        Files.delete(places.segment(SECOND));
        assertBroken(Kind.MISSING, 1102);
        copyLog();
        Files.delete(places.segment(FIRST));
        assertBroken(Kind.MISSING, 1);
    }

    /** Entries and checkpoints are cut together, so that what is left fits. */
    @Test
    void anOldCopyOfTheDirectoryIsFoundByWitnessAndDatabase() throws IOException {
        Files.delete(places.segment(THIRD));
        List<List<String>> days = read();
        days.get(1).clear();
        write(days);
        Files.delete(places.segment(SECOND));
        List<String> checkpoints = checkpoints();
        Files.write(places.checkpoints(), checkpoints.subList(0, 2));
        assertThat(verify()).as("nothing in it is wrong").isInstanceOf(Verdict.Intact.class);
        assertFinding(verifyWithState(), Kind.MISSING, Subject.ENTRY, 1102);
        assertFinding(verifyWithWitness(3), Kind.MISSING, Subject.ENTRY, 1102);
        assertThat(verifyWithWitness(2)).as("the witness is as old").isInstanceOf(Verdict.Intact.class);
    }
}
