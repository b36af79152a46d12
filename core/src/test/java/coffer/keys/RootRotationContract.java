package coffer.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.base.SpaceId;
import coffer.disk.FailingDisk;
import coffer.disk.RealDisk;
import coffer.disk.StorageFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Another root key, another key of a space: everything opens before, meanwhile and afterwards. */
abstract class RootRotationContract extends KeysContract {
    private static final String PASSPHRASE = "correct horse battery";

    @Test
    void allKeysOpenUnderTheNextRootKey() throws IOException {
        KeyRing ring = open();
        SpaceKey one = ring.current(SPACE);
        SpaceKey two = ring.current(new SpaceId(2));
        UUID before = ring.rootId();

        UUID now = ring.rotateRoot(new RootForm.Plain());

        assertThat(now).isNotEqualTo(before).isEqualTo(ring.rootId()).isEqualTo(root().id());
        assertThat(ring.find(one.name())).contains(one);
        KeyRing again = open();
        assertThat(again.rootId()).isEqualTo(now);
        assertThat(again.find(one.name())).contains(one);
        assertThat(again.find(two.name())).contains(two);
        assertThat(again.current(SPACE)).isEqualTo(one);
        assertThat(reports.lines()).contains("root " + before + " became " + now);
    }

    /** The file of the last root key stays until a start has shown that nothing needs it. */
    @Test
    void theLastRootKeyGoesWithTheNextStart() throws Exception {
        KeyRing ring = open();
        ring.current(SPACE);
        ring.rotateRoot(new RootForm.Plain());
        assertThat(places.previousRootKey()).exists();
        assertThat(places.nextRootKey()).doesNotExist();

        open();

        assertThat(places.previousRootKey()).doesNotExist();
        assertThat(names()).allMatch(name -> name.endsWith(".cofring") || name.equals("root.key"));
        RootKey now = root();
        for (var file : RingDirectory.read(places.keys()).entrySet()) {
            assertThat(RingFile.rootOf(file.getValue())).isEqualTo(now.id());
        }
    }

    /** Somebody has put the ring of another installation beside ours: it is of no use here, and may be the only one there is. */
    @Test
    void aRingOfAnUnknownRootKeyIsLeftAlone() throws IOException {
        KeyRing ring = open();
        SpaceKey one = ring.current(SPACE);
        ring.current(new SpaceId(2));
        byte[] foreign = RingFile.write(1, 1, List.of(), new RootSecret(KeyVectors.counting(1, 32), random, "other"));
        Files.write(ringFile(1), foreign);

        assertThat(open().find(one.name())).contains(one);
        assertThat(open().find(one.name())).contains(one);

        assertThat(Files.readAllBytes(ringFile(1))).isEqualTo(foreign);
    }

    @Test
    void theTableAloneOpensUnderTheNextRootKey() throws IOException {
        KeyRing ring = open();
        SpaceKey one = ring.current(SPACE);
        ring.rotateRoot(new RootForm.Plain());
        for (String name : names()) {
            if (name.endsWith(".cofring")) {
                Files.delete(places.keys().resolve(name));
            }
        }

        assertThat(open().find(one.name())).contains(one);
    }

    @Test
    void theRootKeyOfBeforeIsRefusedAfterwards() throws IOException {
        KeyRing ring = open();
        ring.current(SPACE);
        byte[] before = Files.readAllBytes(places.rootKey());
        ring.rotateRoot(new RootForm.Plain());
        byte[] now = Files.readAllBytes(places.rootKey());
        open();

        Files.write(places.rootKey(), before);
        refused("another installation");

        Files.write(places.rootKey(), now);
        assertThat(open().current(SPACE)).isNotNull();
    }

    @Test
    void aRootKeyGetsAPassphraseAndLosesItAgain() {
        KeyRing ring = open();
        SpaceKey one = ring.current(SPACE);
        ring.rotateRoot(new RootForm.WithPassphrase(PASSPHRASE));

        RootKeys with = new RootKeys(random, KeyServices.NONE, () -> Optional.of(PASSPHRASE));
        assertThatThrownBy(this::open).isInstanceOf(KeysRefused.class).hasMessageContaining("needs a passphrase");
        KeyRing again = open(new RealDisk(), with);
        assertThat(again.find(one.name())).contains(one);
        again.rotateRoot(new RootForm.Plain());

        assertThat(open().find(one.name())).contains(one);
    }

    /** The disk dies at every point; the next start has one root key, and every key of before and since. */
    @Test
    void aRotationThatIsCutShortIsWholeOrDidNotHappen() throws Exception {
        SpaceKey one = open().current(SPACE);
        boolean failed = true;
        for (int operation = 1; failed; operation++) {
            FailingDisk disk = new FailingDisk();
            KeyRing ring = open(disk);
            UUID before = ring.rootId();
            disk.failAt(operation, operation % 2 == 0);
            UUID now = null;
            try {
                now = ring.rotateRoot(new RootForm.Plain());
            } catch (StorageFailure e) {
                assertThat(e).hasMessageContaining("Input/output error");
            }
            failed = disk.hasFailed();
            disk.recover();
            assertThat(ring.find(one.name())).contains(one);

            KeyRing again = open();
            assertThat(again.find(one.name())).contains(one);
            assertThat(again.current(SPACE)).isEqualTo(one);
            if (now != null) {
                assertThat(again.rootId()).isEqualTo(now);
            }
            assertThat(root().id()).isEqualTo(again.rootId());
            assertThat(places.nextRootKey()).doesNotExist();
            assertThat(places.previousRootKey()).doesNotExist();
            assertThat(before).isNotNull();
        }
    }

    /** After a rotation that failed in the middle the same process makes keys, and the next start has them. */
    @Test
    void keysAreMadeAfterAFailedRotation() throws Exception {
        open().current(SPACE);
        for (int operation = 1, space = 100; operation < 30; operation++, space++) {
            FailingDisk disk = new FailingDisk();
            KeyRing ring = open(disk);
            disk.failAt(operation, true);
            try {
                ring.rotateRoot(new RootForm.Plain());
            } catch (StorageFailure e) {
                assertThat(disk.hasFailed()).isTrue();
            }
            disk.recover();
            SpaceKey made = ring.current(new SpaceId(space));

            assertThat(open().find(made.name())).contains(made);
        }
    }

    @Test
    void aRenewedKeySealsWhatIsNewAndTheOldOneOpens() {
        KeyRing ring = open();
        SpaceKey old = ring.current(SPACE);

        KeyName name = ring.renew(SPACE);

        SpaceKey now = ring.current(SPACE);
        assertThat(now.name()).isEqualTo(name).isEqualTo(new KeyName(old.name().id(), 2));
        assertThat(now.key()).isNotEqualTo(old.key());
        assertThat(ring.find(old.name())).contains(old);
        assertThat(ring.state(old.name())).contains(KeyState.READ_ONLY);
        KeyRing again = open();
        assertThat(again.current(SPACE)).isEqualTo(now);
        assertThat(again.find(old.name())).contains(old);
        assertThat(again.state(old.name())).contains(KeyState.READ_ONLY);
        assertThat(reports.lines()).contains("space 1 retired " + old.name(), "space 1 key " + name);
    }

    /** A process learns of another's newer key after a while at the latest. */
    @Test
    void anotherProcessSealsWithTheRenewedKeyAfterAWhile() {
        KeyRing one = open();
        one.current(SPACE);
        KeyRing other = open();
        SpaceKey old = other.current(SPACE);

        KeyName renewed = one.renew(SPACE);
        assertThat(other.current(SPACE)).isEqualTo(old);
        clock.turn(KeyRing.NEWEST_KNOWN_FOR);

        assertThat(other.current(SPACE).name()).isEqualTo(renewed);
    }

    @Test
    void aDestroyedKeyIsInNoFileAndNoRow() throws IOException {
        KeyRing ring = open();
        SpaceKey key = ring.current(SPACE);
        SpaceKey other = ring.current(new SpaceId(2));
        String wrapped = hex(entryOf(key.name())).substring(2 * 56, 2 * 116);

        ring.destroy(key.name());

        assertThat(ring.find(key.name())).isEmpty();
        assertThat(ring.find(other.name())).contains(other);
        assertThatThrownBy(() -> ring.destroy(key.name())).isInstanceOf(IllegalArgumentException.class);
        KeyRing again = open();
        assertThat(again.find(key.name())).isEmpty();
        assertThat(again.state(key.name())).contains(KeyState.DESTROYED);
        assertThat(hex(entryOf(key.name()))).doesNotContain(wrapped);
        for (byte[] file : RingDirectory.read(places.keys()).values()) {
            assertThat(hex(file)).doesNotContain(wrapped);
        }
    }

    @Test
    void keysFromAServiceAreKeptForAWhileAndThenAwayAndNotGone() {
        MemoryService service = new MemoryService();
        RootKeys remote = new RootKeys(random, (_, _) -> service, Optional::empty);
        KeyRing ring = open();
        SpaceKey one = ring.current(SPACE);
        ring.current(new SpaceId(2));
        // The files' own keys know no service, so the ring is opened with those that do.
        KeyRing moving = open(new RealDisk(), remote);
        moving.rotateRoot(new RootForm.InService(URI.create("memory:one")));

        KeyRing away = open(new RealDisk(), remote);
        assertThat(away.find(one.name())).contains(one);
        service.away = true;
        assertThat(away.find(one.name())).contains(one);
        assertThatThrownBy(() -> away.current(new SpaceId(2))).isInstanceOf(RootKeyAway.class);
        assertThatThrownBy(() -> away.current(new SpaceId(3))).isInstanceOf(RootKeyAway.class);
        clock.turn(KeyRing.KEPT_FROM_SERVICE.plus(Duration.ofSeconds(1)));
        assertThatThrownBy(() -> away.find(one.name())).isInstanceOf(RootKeyAway.class);

        service.away = false;
        assertThat(away.find(one.name())).contains(one);
        assertThat(away.current(new SpaceId(3))).isNotNull();
        assertThat(service.unwrapped).hasPositiveValue();
    }

    @Test
    void aServiceThatIsAwayStopsNeitherTheStartNorTheRotationHalfWay() throws IOException {
        MemoryService service = new MemoryService();
        RootKeys remote = new RootKeys(random, (_, _) -> service, Optional::empty);
        KeyRing ring = open(new RealDisk(), remote);
        ring.current(SPACE);
        UUID before = ring.rootId();
        service.away = true;

        assertThatThrownBy(() -> ring.rotateRoot(new RootForm.InService(URI.create("memory:one"))))
                .isInstanceOf(RootKeyAway.class);

        assertThat(ring.rootId()).isEqualTo(before);
        assertThat(places.nextRootKey()).doesNotExist();
        assertThat(open().rootId()).isEqualTo(before);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private byte[] entryOf(KeyName name) {
        return database.read(session -> KeyRows.named(session, name)).orElseThrow();
    }
}
