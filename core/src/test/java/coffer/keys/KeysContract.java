package coffer.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.base.SpaceId;
import coffer.blobs.AtRest;
import coffer.blobs.BlobStore;
import coffer.blobs.ObjectDirectory;
import coffer.blobs.Objects;
import coffer.blobs.ReceiveLimits;
import coffer.blobs.Received;
import coffer.blobs.StoredKeys;
import coffer.blobs.ToldReports;
import coffer.db.Ids;
import coffer.db.Partition;
import coffer.db.StoreContract;
import coffer.disk.Disk;
import coffer.disk.RealDisk;
import coffer.testkit.TurnedClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;

/** An installation's keys for one test, with what it takes to lose, alter and exchange them. */
abstract class KeysContract extends StoreContract {
    static final SpaceId SPACE = new SpaceId(1);

    final TurnedClock clock = new TurnedClock(Instant.parse("2026-11-22T10:00:00Z"));
    final SecureRandom random = new SecureRandom();
    final RootKeys rootKeys = RootKeys.inFiles(random);
    final ToldReports reports = new ToldReports();
    KeyPlaces places;

    @BeforeEach
    final void choosePlaces() {
        places = KeyPlaces.in(directory);
    }

    final KeyRing open() {
        return open(new RealDisk());
    }

    final KeyRing open(Disk disk) {
        return open(disk, rootKeys);
    }

    final KeyRing open(Disk disk, RootKeys with) {
        return KeyRing.open(places, with, needed(), database, reports, random, clock, disk);
    }

    final NeededKeys needed() {
        return database.read(session -> StoredKeys.in(session, this::store));
    }

    private BlobStore store() {
        return ObjectDirectory.in(directory);
    }

    final boolean isFresh() {
        return KeyCheck.of(places, rootKeys, needed(), database.read(KeyRows::all))
                .isFresh();
    }

    final boolean peeked() {
        return peek(
                connection -> KeyCheck.isFresh(places, rootKeys, StoredKeys.peek(connection, this::store), connection));
    }

    /** Opening fails with these words, and leaves no trace. */
    final void refused(String... words) throws IOException {
        Map<String, String> before = listing();
        long rows = rows();
        assertThatThrownBy(this::open)
                .isInstanceOf(KeysRefused.class)
                .hasMessageContainingAll(words)
                .hasMessageContaining("nothing was changed")
                .hasMessageContaining("--root-key");
        assertThatThrownBy(this::peeked).isInstanceOf(KeysRefused.class);
        assertThat(listing()).isEqualTo(before);
        assertThat(rows()).isEqualTo(rows);
    }

    /** An installation's worth of keys that belong to nothing here. */
    final RootKey foreignKeys(SpaceId space) throws IOException {
        Files.createDirectory(places.keys());
        RootKey foreign = create(places.rootKey());
        RingEntry entry = RingEntry.create(space, new KeyName(java.util.UUID.randomUUID(), 1), foreign, 1, random);
        new RingDirectory(places.keys(), new RealDisk()).write(1, 1, List.of(entry), foreign);
        return foreign;
    }

    final void store(SpaceId space, int bytes) {
        ObjectDirectory store = ObjectDirectory.in(directory);
        store.prepare();
        Objects objects = new Objects(
                store,
                database,
                new Ids(database),
                open(),
                reports,
                random,
                clock,
                AtRest.SEALED,
                Objects.INLINE_DEFAULT_BYTES);
        try {
            Received received = objects.receive(
                    space, new ByteArrayInputStream(new byte[bytes]), ReceiveLimits.exactly(bytes), Set.of());
            database.write(Partition.of(space), tx -> {
                objects.register(tx, received.object());
                return null;
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    final void forgetRows() {
        database.write(Partition.GENERAL, tx -> tx.update("DELETE FROM space_key"));
    }

    final void forgetObjects() {
        database.write(Partition.GENERAL, tx -> tx.update("DELETE FROM object"));
    }

    final long rows() {
        return database.read(session -> session.one("SELECT count(*) FROM space_key", row -> row.getLong(1)))
                .orElseThrow();
    }

    final byte[] entry() {
        return database.read(session -> session.one("SELECT entry FROM space_key", row -> row.getBytes(1)))
                .orElseThrow();
    }

    final void writeEntry(byte[] entry) {
        database.write(Partition.GENERAL, tx -> tx.update("UPDATE space_key SET entry = ?", (Object) entry));
    }

    final List<RingEntry> entries(byte[] file, long generation) throws SealBroken {
        return RingFile.read(file, generation, root());
    }

    /** The root key in its place. */
    final RootKey root() {
        if (!(rootKeys.read(places.rootKey()) instanceof RootKeys.Found.Present(RootKey root))) {
            throw new AssertionError("no root key");
        }
        return root;
    }

    final RootKey create(Path file) {
        return rootKeys.create(file, new RealDisk(), new RootForm.Plain(), clock.instant());
    }

    final Path ringFile(long generation) {
        return places.keys().resolve("ring-" + generation + ".cofring");
    }

    final long newestGeneration() {
        return RingDirectory.read(places.keys()).lastKey();
    }

    final Path newestRing() {
        return ringFile(newestGeneration());
    }

    final void removeKeys() throws IOException {
        for (String name : names()) {
            Files.delete(places.keys().resolve(name));
        }
        Files.delete(places.keys());
    }

    final List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(places.keys())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Everything below the test's directory that is not the database's, with a print of its content. */
    final Map<String, String> listing() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> found = Files.walk(directory)) {
            for (Path file : found.filter(path -> !path.getFileName().toString().startsWith("coffer.db"))
                    .toList()) {
                files.put(
                        file.toString(),
                        Files.isDirectory(file)
                                ? "directory"
                                : java.util.HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return files;
    }

    static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    static void truncate(Path file, int length) throws IOException {
        Files.write(file, java.util.Arrays.copyOf(Files.readAllBytes(file), length));
    }

    static void flipByte(Path file, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 1;
        Files.write(file, bytes);
    }
}
