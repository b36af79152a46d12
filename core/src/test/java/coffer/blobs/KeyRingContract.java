package coffer.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.base.SpaceId;
import coffer.db.Ids;
import coffer.db.Partition;
import coffer.db.StoreContract;
import coffer.testkit.TurnedClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The key ring in files and table: made once, healed from either side, refused when the keys do not fit. */
abstract class KeyRingContract extends StoreContract {
    private static final SpaceId SPACE = new SpaceId(1);

    private final TurnedClock clock = new TurnedClock(Instant.parse("2026-11-22T10:00:00Z"));
    private final SecureRandom random = new SecureRandom();
    private KeyPlaces places;

    @BeforeEach
    final void choosePlaces() {
        places = KeyPlaces.in(directory);
    }

    @Test
    void aFreshInstallationGetsARootKeyAndAnEmptyRing() throws IOException {
        assertThat(isFresh()).isTrue();

        open();

        assertThat(isFresh()).isFalse();
        assertThat(names()).containsExactly("ring-1.cofring", "root.key");
        assertThat(mode(places.keys())).isEqualTo("rwx------");
        assertThat(mode(places.rootKey())).isEqualTo("rw-------");
        assertThat(mode(ringFile(1))).isEqualTo("rw-------");
    }

    @Test
    void theSameKeyComesBackAfterARestart() {
        KeyRing ring = open();
        SpaceKey made = ring.current(SPACE);

        assertThat(ring.current(SPACE)).isSameAs(made);
        KeyRing again = open();
        assertThat(again.current(SPACE)).isEqualTo(made);
        assertThat(again.find(made.name())).contains(made);
        assertThat(again.rootId()).isEqualTo(ring.rootId());
        assertThat(again.current(new SpaceId(2))).isNotEqualTo(made);
    }

    @Test
    void threeGenerationsAreKeptAndEachContinuesTheOneBefore() throws Exception {
        KeyRing ring = open();
        for (int space = 1; space <= 4; space++) {
            ring.current(new SpaceId(space));
        }

        assertThat(names()).containsExactly("ring-3.cofring", "ring-4.cofring", "ring-5.cofring", "root.key");
        byte[] older = Files.readAllBytes(ringFile(4));
        byte[] newer = Files.readAllBytes(ringFile(5));
        assertThat(entries(newer, 5)).hasSize(4).startsWith(entries(older, 4).toArray(RingEntry[]::new));
    }

    @Test
    void concurrentFirstUsesOfASpaceGetOneKey() throws Exception {
        KeyRing ring = open();
        List<Callable<SpaceKey>> callers = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            callers.add(() -> ring.current(SPACE));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Set<KeyName> names = new java.util.HashSet<>();
            for (var answer : threads.invokeAll(callers)) {
                names.add(answer.get().name());
            }
            assertThat(names).hasSize(1);
        }
    }

    /** Two processes on one database: the table decides, and each knows the other's keys. */
    @Test
    void twoRingsOnOneDatabaseAgree() {
        KeyRing one = open();
        KeyRing other = open();

        SpaceKey made = one.current(SPACE);

        assertThat(other.find(made.name())).contains(made);
        assertThat(other.current(SPACE)).isEqualTo(made);
    }

    @Test
    void anUnknownKeyIsNotFound() {
        assertThat(open().find(new KeyName(java.util.UUID.randomUUID(), 1))).isEmpty();
    }

    @Test
    void aRootKeyElsewhereIsMadeAndFoundThere() throws IOException {
        Path stick = Files.createDirectory(directory.resolve("stick"));
        places = places.withRootKey(stick.resolve("my-root"));

        SpaceKey made = open().current(SPACE);

        assertThat(names()).doesNotContain("root.key");
        assertThat(stick).isDirectoryContaining("glob:**my-root");
        assertThat(open().current(SPACE)).isEqualTo(made);
        places = KeyPlaces.in(directory);
        refused("missing", "there is a key ring");
    }

    @Nested
    class Healing {
        @Test
        void aRingThatLostAllItsFilesIsWrittenFromTheTable() throws Exception {
            SpaceKey made = open().current(SPACE);
            Files.delete(ringFile(1));
            Files.delete(ringFile(2));

            assertThat(open().current(SPACE)).isEqualTo(made);
            assertThat(names()).containsExactly("ring-1.cofring", "root.key");
            assertThat(entries(Files.readAllBytes(ringFile(1)), 1)).hasSize(1);
        }

        @Test
        void aTableThatLostItsRowsIsFilledFromTheFiles() {
            SpaceKey made = open().current(SPACE);
            forgetRows();

            assertThat(open().current(SPACE)).isEqualTo(made);
            assertThat(rows()).isEqualTo(1);
        }

        @Test
        void aDamagedFileIsSetAsideAndWrittenAnew() throws Exception {
            SpaceKey made = open().current(SPACE);
            flipByte(ringFile(2), 100);

            assertThat(open().current(SPACE)).isEqualTo(made);
            assertThat(names())
                    .containsExactly("ring-1.cofring", "ring-2.cofring.damaged", "ring-3.cofring", "root.key");
            assertThat(entries(Files.readAllBytes(ringFile(3)), 3)).hasSize(1);
        }

        @Test
        void anAlteredRowIsRepairedFromTheFiles() {
            SpaceKey made = open().current(SPACE);
            byte[] entry = entry();
            entry[60] ^= 1;
            writeEntry(entry);

            assertThat(open().current(SPACE)).isEqualTo(made);
            entry[60] ^= 1;
            assertThat(entry()).isEqualTo(entry);
        }

        /** Any file of keys/ may go, as long as the root key and one good copy of the ring are there. */
        @Test
        void oneGoodGenerationIsEnough() throws Exception {
            KeyRing ring = open();
            SpaceKey made = ring.current(SPACE);
            for (int space = 2; space <= 4; space++) {
                ring.current(new SpaceId(space));
            }
            Files.delete(ringFile(3));
            truncate(ringFile(4), 150);
            forgetRows();

            assertThat(open().current(SPACE)).isEqualTo(made);
            assertThat(rows()).isEqualTo(4);
            assertThat(names().stream().filter(name -> name.endsWith(".cofring")))
                    .hasSize(3);
        }

        @Test
        void whatACrashLeftBesideTheRingDoesNotMatter() throws Exception {
            SpaceKey made = open().current(SPACE);
            Files.write(places.keys().resolve("ring-3.cofring.new"), new byte[10]);

            KeyRing again = open();
            assertThat(again.current(SPACE)).isEqualTo(made);
            again.current(new SpaceId(2));
            assertThat(names()).containsExactly("ring-1.cofring", "ring-2.cofring", "ring-3.cofring", "root.key");
        }
    }

    @Nested
    class Refusing {
        @Test
        void aMissingRootKeyBesideARing() throws IOException {
            open();
            Files.delete(places.rootKey());
            refused("missing", "key ring in " + places.keys());
        }

        @Test
        void aMissingKeysDirectoryBesideTheTable() throws IOException {
            open().current(SPACE);
            removeKeys();
            refused("missing", "the database holds a key ring");
        }

        @Test
        void aMissingKeysDirectoryBesideObjectsOfTheDatabase() throws IOException {
            store(SPACE, 10);
            removeKeys();
            forgetRows();
            refused("missing", "the database names stored objects");
        }

        @Test
        void aMissingKeysDirectoryBesideObjectFiles() throws IOException {
            store(SPACE, 100_000);
            removeKeys();
            forgetRows();
            forgetObjects();
            refused("missing", "stored objects in " + places.objects());
        }

        @Test
        void aTruncatedRootKey() throws IOException {
            open().current(SPACE);
            truncate(places.rootKey(), 80);
            refused("damaged", "cut short");
        }

        @Test
        void aTruncatedRootKeyOfAnInstallationThatHoldsNothingElse() throws IOException {
            open();
            Files.delete(ringFile(1));
            truncate(places.rootKey(), 80);
            refused("damaged", "cut short");
        }

        @Test
        void theKeysOfAnotherInstallation() throws IOException {
            open().current(SPACE);
            Path other = Files.createDirectory(directory.resolve("other"));
            RootKeyFile.create(other.resolve("root.key"), new RealDisk(), random, clock.instant());
            byte[] mine = Files.readAllBytes(places.rootKey());
            Files.write(places.rootKey(), Files.readAllBytes(other.resolve("root.key")));
            refused("another installation", "ring-1.cofring");

            Files.delete(ringFile(1));
            Files.delete(ringFile(2));
            refused("another installation", "key ring in the database");

            Files.write(places.rootKey(), mine);
            assertThat(open().current(SPACE)).isNotNull();
        }

        @Test
        void theRingOfAnotherInstallationBesideObjects() throws IOException {
            store(SPACE, 10);
            removeKeys();
            forgetRows();
            RootKey foreign = foreignKeys(new SpaceId(9));
            assertThat(foreign).isNotNull();
            refused("incomplete", "neither the ring files");
        }

        @Test
        void theRingOfAnotherInstallationBesideObjectFiles() throws IOException {
            store(SPACE, 100_000);
            removeKeys();
            forgetRows();
            forgetObjects();
            foreignKeys(new SpaceId(9));
            refused("sealed with keys", "neither the ring files");
        }

        @Test
        void aRootKeyWithoutAnyRingBesideObjects() throws IOException {
            store(SPACE, 10);
            forgetRows();
            for (long generation = 1; generation <= 2; generation++) {
                Files.delete(ringFile(generation));
            }
            refused("stored objects", "neither the ring files");
        }

        @Test
        void anAlteredRowThatNoFileCanRepair() throws IOException {
            open().current(SPACE);
            byte[] entry = entry();
            entry[60] ^= 1;
            writeEntry(entry);
            Files.delete(ringFile(2));
            refused("damaged", "altered");
        }

        @Test
        void afterTheRightKeysAreBackEverythingIsAsItWas() throws IOException {
            SpaceKey made = open().current(SPACE);
            Path aside = directory.resolve("keys-aside");
            Files.move(places.keys(), aside);
            refused("missing", "the database holds a key ring");

            Files.move(aside, places.keys());

            assertThat(open().current(SPACE)).isEqualTo(made);
        }
    }

    /** The same answer from a plain connection, as before migrations; on a database without any table it is fresh. */
    @Test
    void theCheckReadsADatabaseInAnyState() throws Exception {
        assertThat(KeyCheck.isFresh(places, null)).isTrue();
        open().current(SPACE);
        removeKeys();
        assertThatThrownBy(this::peeked)
                .isInstanceOf(KeysRefused.class)
                .hasMessageContaining("database holds a key ring");
        database.write(Partition.GENERAL, tx -> {
            tx.update("DROP TABLE object");
            return tx.update("DROP TABLE space_key");
        });
        assertThat(peeked()).isTrue();
    }

    /** The ring file fails at every point of the making of a key: the key is not used, and works once the disk does. */
    @Test
    void aKeyThatCouldNotBeMadeDurableIsNotUsed() throws Exception {
        open();
        FailingDisk disk = new FailingDisk();
        int space = 10;
        for (int operation = 1; ; operation++, space++) {
            SpaceId fresh = new SpaceId(space);
            KeyRing ring = open(disk);
            disk.failAt(operation, operation % 2 == 0);
            try {
                ring.current(fresh);
                if (!disk.hasFailed()) {
                    assertThat(operation).isGreaterThan(6);
                    break;
                }
                // Only the removal of an old generation may fail unnoticed.
                assertThat(disk.done().subList(operation - 1, disk.done().size()))
                        .containsOnly("delete");
            } catch (StorageFailure e) {
                assertThat(e).hasMessageContaining("Input/output error");
            }
            disk.recover();
            SpaceKey made = ring.current(fresh);
            assertThat(entries(Files.readAllBytes(newestRing()), newestGeneration()).stream()
                            .map(RingEntry::name))
                    .contains(made.name());
            assertThat(open().current(fresh)).isEqualTo(made);
        }
    }

    /** The very first start fails at every point: the next one goes on, and there is only ever one root key. */
    @Test
    void aFirstStartThatFailedIsTakenUpByTheNext() throws Exception {
        for (int operation = 1; ; operation++) {
            FailingDisk disk = new FailingDisk();
            disk.failAt(operation, false);
            byte[] root = new byte[0];
            try {
                open(disk);
            } catch (StorageFailure e) {
                assertThat(e).hasMessageContaining("Input/output error");
            }
            if (Files.exists(places.rootKey())) {
                root = Files.readAllBytes(places.rootKey());
            }
            SpaceKey made = open().current(SPACE);
            if (root.length > 0) {
                assertThat(Files.readAllBytes(places.rootKey())).isEqualTo(root);
            }
            assertThat(open().current(SPACE)).isEqualTo(made);
            if (!disk.hasFailed()) {
                break;
            }
            removeKeys();
            forgetRows();
        }
    }

    @Test
    void aFullDiskIsCalledOne() {
        open();
        FailingDisk disk = new FailingDisk();
        KeyRing ring = open(disk);
        disk.failWith("No space left on device");
        disk.failAt(1, false);
        assertThatThrownBy(() -> ring.current(SPACE)).isInstanceOf(StorageFull.class);
        disk.failWith("Disk quota exceeded");
        assertThatThrownBy(() -> ring.current(SPACE)).isInstanceOf(StorageFull.class);
    }

    private KeyRing open() {
        return KeyRing.open(places, database, random, clock);
    }

    private KeyRing open(Disk disk) {
        return KeyRing.open(places, database, random, clock, disk);
    }

    private boolean isFresh() {
        return KeyCheck.of(places, database.read(KeyRows::read)).isFresh();
    }

    private boolean peeked() {
        return peek(connection -> KeyCheck.isFresh(places, connection));
    }

    /** Opening fails with these words, and leaves no trace. */
    private void refused(String... words) throws IOException {
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
    private RootKey foreignKeys(SpaceId space) throws IOException {
        Files.createDirectory(places.keys());
        RootKey foreign = RootKeyFile.create(places.rootKey(), new RealDisk(), random, clock.instant());
        RingEntry entry = RingEntry.create(space, new KeyName(java.util.UUID.randomUUID(), 1), foreign, 1, random);
        new RingDirectory(places.keys(), new RealDisk()).write(1, 1, List.of(entry), foreign);
        return foreign;
    }

    private void store(SpaceId space, int bytes) {
        Objects objects = new Objects(
                directory, database, new Ids(database), open(), random, clock, Objects.INLINE_DEFAULT_BYTES);
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

    private void forgetRows() {
        database.write(Partition.GENERAL, tx -> tx.update("DELETE FROM space_key"));
    }

    private void forgetObjects() {
        database.write(Partition.GENERAL, tx -> tx.update("DELETE FROM object"));
    }

    private long rows() {
        return database.read(session -> session.one("SELECT count(*) FROM space_key", row -> row.getLong(1)))
                .orElseThrow();
    }

    private byte[] entry() {
        return database.read(session -> session.one("SELECT entry FROM space_key", row -> row.getBytes(1)))
                .orElseThrow();
    }

    private void writeEntry(byte[] entry) {
        database.write(Partition.GENERAL, tx -> tx.update("UPDATE space_key SET entry = ?", (Object) entry));
    }

    private List<RingEntry> entries(byte[] file, long generation) throws SealBroken {
        if (!(RootKeyFile.read(places.rootKey()) instanceof RootKeyFile.Found.Present(RootKey root))) {
            throw new AssertionError("no root key");
        }
        return RingFile.read(file, generation, root);
    }

    private Path ringFile(long generation) {
        return places.keys().resolve("ring-" + generation + ".cofring");
    }

    private long newestGeneration() {
        return RingDirectory.read(places.keys()).lastKey();
    }

    private Path newestRing() {
        return ringFile(newestGeneration());
    }

    private void removeKeys() throws IOException {
        for (String name : names()) {
            Files.delete(places.keys().resolve(name));
        }
        Files.delete(places.keys());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(places.keys())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Everything below the test's directory that is not the database's, with a print of its content. */
    private Map<String, String> listing() throws IOException {
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

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static void truncate(Path file, int length) throws IOException {
        Files.write(file, java.util.Arrays.copyOf(Files.readAllBytes(file), length));
    }

    private static void flipByte(Path file, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 1;
        Files.write(file, bytes);
    }
}
