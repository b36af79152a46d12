package coffer.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.base.ObjectId;
import coffer.base.SpaceId;
import coffer.db.KillableDatabase;
import coffer.disk.StorageFailure;
import coffer.keys.KeyName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Objects are sealed, unsealed and moved to other keys while rows name them; what the rows name has the same content all the time. */
abstract class ConversionContract extends BlobsContract {
    private static final SpaceId OTHER = new SpaceId(2);
    private static final int[] SIZES = {0, 1, SMALL, 16 * 1024, 16 * 1024 + 1, 65_535, 65_536, 65_537, LARGE};

    private Conversion conversion;

    @BeforeEach
    final void openConversion() {
        makeNames();
        conversion = conversion();
    }

    @Test
    void everyObjectIsUnsealedAndSealedAgain() throws Exception {
        List<byte[]> contents = storeAll();
        List<ObjectId> sealed = named(SPACE);

        lie(AtRest.PLAIN);
        run(ConversionKind.UNSEAL);

        assertThat(named(SPACE)).doesNotContainAnyElementsOf(sealed);
        assertContents(contents);
        for (ObjectId id : named(SPACE)) {
            assertThat(keyOf(id)).isEmpty();
        }
        assertThat(store.bytes(named(SPACE).getLast()))
                .as("lies there as it is")
                .startsWith("COFPLAIN".getBytes(StandardCharsets.US_ASCII))
                .containsSequence(contents.getLast());

        lie(AtRest.SEALED);
        run(ConversionKind.SEAL);

        assertContents(contents);
        for (ObjectId id : named(SPACE)) {
            assertThat(keyOf(id)).contains(ring.current(SPACE).name());
        }
        ConversionRun last = conversion().newest().orElseThrow();
        assertThat(last.converted()).isEqualTo(SIZES.length);
        assertThat(last.failed()).isZero();
        assertThat(last.ended()).isPresent();
    }

    /** One object that several rows of several spaces name stays one object. */
    @Test
    void rowsThatNamedOneObjectNameOneAfterwards() {
        ObjectId shared = store(content(1, LARGE));
        name(SPACE, shared, shared);
        name(OTHER, shared);

        lie(AtRest.PLAIN);
        run(ConversionKind.UNSEAL);

        ObjectId now = named(OTHER).getFirst();
        assertThat(named(SPACE)).containsExactly(now, now);
        assertThat(now).isNotEqualTo(shared);
        assertThat(read(now)).isEqualTo(content(1, LARGE));
        assertThat(store.ids()).hasSize(2);
    }

    @Test
    void thePartsOfAManifestAreConverted() {
        StoredObject first = receive(content(1, LARGE));
        StoredObject second = receive(content(2, SMALL));
        StoredObject manifest = objects.manifest(List.of(first.id(), second.id()), List.of((long) LARGE, (long) SMALL));
        register(first, second, manifest);
        name(manifest.id());
        byte[] whole = read(manifest.id());

        lie(AtRest.PLAIN);
        run(ConversionKind.UNSEAL);

        assertThat(named(SPACE)).containsExactly(manifest.id());
        assertThat(read(manifest.id())).isEqualTo(whole);
        assertThat(conversion.newest().orElseThrow().converted()).isEqualTo(2);
        remove(first.id());
        assertThat(read(manifest.id()))
                .as("does not need what was there before")
                .isEqualTo(whole);
    }

    @Test
    void afterALeakObjectsLeaveTheRetiredKey() {
        List<byte[]> contents = storeAll();
        KeyName leaked = ring.current(SPACE).name();
        KeyName now = ring.renew(SPACE);
        name(store(content(9, SMALL)));
        contents.add(content(9, SMALL));

        run(ConversionKind.LEAVE_RETIRED_KEYS);

        assertContents(contents);
        for (ObjectId id : named(SPACE)) {
            assertThat(keyOf(id)).contains(now).isNotEqualTo(Optional.of(leaked));
        }
        assertThat(conversion.newest().orElseThrow().converted()).isEqualTo(SIZES.length);
    }

    /** An object that only another space names goes under a key of that space. */
    @Test
    void anObjectThatMovedAwayGetsAKeyOfWhereItIs() {
        ObjectId moved = store(content(1, SMALL));
        name(OTHER, moved);
        ring.renew(SPACE);

        run(ConversionKind.LEAVE_RETIRED_KEYS);

        assertThat(keyOf(named(OTHER).getFirst())).contains(ring.current(OTHER).name());
    }

    @Test
    void whatWasReplacedStaysForSevenDaysAndThenGoes() {
        name(store(content(1, LARGE)));
        lie(AtRest.PLAIN);
        run(ConversionKind.UNSEAL);
        ObjectSweeper sweeper = new ObjectSweeper(
                database,
                objects,
                List.of(NAMES),
                clock,
                new SweepPolicy(SweepPolicy.GRACE_MIN, Duration.ofDays(2), Instant.EPOCH, 64));

        clock.turn(Conversion.KEPT_AFTER_END.minusSeconds(1));
        assertThat(conversion.step()).isFalse();
        assertThat(sweeper.sweep().condemned()).isZero();
        clock.turn(Duration.ofSeconds(2));
        assertThat(conversion.step()).isFalse();
        assertThat(sweeper.sweep().condemned()).isEqualTo(1);
        clock.turn(SweepPolicy.GRACE_MIN);
        assertThat(sweeper.sweep().removed()).isEqualTo(1);
        assertThat(store.ids()).hasSize(1);
        assertThat(read(named(SPACE).getFirst())).isEqualTo(content(1, LARGE));
    }

    /** The disk dies at every operation; another process goes on, and nothing that a row names was ever not there. */
    @Test
    void aRunThatIsCutShortAnywhereIsTakenUp() {
        List<byte[]> contents = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            contents.add(content(i, LARGE));
            name(store(contents.get(i)));
        }
        AtRest next = AtRest.PLAIN;
        boolean failed = true;
        for (int operation = 1; failed; operation++) {
            lie(next);
            conversion = conversion();
            conversion.begin(next == AtRest.PLAIN ? ConversionKind.UNSEAL : ConversionKind.SEAL);
            store.failAt(operation, false);
            try {
                finish();
            } catch (StorageFailure e) {
                assertThat(e).hasMessageContaining("Input/output error");
            }
            failed = store.hasFailed();
            store.recover();
            assertContents(contents);

            conversion = conversion();
            finish();
            assertContents(contents);
            AtRest wanted = next;
            assertThat(named(SPACE)).allMatch(id -> keyOf(id).isPresent() == (wanted == AtRest.SEALED));
            next = next == AtRest.PLAIN ? AtRest.SEALED : AtRest.PLAIN;
        }
    }

    /** Killed before its first, second, … transaction; another process goes on. */
    @Test
    void aRunThatIsKilledBeforeAnyTransactionIsTakenUp() {
        List<byte[]> contents = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            contents.add(content(i, i % 2 == 0 ? SMALL : LARGE));
            ObjectId id = store(contents.get(i));
            name(SPACE, id);
            name(OTHER, id);
        }
        KillableDatabase killable = new KillableDatabase(database);
        AtRest next = AtRest.PLAIN;
        boolean killed = true;
        int writes = 0;
        for (; killed; writes++) {
            lie(next);
            conversion().begin(next == AtRest.PLAIN ? ConversionKind.UNSEAL : ConversionKind.SEAL);
            conversion = new Conversion(killable, objects, ring, List.of(NAMES), clock);
            killable.before(writes);
            try {
                finish();
                killed = false;
            } catch (KillableDatabase.Killed _) {
                assertContents(contents);
            }
            killable.recover();

            conversion = conversion();
            finish();
            assertContents(contents);
            AtRest wanted = next;
            assertThat(named(SPACE)).allMatch(id -> keyOf(id).isPresent() == (wanted == AtRest.SEALED));
            assertThat(named(OTHER)).isEqualTo(named(SPACE));
            next = next == AtRest.PLAIN ? AtRest.SEALED : AtRest.PLAIN;
        }
        assertThat(writes).isGreaterThan(4 * 3);
    }

    /** Between the copy and the rows: the copy that is there is used, not another one made. */
    @Test
    void aCopyThatWasMadeBeforeACrashIsUsed() {
        ObjectId before = store(content(1, LARGE));
        name(before);
        lie(AtRest.PLAIN);
        run(ConversionKind.UNSEAL);
        ObjectId now = named(SPACE).getFirst();
        sql("UPDATE names SET object_id = ?", before.value());

        run(ConversionKind.UNSEAL);

        assertThat(named(SPACE)).containsExactly(now);
        assertThat(store.ids()).hasSize(2);
    }

    @Test
    void aDamagedObjectStaysAndIsCounted() throws Exception {
        ObjectId damaged = store(content(1, LARGE));
        ObjectId whole = store(content(2, LARGE));
        name(damaged, whole);
        byte[] bytes = store.bytes(damaged);
        bytes[1_000] ^= 1;
        store.put(damaged, bytes);
        lie(AtRest.PLAIN);

        run(ConversionKind.UNSEAL);

        assertThat(named(SPACE)).startsWith(damaged).hasSize(2);
        assertThat(read(named(SPACE).getLast())).isEqualTo(content(2, LARGE));
        assertThat(conversion.newest().orElseThrow().failed()).isEqualTo(1);
        assertThatThrownBy(() -> read(damaged)).isInstanceOf(ObjectDamaged.class);
    }

    @Test
    void oneRunAtATimeAndOnlyTowardsTheSetting() {
        assertThat(conversion.begin(ConversionKind.SEAL)).isPresent();
        assertThat(conversion.begin(ConversionKind.LEAVE_RETIRED_KEYS)).isEmpty();
        assertThatThrownBy(() -> conversion.begin(ConversionKind.UNSEAL)).isInstanceOf(IllegalArgumentException.class);
        assertThat(conversion.stop()).isTrue();
        assertThat(conversion.stop()).isFalse();
        assertThat(conversion.begin(ConversionKind.LEAVE_RETIRED_KEYS)).isPresent();
    }

    /** A run towards a setting that was changed at a start ends. */
    @Test
    void aRunAgainstTheSettingEnds() {
        name(store(content(1, LARGE)));
        conversion.begin(ConversionKind.SEAL);
        lie(AtRest.PLAIN);
        conversion = conversion();

        assertThat(conversion.step()).isTrue();
        assertThat(conversion.newest().orElseThrow().ended()).isPresent();
    }

    private Conversion conversion() {
        return new Conversion(database, objects, ring, List.of(NAMES), clock);
    }

    private void run(ConversionKind kind) {
        conversion = conversion();
        assertThat(conversion.begin(kind)).isPresent();
        finish();
    }

    private void finish() {
        int steps = 0;
        while (conversion.step()) {
            assertThat(++steps).as("it comes to an end").isLessThan(1_000);
        }
        assertThat(conversion.newest().orElseThrow().ended()).isPresent();
    }

    private List<byte[]> storeAll() {
        List<byte[]> contents = new ArrayList<>();
        for (int size : SIZES) {
            contents.add(content(size, size));
            name(store(contents.getLast()));
        }
        return contents;
    }

    private void assertContents(List<byte[]> contents) {
        List<ObjectId> names = named(SPACE);
        assertThat(names).hasSameSizeAs(contents);
        for (int i = 0; i < contents.size(); i++) {
            assertThat(read(names.get(i))).isEqualTo(contents.get(i));
        }
    }

    private Optional<KeyName> keyOf(ObjectId id) {
        return database.read(session -> session.one(
                "SELECT space_key_version, space_key_id FROM object WHERE id = ? AND space_key_id IS NOT NULL",
                row -> new KeyName(coffer.db.Session.uuid(row, 2), row.getInt(1)),
                id.value()));
    }

    private void remove(ObjectId id) {
        store.lose(id);
    }
}
