package coffer.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.audit.AuditVerifier.Question;
import coffer.audit.Finding.Kind;
import coffer.audit.Finding.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole, parts of it, and what it is compared with. */
final class AuditVerifierTest extends Tampering {
    private static final int STRIDE = 7;
    private static final int SEED = Math.floorMod((int) System.nanoTime(), STRIDE);

    @Test
    void anUntouchedLogIsIntact() throws IOException {
        assertThat(verify())
                .isEqualTo(new Verdict.Intact(
                        LAST, 3, LAST, state.lastHash(), 20, state.publicKey().hex(), List.of()));
        assertThat(verifyWithState()).isInstanceOf(Verdict.Intact.class);
        assertThat(verifyWithWitness(3)).isInstanceOf(Verdict.Intact.class);
    }

    @Test
    void anEmptyOrMissingDirectoryHoldsNothing() throws IOException {
        AuditPlaces nowhere = AuditPlaces.in(directory.resolve("nowhere"));
        assertThat(AuditVerifier.verify(Question.all(nowhere)))
                .isEqualTo(new Verdict.Intact(0, 0, 0, Digest.ZERO, 0, "", List.of()));
        assertThat(AuditVerifier.verify(new Question(nowhere, null, null, null, state)))
                .isInstanceOfSatisfying(
                        Verdict.Broken.class,
                        broken -> assertThat(broken.finding().kind()).isEqualTo(Kind.MISSING));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x\n", "{}\n"})
    void whatIsNoWitnessIsRefused(String content) throws IOException {
        Path file = Files.writeString(directory.resolve("witness"), content);
        assertThatThrownBy(() -> AuditVerifier.verify(new Question(places, null, null, file, null)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aWitnessThatNobodyHasSignedIsRefused() throws IOException {
        String altered = checkpoints().get(1).replace("\"bytes\":", "\"bytes\":9");
        Path file = Files.writeString(directory.resolve("witness"), altered + "\n");
        assertThatThrownBy(() -> AuditVerifier.verify(new Question(places, null, null, file, null)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theWholeFileOfCheckpointsIsAWitness() throws IOException {
        Path file = Files.copy(places.checkpoints(), directory.resolve("witness"));
        assertThat(AuditVerifier.verify(new Question(places, null, null, file, null)))
                .isInstanceOf(Verdict.Intact.class);
    }

    @Test
    void oneDayIsVerifiedByItself() throws IOException {
        assertThat(range(SECOND, SECOND)).isInstanceOfSatisfying(Verdict.Intact.class, intact -> {
            assertThat(intact.entries()).isEqualTo(60);
            assertThat(intact.last()).isEqualTo(1161);
            assertThat(intact.checkpoints()).isEqualTo(1);
        });
        assertThat(range(null, FIRST)).isInstanceOf(Verdict.Intact.class);
        assertThat(range(SECOND, null)).isInstanceOf(Verdict.Intact.class);
        assertThat(range(THIRD, THIRD)).isInstanceOf(Verdict.Intact.class);
        assertThat(range(THIRD.plusDays(1), null)).isInstanceOf(Verdict.Intact.class);
        assertThat(range(null, FIRST.minusDays(1))).isInstanceOf(Verdict.Intact.class);
    }

    @Test
    void whatIsWrongInOtherDaysIsNotLookedAt() throws IOException {
        edit(500, line -> line.replace("alice", "mallory"));
        assertThat(range(SECOND, null)).isInstanceOf(Verdict.Intact.class);
        assertFinding(range(null, FIRST), Kind.ALTERED, Subject.ENTRY, 500);
        copyLog();
        edit(1170, line -> line.replace("alice", "mallory"));
        assertThat(range(FIRST, SECOND)).isInstanceOf(Verdict.Intact.class);
    }

    @Test
    void theBordersOfARangeAreComparedWithTheDaysBeside() throws IOException {
        List<List<String>> days = read();
        remove(days, 1102);
        write(days);
        assertFinding(range(SECOND, SECOND), Kind.MISSING, Subject.ENTRY, 1102);
        copyLog();
        days = read();
        remove(days, 1161);
        write(days);
        assertFinding(range(SECOND, SECOND), Kind.MISSING, Subject.ENTRY, 1161);
        copyLog();
        edit(1161, line -> rehashed(line.replace("alice", "mallory")));
        assertFinding(range(SECOND, SECOND), Kind.ALTERED, Subject.ENTRY, 1002);
    }

    private Verdict range(@Nullable LocalDate from, @Nullable LocalDate to) throws IOException {
        return AuditVerifier.verify(new Question(places, from, to, null, null));
    }

    /** A small log, bits of which are turned one by one: every line feed, and every seventh of the other bytes. */
    @Test
    void noByteCanBeChangedUnnoticed(@TempDir Path small) throws IOException {
        try (SampleLog log = new SampleLog(small)) {
            log.append(2);
            log.turnToNextDay();
            log.append(1);
            log.sign();
        }
        System.out.println("AuditVerifierTest seed " + SEED);
        AuditPlaces there = AuditPlaces.in(small);
        assertThat(AuditVerifier.verify(Question.all(there))).isInstanceOf(Verdict.Intact.class);
        long seq = 1;
        for (LocalDate day : there.days()) {
            seq = flipAll(there, there.segment(day), Subject.ENTRY, seq);
        }
        assertThat(seq).isEqualTo(5);
        assertThat(flipAll(there, there.checkpoints(), Subject.CHECKPOINT, 1)).isEqualTo(3);
    }

    /** Returns the number after that of the last line. */
    private static long flipAll(AuditPlaces there, Path file, Subject subject, long first) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        long number = first;
        for (int i = 0; i < whole.length; i++) {
            byte right = whole[i];
            if (i % STRIDE != SEED && right != '\n') {
                continue;
            }
            whole[i] ^= (byte) (1 << (i % 8));
            Files.write(file, whole);
            Verdict verdict = AuditVerifier.verify(Question.all(there));
            long expected = number;
            assertThat(verdict).as("byte %s of %s", i, file).isInstanceOfSatisfying(Verdict.Broken.class, broken -> {
                // A key that changes in the first entry is reported as such.
                if (broken.finding().subject() == subject) {
                    assertThat(broken.finding().number()).isBetween(Math.max(1, expected - 1), expected + 1);
                } else {
                    assertThat(broken.finding().kind()).isIn(Kind.KEY_CHANGED, Kind.MISSING, Kind.ALTERED);
                }
            });
            whole[i] = right;
            number += right == '\n' ? 1 : 0;
        }
        Files.write(file, whole);
        return number;
    }
}
