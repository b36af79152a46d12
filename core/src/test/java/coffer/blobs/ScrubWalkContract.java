package coffer.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.base.ObjectId;
import coffer.base.SpaceId;
import coffer.db.Partition;
import coffer.keys.KeyName;
import coffer.keys.KeyPlaces;
import coffer.keys.KeyRing;
import coffer.keys.MemoryService;
import coffer.keys.NeededKeys;
import coffer.keys.RootForm;
import coffer.keys.RootKeyAway;
import coffer.keys.RootKeys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Walks: step by step, over restarts, beside writers and sweepers, and without keys for a while. */
abstract class ScrubWalkContract extends ScrubKit {
    private static final Duration EVERY = Duration.ofDays(1);
    private static final SpaceId OTHER = new SpaceId(2);

    /** Rows of one step. */
    private static final int ROWS = 4;

    private Scrub scrub(boolean keyed) {
        return scrub(keyed, clock::turn);
    }

    private Scrub scrub(boolean keyed, Pause pause) {
        ScrubPolicy policy = new ScrubPolicy(keyed, 1, EVERY, EVERY, 1L << 30);
        return new Scrub(database, objects, clock, policy, pause, ROWS);
    }

    /** Runs a walk to its end, each step with another instance, as if there were a restart after each. */
    private int walk(boolean keyed) {
        int steps = 1;
        while (scrub(keyed).step()) {
            steps++;
        }
        return steps;
    }

    private Optional<ScrubReport> last(boolean keyed) {
        return StorageStatus.of(database).lastChecks().stream()
                .filter(report -> report.keyed() == keyed)
                .findFirst();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aWalkThatIsCutOffAfterEachStepFindsTheSame(boolean keyed) {
        List<ObjectId> ids = new ArrayList<>();
        for (int i = 0; i < 3 * ROWS + 1; i++) {
            ids.add(store(content(i, i % 3 == 0 ? LARGE : SMALL)));
        }
        store.lose(ids.get(0));
        alterInline(ids.get(4), flip(-1));
        alterFile(ids.get(6), length(1));
        alterFile(ids.getLast(), flip(40));
        forge(ids.get(9), 1_000);
        Map<ObjectId, DamageKind> expected = found(keyed);
        ScrubReport whole = whole(keyed);
        sql("DELETE FROM object_damage");
        sql("DELETE FROM object_scrub");

        int steps = walk(keyed);

        assertThat(steps).isGreaterThan(3);
        assertThat(noted()).isEqualTo(expected).hasSize(keyed ? 5 : 4);
        ScrubReport report = last(keyed).orElseThrow();
        assertThat(report.objects()).isEqualTo(whole.objects()).isEqualTo(ids.size());
        assertThat(report.bytes()).isEqualTo(whole.bytes());
        assertThat(report.damaged()).isEqualTo(expected.size());
        assertThat(report.missing()).isEqualTo(1);
        assertThat(StorageStatus.of(database).checksUnderWay()).isEmpty();
    }

    @Test
    void theNextWalkBeginsWhenItIsDue() {
        store(content(1, SMALL));
        walk(false);
        ScrubReport first = last(false).orElseThrow();

        assertThat(scrub(false).step()).isFalse();
        clock.turn(EVERY.minusSeconds(1));
        assertThat(scrub(false).step()).isFalse();
        assertThat(last(false)).contains(first);
        assertThat(scrub(true).step()).as("the other kind has its own time").isTrue();

        clock.turn(Duration.ofSeconds(1));
        ObjectId broken = store(content(2, SMALL));
        alterInline(broken, flip(200));
        walk(false);
        assertThat(last(false).orElseThrow().begun()).isAfter(first.begun());
        assertThat(noted()).containsOnlyKeys(broken);
    }

    @Test
    void progressIsShownWhileAWalkGoesOn() {
        for (int i = 0; i < 2 * ROWS; i++) {
            store(content(i, SMALL));
        }
        assertThat(scrub(false).step()).isTrue();
        assertThat(StorageStatus.of(database).checksUnderWay())
                .singleElement()
                .satisfies(report -> assertThat(report.objects()).isEqualTo(ROWS));
        assertThat(StorageStatus.of(database).lastChecks()).isEmpty();
    }

    @Test
    void damageIsToldOnceAndNotedUntilItIsGone() {
        ObjectId id = store(content(1, LARGE));
        byte[] good = store.bytes(id);
        int before = reports.lines().size();
        alterFile(id, flip(-1));

        whole(false);
        DamagedObjects.Entry first = entry(id);
        clock.turn(Duration.ofHours(1));
        objects = open(Objects.INLINE_DEFAULT_BYTES);
        whole(false);
        alterFile(id, _ -> new byte[1]);
        whole(true);

        assertThat(reports.lines().subList(before, reports.lines().size()))
                .singleElement()
                .asString()
                .isEqualTo("damaged " + id + ": checksum: its bytes do not have the checksum of its row");
        assertThat(entry(id).found()).isEqualTo(first.found());
        assertThat(entry(id).lastSeen()).isAfter(first.lastSeen());
        assertThat(entry(id).kind()).isEqualTo(DamageKind.SHORT_OR_LONG);

        alterFile(id, _ -> good);
        whole(false);
        assertThat(noted()).isEmpty();
        assertThat(count("object_damage WHERE repaired_us IS NOT NULL")).isEqualTo(1);

        clock.turn(Duration.ofHours(1));
        alterFile(id, flip(-1));
        whole(false);
        assertThat(reports.lines()).hasSize(before + 2);
        assertThat(entry(id).found()).isAfter(first.found());
    }

    /** What only opening can tell is not taken back by a look without keys. */
    @Test
    void aForgedObjectStaysNotedUntilItOpens() {
        ObjectId id = store(content(1, LARGE));
        forge(id, 5_000);
        whole(true);
        whole(false);
        assertThat(noted()).isEqualTo(Map.of(id, DamageKind.SEGMENT));

        forge(id, 5_000);
        whole(true);
        assertThat(noted()).isEmpty();
    }

    @Test
    void whatIsDeletedIsNotDamagedAnyMore() {
        ObjectId id = store(content(1, LARGE));
        store.lose(id);
        whole(false);
        sql("DELETE FROM object WHERE id = ?", id.value());
        whole(false);
        assertThat(count("object_damage")).isZero();
    }

    /** The row goes first and then the bytes, between the reading of a page and the look at the object. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsSweptOrWrittenMeanwhileIsNoFinding(boolean keyed) {
        store(content(0, LARGE));
        ObjectId file = store(content(1, LARGE));
        ObjectId inline = store(content(2, SMALL));
        ObjectId part = store(content(3, SMALL));
        StoredObject manifest = objects.manifest(List.of(part), List.of((long) SMALL));
        register(manifest);
        AtomicInteger pauses = new AtomicInteger();
        ScrubPolicy slow = new ScrubPolicy(keyed, 1, EVERY, Duration.ofDays(1_000), 1);
        Scrub scrub = new Scrub(
                database,
                objects,
                clock,
                slow,
                _ -> {
                    if (pauses.getAndIncrement() == 0) {
                        sql(
                                "DELETE FROM inline_object WHERE id IN (SELECT inline_id FROM object WHERE id IN (?, ?))",
                                inline.value(),
                                part.value());
                        sql("DELETE FROM object_part");
                        for (ObjectId gone : List.of(file, inline, part, manifest.id())) {
                            sql("DELETE FROM object WHERE id = ?", gone.value());
                        }
                        store.lose(file);
                        store(content(4, LARGE));
                        store(content(5, SMALL));
                    }
                },
                100);

        assertThat(scrub.whole(finding -> {
                            throw new AssertionError(finding);
                        })
                        .isClean())
                .isTrue();
        assertThat(pauses).hasPositiveValue();
    }

    @Test
    void aStepThatIsStoppedEndsAtOnceAndTheWalkGoesOn() {
        ObjectId first = store(content(1, SMALL));
        clock.turn(Duration.ofMillis(1));
        ObjectId broken = store(content(2, LARGE));
        alterFile(broken, flip(-1));
        Scrub[] stopping = new Scrub[1];
        ScrubPolicy slow = new ScrubPolicy(false, 1, EVERY, Duration.ofDays(1_000), 20_000);
        stopping[0] = new Scrub(
                database,
                objects,
                clock,
                slow,
                _ -> java.util.Objects.requireNonNull(stopping[0]).stop(),
                ROWS);

        assertThat(stopping[0].step()).isFalse();
        assertThat(StorageStatus.of(database).checksUnderWay())
                .singleElement()
                .satisfies(report ->
                        assertThat(report.objects()).as("only %s", first).isEqualTo(1));
        assertThat(stopping[0].step()).as("stopped for good").isFalse();
        assertThat(noted()).isEmpty();

        walk(false);
        assertThat(noted()).containsOnlyKeys(broken);
    }

    @Test
    void readingIsHeldToTheRate() {
        store(content(1, LARGE));
        store(content(2, LARGE));
        long bytes = whole(false).bytes();
        var before = clock.instant();
        ScrubPolicy slow = new ScrubPolicy(false, 1, EVERY, Duration.ofDays(1_000), 10_000);
        new Scrub(database, objects, clock, slow, clock::turn).whole(_ -> {});
        assertThat(Duration.between(before, clock.instant()))
                .isBetween(Duration.ofSeconds(bytes / 10_000 - 1), Duration.ofSeconds(bytes / 10_000 + 1));
    }

    @Test
    void aKeyThatIsNowhereIsFoundBeforeAnybodyReads() throws IOException {
        ObjectId small = storeIn(OTHER, content(1, SMALL));
        ObjectId large = storeIn(OTHER, content(2, LARGE));
        store(content(3, LARGE));
        loseKeyOf(OTHER);

        for (boolean keyed : new boolean[] {false, true}) {
            assertThat(found(keyed)).isEqualTo(Map.of(small, DamageKind.KEY_UNKNOWN, large, DamageKind.KEY_UNKNOWN));
        }
    }

    @Test
    void aKeyThatIsDestroyedIsNotThereEither() {
        ObjectId erased = storeIn(OTHER, content(1, SMALL));
        ring.destroy(ring.current(OTHER).name());
        assertThat(found(false)).isEqualTo(Map.of(erased, DamageKind.KEY_UNKNOWN));
    }

    @Test
    void aRootKeyThatIsAwayIsNoDamage() {
        MemoryService service = new MemoryService();
        RootKeys remote = new RootKeys(random, (_, _) -> service, Optional::empty);
        openRing(remote).rotateRoot(new RootForm.InService(URI.create("memory:one")));
        openRing(remote);
        store(content(1, SMALL));
        ObjectId second = store(content(2, LARGE));
        service.away = true;
        clock.turn(KeyRing.KEPT_FROM_SERVICE.plusSeconds(1));

        assertThat(scrub(true).step()).isFalse();
        assertThat(noted()).isEmpty();
        assertThat(StorageStatus.of(database).checksUnderWay())
                .singleElement()
                .satisfies(report -> assertThat(report.objects()).isZero());
        assertThatThrownBy(() -> whole(true)).isInstanceOf(RootKeyAway.class);
        alterFile(second, flip(-1));
        assertThat(found(false)).as("what needs no key goes on").isEqualTo(Map.of(second, DamageKind.CHECKSUM));

        service.away = false;
        forge(second, 300);
        walk(true);
        assertThat(noted()).isEqualTo(Map.of(second, DamageKind.SEGMENT));
        assertThat(last(true).orElseThrow().objects()).isEqualTo(2);
    }

    private DamagedObjects.Entry entry(ObjectId id) {
        return new DamagedObjects(database)
                .page(null, 10).stream()
                        .filter(entry -> entry.object().equals(id))
                        .findFirst()
                        .orElseThrow();
    }

    private ObjectId storeIn(SpaceId space, byte[] content) {
        try {
            StoredObject object = objects.receive(
                            space, new ByteArrayInputStream(content), ReceiveLimits.exactly(content.length), Set.of())
                    .object();
            database.write(Partition.of(space), tx -> {
                objects.register(tx, object);
                return null;
            });
            return object.id();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its row, and all files of the ring; those are written anew from the other rows. */
    private void loseKeyOf(SpaceId space) throws IOException {
        sql("DELETE FROM space_key WHERE space_id = ?", space.value());
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(KeyPlaces.in(directory).keys(), "ring-*")) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        openRing(RootKeys.inFiles(random));
    }

    private KeyRing openRing(RootKeys rootKeys) {
        ring = KeyRing.open(KeyPlaces.in(directory), rootKeys, new NothingNeeded(), database, reports, random, clock);
        objects = open(Objects.INLINE_DEFAULT_BYTES);
        return ring;
    }

    /** A look at a start that sees nothing. */
    private record NothingNeeded() implements NeededKeys {
        @Override
        public boolean named() {
            return false;
        }

        @Override
        public Set<KeyName> ofNamed() {
            return Set.of();
        }

        @Override
        public boolean stored() {
            return false;
        }

        @Override
        public Set<KeyName> ofStored() {
            return Set.of();
        }

        @Override
        public String place() {
            return "nowhere";
        }
    }
}
