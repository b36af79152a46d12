package coffer.audit;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.audit.AuditVerifier.Question;
import coffer.audit.Finding.Kind;
import coffer.audit.Finding.Subject;
import coffer.events.CanonicalJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A copy of one log for each test, and what can be done to it: entry 1 and checkpoint 1 on its beginning, entries 2 to 1001
 * under checkpoint 2, up to 1101 on the first day, 1102 to 1161 on the second, under checkpoint 3; 1162 to 1181 on the
 * third, not yet under a checkpoint.
 */
abstract class Tampering {
    static final LocalDate FIRST = AuditContract.DAY;
    static final LocalDate SECOND = FIRST.plusDays(1);
    static final LocalDate THIRD = FIRST.plusDays(2);
    static final long LAST = 1181;

    @TempDir
    static Path original;

    static AuditState state;

    @TempDir
    Path directory;

    AuditPlaces places;

    @BeforeAll
    static void makeLog() throws IOException {
        try (SampleLog log = new SampleLog(original)) {
            log.append(1_100);
            log.turnToNextDay();
            log.append(60);
            log.sign();
            log.turnToNextDay();
            log.append(20);
            state = log.state();
        }
    }

    @BeforeEach
    void copyLog() throws IOException {
        places = AuditPlaces.in(directory);
        AuditContract.copy(AuditPlaces.in(original).directory(), places.directory());
    }

    Verdict verify() throws IOException {
        return AuditVerifier.verify(Question.all(places));
    }

    Verdict verifyWithState() throws IOException {
        return AuditVerifier.verify(new Question(places, null, null, null, state));
    }

    /** With the checkpoint of the untouched log as witness. */
    Verdict verifyWithWitness(int counter) throws IOException {
        List<String> untouched = Files.readAllLines(AuditPlaces.in(original).checkpoints());
        Path file = Files.writeString(directory.resolve("witness"), untouched.get(counter - 1) + "\n");
        return AuditVerifier.verify(new Question(places, null, null, file, null));
    }

    void assertBroken(Kind kind, long seq) throws IOException {
        assertFinding(verify(), kind, Subject.ENTRY, seq);
    }

    void assertCheckpoint(Kind kind, long counter) throws IOException {
        assertFinding(verify(), kind, Subject.CHECKPOINT, counter);
    }

    static void assertFinding(Verdict verdict, Kind kind, Subject subject, long number) {
        assertThat(verdict).isInstanceOfSatisfying(Verdict.Broken.class, broken -> assertThat(broken.finding())
                .extracting(Finding::kind, Finding::subject, Finding::number)
                .as(broken.finding().explanation())
                .containsExactly(kind, subject, number));
    }

    List<List<String>> read() throws IOException {
        List<List<String>> days = new ArrayList<>();
        for (LocalDate day : places.days()) {
            days.add(new ArrayList<>(Files.readAllLines(places.segment(day))));
        }
        return days;
    }

    void write(List<List<String>> days) throws IOException {
        List<LocalDate> names = places.days();
        for (int i = 0; i < names.size(); i++) {
            Files.write(places.segment(names.get(i)), days.get(i));
        }
    }

    void edit(long seq, UnaryOperator<String> change) throws IOException {
        List<List<String>> days = read();
        for (List<String> day : days) {
            int at = indexOf(day, seq);
            if (at >= 0) {
                day.set(at, change.apply(day.get(at)));
            }
        }
        write(days);
    }

    void rewriteFrom(long seq, UnaryOperator<String> change) throws IOException {
        List<List<String>> days = read();
        for (List<String> day : days) {
            day.replaceAll(line -> parse(line).seq() >= seq ? change.apply(line) : line);
        }
        rechain(days);
        write(days);
    }

    static void remove(List<List<String>> days, long seq) {
        days.forEach(day -> day.removeIf(line -> parse(line).seq() == seq));
    }

    static String line(List<List<String>> days, long seq) {
        return days.stream()
                .flatMap(List::stream)
                .filter(line -> parse(line).seq() == seq)
                .findFirst()
                .orElseThrow();
    }

    static void insertAfter(List<List<String>> days, long seq, String line) {
        for (List<String> day : days) {
            int at = indexOf(day, seq);
            if (at >= 0) {
                day.add(at + 1, line);
                return;
            }
        }
    }

    static int indexOf(List<String> day, long seq) {
        for (int i = 0; i < day.size(); i++) {
            if (parse(day.get(i)).seq() == seq) {
                return i;
            }
        }
        return -1;
    }

    /** Numbers and hashes all entries anew, as somebody would who wants to hide a change. */
    static void rechain(List<List<String>> days) {
        long seq = 0;
        Digest prev = Digest.ZERO;
        for (List<String> day : days) {
            for (int i = 0; i < day.size(); i++) {
                AuditEntry entry = again(parse(day.get(i)), ++seq, prev);
                prev = entry.hash();
                day.set(i, entry.line());
            }
        }
    }

    static String rehashed(String line) {
        AuditEntry entry = parse(line);
        return again(entry, entry.seq(), entry.prev()).line();
    }

    static AuditEntry again(AuditEntry entry, long seq, Digest prev) {
        SortedMap<String, Object> body = new TreeMap<>();
        body.putAll(entry.members());
        List.of("chain", "seq", "prev", "time", "type", "event").forEach(name -> body.remove(name));
        return AuditEntry.next(
                entry.chain(), seq, prev, entry.event(), entry.time(), entry.type(), CanonicalJson.write(body));
    }

    static AuditEntry parse(String line) {
        try {
            return AuditEntry.parse(line.getBytes(StandardCharsets.UTF_8));
        } catch (MalformedLine e) {
            throw new AssertionError(line, e);
        }
    }

    List<String> checkpoints() throws IOException {
        return new ArrayList<>(Files.readAllLines(places.checkpoints()));
    }

    void editCheckpoint(int counter, UnaryOperator<String> change) throws IOException {
        List<String> lines = checkpoints();
        lines.set(counter - 1, change.apply(lines.get(counter - 1)));
        Files.write(places.checkpoints(), lines);
    }

    static Checkpoint parseCheckpoint(String line) {
        try {
            return Checkpoint.parse(line.getBytes(StandardCharsets.UTF_8)).checkpoint();
        } catch (MalformedLine e) {
            throw new AssertionError(line, e);
        }
    }

    static String resign(Checkpoint old, AuditKey key) {
        return new Checkpoint(
                        old.chain(),
                        old.counter(),
                        old.first(),
                        old.last(),
                        old.head(),
                        old.root(),
                        old.event(),
                        old.segment(),
                        old.bytes(),
                        old.prev(),
                        old.time(),
                        key.publicKey())
                .sign(key)
                .line();
    }
}
