package coffer.audit;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.base.AccountId;
import coffer.base.Actor;
import coffer.base.FileId;
import coffer.base.FilePath;
import coffer.base.Origin;
import coffer.events.Cursor;
import coffer.events.Event;
import coffer.events.EventType;
import coffer.events.Target;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against files that were made with another program from the description of the format: see {@code make.py} beside them. */
final class AuditVectorsTest {
    private static final String CHAIN = "11111111-2222-4333-8444-555555555555";
    private static final AuditPublicKey KEY =
            new AuditPublicKey("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    private static final LocalDate DAY = LocalDate.parse("2026-11-22");

    @TempDir
    private Path directory;

    private AuditPlaces places;

    @BeforeEach
    void copyVectors() throws IOException {
        places = AuditPlaces.in(directory);
        Files.createDirectories(places.directory());
        for (Path file : List.of(places.segment(DAY), places.checkpoints())) {
            try (InputStream vector = AuditVectorsTest.class.getResourceAsStream("vectors/" + file.getFileName())) {
                assertThat(vector).isNotNull();
                Files.copy(vector, file);
            }
        }
    }

    @Test
    void theyAreIntact() throws IOException {
        Verdict verdict = AuditVerifier.verify(AuditVerifier.Question.all(places));
        assertThat(verdict).isInstanceOfSatisfying(Verdict.Intact.class, intact -> {
            assertThat(intact.entries()).isEqualTo(2);
            assertThat(intact.checkpoints()).isEqualTo(1);
            assertThat(intact.unsigned()).isZero();
            assertThat(intact.key()).isEqualTo(KEY.hex());
        });
    }

    @Test
    void weWriteTheSameBytes() throws IOException {
        List<String> lines = Files.readAllLines(places.segment(DAY));
        AuditEntry first = AuditEntry.next(
                CHAIN,
                1,
                Digest.ZERO,
                null,
                Instant.parse("2026-11-22T12:00:00Z"),
                "audit.begun",
                AuditNotes.begun(KEY).body());
        assertThat(first.line()).isEqualTo(lines.get(0));

        Origin origin = new Origin("192.0.2.1", "Agent/1", "req-1", "MOVE", "/dav/files/{path}");
        FilePath from = FilePath.of(List.of("Fotos", "ä \"1\".jpg"));
        Event moved = Event.ok(
                        EventType.FILE_MOVED,
                        Actor.user(new AccountId(12), "alice", 5L, origin),
                        Target.file(new FileId(77), from, "alice"))
                .changed("path", from.toString(), "/é\t😀.jpg");
        AuditEntry second = AuditEntry.next(
                CHAIN,
                2,
                first.hash(),
                new Cursor(1, 0, 7),
                Instant.parse("2026-11-22T12:00:01.000002Z"),
                moved.type().word(),
                moved.body());
        assertThat(second.line()).isEqualTo(lines.get(1));
        assertThat(second.intact()).isTrue();

        MerkleTree tree = new MerkleTree();
        tree.add(first.hash());
        tree.add(second.hash());
        Checkpoint checkpoint = new Checkpoint(
                CHAIN,
                1,
                1,
                2,
                second.hash(),
                tree.root(),
                new Cursor(1, 0, 7),
                DAY,
                Files.size(places.segment(DAY)),
                Digest.ZERO,
                Instant.parse("2026-11-22T12:00:02Z"),
                KEY);
        // Ed25519 signs the same message the same way each time.
        assertThat(checkpoint.sign(rfc8032Key()).line() + "\n").isEqualTo(Files.readString(places.checkpoints()));
    }

    /** Made from the seed as the key file of an installation would be. */
    private AuditKey rfc8032Key() throws IOException {
        byte[] privateKey = HexFormat.of()
                .parseHex("302e020100300506032b657004220420"
                        + "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
        String pem = AuditKey.pem("PRIVATE KEY", privateKey) + AuditKey.pem("PUBLIC KEY", KEY.x509());
        Files.createDirectories(places.keyFile().getParent());
        Files.write(places.keyFile(), pem.getBytes(StandardCharsets.US_ASCII));
        return AuditKey.open(places, KEY, new java.security.SecureRandom());
    }
}
