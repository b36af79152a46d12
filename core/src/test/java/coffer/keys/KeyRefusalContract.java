package coffer.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.base.SpaceId;
import coffer.db.Partition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A start with keys that do not fit is refused, whatever is missing, and changes nothing. */
abstract class KeyRefusalContract extends KeysContract {
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
        refused("missing", "stored objects in " + directory.resolve("objects"));
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
        create(other.resolve("root.key"));
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

    /** A newer program has been here: an older one must not take its work for damage. */
    @Test
    void aRingOfANewerFormat() throws IOException {
        open().current(SPACE);
        byte[] newest = Files.readAllBytes(newestRing());
        newest[8] = 2;
        Files.write(newestRing(), newest);
        Map<String, String> before = listing();

        assertThatThrownBy(this::open).isInstanceOf(KeysRefused.class).hasMessageContaining("newer version");

        assertThat(listing()).isEqualTo(before);
        assertThatThrownBy(this::peeked).isInstanceOf(KeysRefused.class);
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

    /** The same answer from a plain connection, as before migrations; on a database without any table it is fresh. */
    @Test
    void theCheckReadsADatabaseInAnyState() throws Exception {
        assertThat(KeyCheck.isFresh(places, rootKeys, needed(), null)).isTrue();
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
}
