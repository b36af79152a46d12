package coffer.audit;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.audit.AuditVerifier.Question;
import coffer.audit.Finding.Kind;
import coffer.audit.Finding.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in which a checkpoint or its key can be wrong. */
final class CheckpointTamperingTest extends Tampering {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void anAlteredCheckpointIsNamed(int counter) throws IOException {
        for (String member : List.of("\"bytes\":", "\"first\":", "\"last\":")) {
            copyLog();
            editCheckpoint(counter, line -> line.replace(member, member + "9"));
            assertCheckpoint(Kind.ALTERED, counter);
        }
        copyLog();
        editCheckpoint(counter, line -> line.substring(0, line.length() - 20) + "0".repeat(18) + "\"}");
        assertCheckpoint(Kind.ALTERED, counter);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aRemovedCheckpointIsNamed(int counter) throws IOException {
        List<String> lines = checkpoints();
        lines.remove(counter - 1);
        Files.write(places.checkpoints(), lines);
        assertCheckpoint(Kind.MISSING, counter);
    }

    @Test
    void theLastCheckpointsAreMissedByDatabaseWitnessOrTheirEntries() throws IOException {
        Files.write(places.checkpoints(), checkpoints().subList(0, 2));
        assertThat(verify()).as("180 entries may wait for one").isInstanceOf(Verdict.Intact.class);
        assertFinding(verifyWithState(), Kind.MISSING, Subject.CHECKPOINT, 3);
        assertFinding(verifyWithWitness(3), Kind.MISSING, Subject.CHECKPOINT, 3);
        Files.write(places.checkpoints(), checkpoints().subList(0, 1));
        assertCheckpoint(Kind.MISSING, 2);
        Files.delete(places.checkpoints());
        assertCheckpoint(Kind.MISSING, 1);
    }

    @Test
    void aRepeatedCheckpointIsNamed() throws IOException {
        List<String> lines = checkpoints();
        lines.add(2, lines.get(1));
        Files.write(places.checkpoints(), lines);
        assertCheckpoint(Kind.INSERTED, 2);
    }

    @Test
    void swappedCheckpointsAreNamed() throws IOException {
        List<String> lines = checkpoints();
        Collections.swap(lines, 0, 1);
        Files.write(places.checkpoints(), lines);
        assertCheckpoint(Kind.SWAPPED, 1);
        copyLog();
        lines = checkpoints();
        Collections.swap(lines, 1, 2);
        Files.write(places.checkpoints(), lines);
        assertCheckpoint(Kind.SWAPPED, 2);
    }

    @Test
    void aCheckpointThatWasCutInItsLineIsNamed() throws IOException {
        byte[] whole = Files.readAllBytes(places.checkpoints());
        Files.write(places.checkpoints(), java.util.Arrays.copyOf(whole, whole.length - 1));
        assertCheckpoint(Kind.TRUNCATED, 3);
        Files.write(places.checkpoints(), java.util.Arrays.copyOf(whole, whole.length - 300));
        assertCheckpoint(Kind.TRUNCATED, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "{}", "{\"counter\":2}"})
    void aLineThatIsNoCheckpointIsNamed(String odd) throws IOException {
        editCheckpoint(2, _ -> odd);
        assertCheckpoint(Kind.ALTERED, 2);
    }

    @Test
    void aSwappedPublicKeyIsNoticed() throws IOException {
        AuditPlaces other = AuditPlaces.in(directory.resolve("other"));
        AuditKey.open(other, null, new SecureRandom());
        Files.write(places.publicKey(), Files.readAllBytes(other.publicKey()));
        assertFinding(verify(), Kind.KEY_CHANGED, Subject.KEY, 0);
        Files.writeString(places.publicKey(), "no key");
        assertFinding(verify(), Kind.KEY_CHANGED, Subject.KEY, 0);
        Files.delete(places.publicKey());
        assertThat(verify()).as("the first entry names it").isInstanceOf(Verdict.Intact.class);
    }

    @Test
    void aCheckpointSignedWithAnotherKeyIsNoticed() throws IOException {
        AuditPlaces other = AuditPlaces.in(directory.resolve("other"));
        AuditKey key = AuditKey.open(other, null, new SecureRandom());
        editCheckpoint(3, line -> resign(parseCheckpoint(line), key));
        assertFinding(verify(), Kind.KEY_CHANGED, Subject.KEY, 0);
    }

    /** Everything is forged with a key of the forger's own: what was kept elsewhere tells. */
    @Test
    void aLogThatWasRewrittenAsAWholeIsFoundByWitnessAndDatabase() throws IOException {
        String witness = checkpoints().get(2);
        AuditPlaces forger = AuditPlaces.in(directory.resolve("forger"));
        AuditKey key = AuditKey.open(forger, null, new SecureRandom());
        List<List<String>> days = read();
        days.get(0).replaceAll(line -> line.replace(
                        state.publicKey().hex(), key.publicKey().hex())
                .replace("\"uid\":\"alice\"", "\"uid\":\"bob\""));
        rechain(days);
        write(days);
        Files.write(places.publicKey(), Files.readAllBytes(forger.publicKey()));
        resignAll(days, key);
        assertThat(verify()).as("it fits together").isInstanceOf(Verdict.Intact.class);
        assertFinding(verifyWithState(), Kind.KEY_CHANGED, Subject.KEY, 0);
        Path kept = Files.writeString(directory.resolve("witness"), witness + "\n");
        assertFinding(
                AuditVerifier.verify(new Question(places, null, null, kept, null)), Kind.KEY_CHANGED, Subject.KEY, 0);
    }

    private void resignAll(List<List<String>> days, AuditKey key) throws IOException {
        List<AuditEntry> entries = days.stream()
                .flatMap(List::stream)
                .map(AuditVerifierTest::parse)
                .toList();
        List<String> forged = new ArrayList<>();
        Digest prev = Digest.ZERO;
        for (String line : checkpoints()) {
            Checkpoint old = parseCheckpoint(line);
            MerkleTree tree = new MerkleTree();
            for (long seq = old.first(); seq <= old.last(); seq++) {
                tree.add(entries.get((int) seq - 1).hash());
            }
            Checkpoint.Signed signed = new Checkpoint(
                            old.chain(),
                            old.counter(),
                            old.first(),
                            old.last(),
                            entries.get((int) old.last() - 1).hash(),
                            tree.root(),
                            old.event(),
                            old.segment(),
                            old.bytes(),
                            prev,
                            old.time(),
                            key.publicKey())
                    .sign(key);
            prev = signed.hash();
            forged.add(signed.line());
        }
        Files.write(places.checkpoints(), forged);
    }
}
