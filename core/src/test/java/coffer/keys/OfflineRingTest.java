package coffer.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.base.SpaceId;
import coffer.disk.RealDisk;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ring files and a root key file, and nothing else. */
final class OfflineRingTest {
    private final SecureRandom random = new SecureRandom();
    private final RootKeys rootKeys = RootKeys.inFiles(random);

    @TempDir
    private Path directory;

    private Path rootFile;
    private RootKey root;
    private RingEntry one;
    private RingEntry other;

    @BeforeEach
    void makeKeys() {
        rootFile = directory.resolve("root.key");
        root = rootKeys.create(rootFile, new RealDisk(), new RootForm.Plain(), Instant.EPOCH);
        one = entry(1);
        other = entry(2);
    }

    private RingEntry entry(long space) {
        return RingEntry.create(new SpaceId(space), new KeyName(UUID.randomUUID(), 1), root, 1, random);
    }

    private Path write(int generation, RingEntry... entries) {
        RingDirectory ring = new RingDirectory(directory, new RealDisk());
        ring.write(generation, 1, List.of(entries), root);
        return ring.path(generation);
    }

    private OfflineRing ring(Path... files) throws IOException {
        return OfflineRing.of(rootKeys, rootFile, List.of(files));
    }

    @Test
    void keysAreFoundAndNothingIsWritten() throws Exception {
        Path file = write(1, one, other);
        List<String> before = names();

        OfflineRing ring = ring(file);

        assertThat(ring.find(one.name())).contains(one.open(root));
        assertThat(ring.find(other.name())).contains(other.open(root));
        assertThat(ring.find(new KeyName(one.name().id(), 2))).isEmpty();
        assertThat(ring.remarks()).isEmpty();
        assertThat(names()).isEqualTo(before);
    }

    @Test
    void aFileMayHaveAnyName() throws Exception {
        Path renamed = Files.move(write(7, one), directory.resolve("from-the-backup"));
        assertThat(ring(renamed).find(one.name())).isPresent();
    }

    @Test
    void allFilesOfADirectoryAreOneRing() throws Exception {
        write(1, one);
        write(2, other);
        OfflineRing ring = OfflineRing.in(rootKeys, rootFile, directory);
        assertThat(ring.find(one.name())).isPresent();
        assertThat(ring.find(other.name())).isPresent();
    }

    @Test
    void aDamagedFileGivesWhatIsStillGood() throws Exception {
        Path file = write(1, one, other);
        byte[] bytes = Files.readAllBytes(file);
        bytes[64 + RingEntry.BYTES + 100] ^= 1;
        Files.write(file, bytes);

        OfflineRing ring = ring(file);
        assertThat(ring.find(one.name())).isPresent();
        assertThat(ring.find(other.name())).isEmpty();
        assertThat(ring.remarks()).singleElement().asString().contains("ring-1.cofring is damaged");
    }

    /** Whatever order they come in. */
    @Test
    void aKeyThatWasDestroyedStaysSo() throws Exception {
        Path before = write(1, one, other);
        Path after = write(2, one.destroyed(root), other);
        for (OfflineRing ring : List.of(ring(before, after), ring(after, before))) {
            assertThat(ring.find(one.name())).isEmpty();
            assertThat(ring.find(other.name())).isPresent();
        }
        assertThat(ring(before).find(one.name())).isPresent();
    }

    @Test
    void filesOfAnotherRootKeyGiveNothing() throws Exception {
        Path foreign = write(1, one);
        rootFile = directory.resolve("another.key");
        root = rootKeys.create(rootFile, new RealDisk(), new RootForm.Plain(), Instant.EPOCH);
        RingEntry own = entry(3);
        Path mine = write(2, own);

        assertThat(ring(foreign, mine).find(own.name())).isPresent();
        assertThat(ring(foreign, mine).find(one.name())).isEmpty();
        assertThat(ring(foreign, mine).remarks()).singleElement().asString().contains("is of root key");
        assertThatThrownBy(() -> ring(foreign)).isInstanceOf(KeysRefused.class);
    }

    @Test
    void whatCannotBeUsedIsRefused() throws Exception {
        Path file = write(1, one);
        assertThatThrownBy(this::ring).isInstanceOf(KeysRefused.class).hasMessageContaining("there are none");
        assertThatThrownBy(() -> ring(Files.write(directory.resolve("noise"), new byte[1_000])))
                .isInstanceOf(KeysRefused.class);
        assertThatThrownBy(() -> ring(directory.resolve("nothing"))).isInstanceOf(NoSuchFileException.class);
        Files.writeString(rootFile, "something else");
        assertThatThrownBy(() -> ring(file)).isInstanceOf(KeysRefused.class).hasMessageContaining("root.key");
        Files.delete(rootFile);
        assertThatThrownBy(() -> ring(file)).isInstanceOf(KeysRefused.class).hasMessageContaining("no root key file");
    }

    @Test
    void aRootKeyMayNeedAPassphraseOrAService() throws Exception {
        RootKeys knowing = new RootKeys(random, KeyServices.NONE, () -> Optional.of("correct horse battery"));
        rootFile = directory.resolve("sealed.key");
        root = knowing.create(
                rootFile, new RealDisk(), new RootForm.WithPassphrase("correct horse battery"), Instant.EPOCH);
        RingEntry sealed = entry(4);
        Path file = write(1, sealed);
        assertThat(OfflineRing.of(knowing, rootFile, List.of(file)).find(sealed.name()))
                .isPresent();
        assertThatThrownBy(() -> ring(file)).isInstanceOf(KeysRefused.class).hasMessageContaining("passphrase");

        MemoryService service = new MemoryService();
        RootKeys remote = new RootKeys(random, (_, _) -> service, Optional::empty);
        rootFile = directory.resolve("remote.key");
        root = remote.create(rootFile, new RealDisk(), new RootForm.InService(URI.create("memory:one")), Instant.EPOCH);
        RingEntry away = entry(5);
        OfflineRing ring = OfflineRing.of(remote, rootFile, List.of(write(2, away)));
        assertThat(ring.find(away.name())).isPresent();
        service.away = true;
        assertThatThrownBy(() -> ring.find(away.name())).isInstanceOf(RootKeyAway.class);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return new ArrayList<>(
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }
}
