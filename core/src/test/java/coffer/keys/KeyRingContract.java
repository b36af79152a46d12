package coffer.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.base.SpaceId;
import coffer.disk.FailingDisk;
import coffer.disk.StorageFailure;
import coffer.disk.StorageFull;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The key ring in files and table: made once, durable before use, healed from either side. */
abstract class KeyRingContract extends KeysContract {
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
    void everyKeyAndEveryGenerationIsTold() {
        KeyRing ring = open();
        SpaceKey key = ring.current(SPACE);
        ring.current(SPACE);
        open();

        assertThat(reports.lines())
                .containsExactly(
                        "root " + ring.rootId(),
                        "ring 1 keys 0",
                        "space " + SPACE.value() + " key " + key.name(),
                        "ring 2 keys 1");
    }

    @Test
    void aRootKeyOfAStartThatBrokeOffIsToldAtTheNext() throws IOException {
        Files.createDirectory(places.keys());
        RootKey root = create(places.rootKey());

        open();

        assertThat(reports.lines()).containsExactly("root " + root.id(), "ring 1 keys 0");
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
}
