package coffer.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.base.ObjectId;
import coffer.db.FalseSizes;
import coffer.db.Recount;
import coffer.db.ToldSizes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The lengths of objects, when their rows say something else. */
abstract class ObjectSizesContract extends ScrubKit {
    private static final int[] LENGTHS = {0, 1, SMALL, 65_535, 65_536, 65_537, LARGE};

    private ToldSizes told = new ToldSizes();

    private Recount count(boolean mend) {
        told = new ToldSizes();
        Recount recount = new Recount(database, mend, told);
        new ObjectSizes(database, objects, recount).count();
        return recount;
    }

    /** Contents of all lengths, sealed and plain, in the database and in files. */
    private Map<ObjectId, byte[]> storeAll() {
        Map<ObjectId, byte[]> contents = new HashMap<>();
        for (AtRest atRest : AtRest.values()) {
            lie(atRest);
            for (int length : LENGTHS) {
                byte[] content = content(length, length);
                contents.put(store(content), content);
            }
        }
        return contents;
    }

    private void sizes(ObjectId id, long size, long stored) {
        sql("UPDATE object SET size_bytes = ?, sealed_bytes = ? WHERE id = ?", size, stored, id.value());
        objects.forget(id);
    }

    @Test
    void everyRowIsCountedFromItsObjectAlone() {
        Map<ObjectId, byte[]> contents = storeAll();
        FalseSizes sizes = new FalseSizes(database);
        Map<String, List<String>> before = sizes.rows();
        for (int seed = 0; seed < 5; seed++) {
            sizes.falsify(new SplittableRandom(seed), 1 + seed);
            contents.keySet().forEach(objects::forget);
            Map<String, List<String>> falsified = sizes.rows();

            assertThat(count(false).rowsHold()).isFalse();
            List<String> wrong = told.wrong();
            assertThat(sizes.rows()).as("looking changes nothing").isEqualTo(falsified);

            assertThat(count(true).rowsHold()).isTrue();
            assertThat(told.wrong()).as("seed %s", seed).isEqualTo(wrong);
            assertThat(sizes.rows()).as("seed %s", seed).isEqualTo(before);
            contents.forEach((id, content) -> assertThat(read(id)).isEqualTo(content));

            assertThat(count(true).wrong()).isZero();
            assertThat(told.findings).isEmpty();
            assertThat(told.mended).isEmpty();
        }
    }

    /** With row and object as with the row alone: the object does not end where it would have to. */
    @Test
    void whatIsCutShortOrHasGrownIsNamedAndNotTakenForAnotherLength() {
        for (AtRest atRest : AtRest.values()) {
            lie(atRest);
            for (int length : new int[] {20_000, 65_536, LARGE}) {
                for (int change : new int[] {-1, -16, -65_552, -65_540, -19_000, 1, 16, 65_552, 65_540}) {
                    ObjectId id = store(content(1, length));
                    int stored = store.bytes(id).length + change;
                    if (stored < SealedFormat.HEADER_BYTES) {
                        continue;
                    }
                    alterFile(id, length(change));
                    assertThat(count(true).unknown()).isEqualTo(1);
                    assertThat(told.unknown()).containsExactly("object " + id);
                    assertThat(told.wrong()).isEmpty();

                    // Somebody has given the row the length that a whole object of these bytes would have.
                    sizes(id, Math.max(0, length + change), stored);
                    assertThat(count(true).unknown()).isEqualTo(1);
                    assertThat(told.wrong()).isEmpty();
                    assertThatThrownBy(() -> read(id)).isInstanceOf(ObjectDamaged.class);
                    sql("DELETE FROM object WHERE id = ?", id.value());
                }
            }
        }
    }

    @Test
    void smallObjectsThatAreCutShortAreNamedToo() {
        for (AtRest atRest : AtRest.values()) {
            lie(atRest);
            for (int change : new int[] {-1, -400, 1, 16}) {
                ObjectId id = store(content(1, SMALL));
                alterInline(id, length(change));
                sizes(id, SMALL + change, inlineBytes(id).length);
                assertThat(count(true).unknown()).isEqualTo(1);
                assertThat(told.unknown()).containsExactly("object " + id);
                assertThat(told.wrong()).isEmpty();
                sql("DELETE FROM object WHERE id = ?", id.value());
            }
        }
    }

    @Test
    void whatIsMissingExchangedOrWithoutAHeaderKeepsItsRowAndIsNamed() {
        ObjectId whole = store(content(1, LARGE));
        ObjectId missing = store(content(2, LARGE));
        ObjectId headless = store(content(3, LARGE));
        ObjectId one = store(content(4, LARGE));
        ObjectId other = store(content(5, LARGE + 1));
        List<ObjectId> all = List.of(whole, missing, headless, one, other);
        all.forEach(id -> sizes(id, 7, 8));
        store.lose(missing);
        alterFile(headless, flip(20));
        exchange(one, other);

        Recount recount = count(true);

        assertThat(recount.unknown()).isEqualTo(4);
        assertThat(recount.rowsHold()).isFalse();
        assertThat(told.wrong())
                .containsExactly("object " + whole + " size_bytes", "object " + whole + " sealed_bytes");
        assertThat(told.unknown())
                .containsExactlyInAnyOrder(
                        "object " + missing, "object " + headless, "object " + one, "object " + other);
        assertThat(new ObjectSizes(database, objects, recount).of(all)).isEqualTo(Map.of(whole, (long) LARGE));
        assertThat(read(whole)).isEqualTo(content(1, LARGE));
    }

    @Test
    void whatTheDiskDoesNotGiveNowIsNamedAndTheOthersAreCounted() {
        FaultyStore faulty = new FaultyStore(store.open());
        ObjectId unreadable = store(content(1, LARGE));
        ObjectId sound = store(content(2, LARGE));
        sizes(unreadable, 1, 1);
        sizes(sound, 1, 1);
        objects = Contents.objects(faulty, database, new coffer.db.Ids(database), ring, reports, random, clock, SMALL);
        faulty.unreadable.add(unreadable);

        assertThat(count(true).unknown()).isEqualTo(1);
        assertThat(read(sound)).isEqualTo(content(2, LARGE));

        faulty.unreadable.clear();
        assertThat(count(true).rowsHold()).isTrue();
        assertThat(read(unreadable)).isEqualTo(content(1, LARGE));
    }

    private ObjectId manifest(int... lengths) {
        List<ObjectId> parts = new ArrayList<>();
        for (int i = 0; i < lengths.length; i++) {
            parts.add(store(content(i, lengths[i])));
            clock.turn(Duration.ofMillis(1));
        }
        StoredObject manifest = objects.manifest(
                parts, Arrays.stream(lengths).mapToObj(Long::valueOf).toList());
        register(manifest);
        return manifest.id();
    }

    private void move(ObjectId manifest, long from, long to) {
        sql(
                "UPDATE object_part SET offset_bytes = ? WHERE manifest_id = ? AND offset_bytes = ?",
                to,
                manifest.value(),
                from);
    }

    @Test
    void manifestsAreCountedFromTheirParts() {
        ObjectId first = manifest(SMALL, LARGE, 1, 65_536);
        ObjectId second = manifest(LARGE);
        byte[] content = read(first);
        FalseSizes sizes = new FalseSizes(database);
        Map<String, List<String>> before = sizes.rows();
        for (int seed = 0; seed < 5; seed++) {
            sizes.falsify(new SplittableRandom(seed), 1 + seed);
            assertThat(count(false).rowsHold()).isFalse();
            List<String> wrong = told.wrong();
            assertThat(count(true).rowsHold()).isTrue();
            assertThat(told.wrong()).isEqualTo(wrong);
            assertThat(sizes.rows()).as("seed %s", seed).isEqualTo(before);
            assertThat(read(first)).isEqualTo(content);
            assertThat(read(second)).isEqualTo(content(0, LARGE));
        }
    }

    @Test
    void onePartThatIsAstrayFindsItsPlace() {
        int[] lengths = {SMALL, LARGE, SMALL, SMALL};
        ObjectId id = manifest(lengths);
        byte[] content = read(id);
        Map<String, List<String>> before = new FalseSizes(database).rows();
        long at = 0;
        for (int length : lengths) {
            for (long to : new long[] {1, at + 1, 12_345_678, Long.MAX_VALUE}) {
                move(id, at, to);
                assertThat(count(true).rowsHold()).isTrue();
                assertThat(told.wrong()).containsExactly("object_part " + id + " " + to + " offset_bytes");
                assertThat(new FalseSizes(database).rows()).isEqualTo(before);
                assertThat(read(id)).isEqualTo(content);
            }
            at += length;
        }
    }

    /** As a wrong size of one part would have given all that follow it a wrong offset. */
    @Test
    void offsetsThatWereMadeOfWrongSizesArePutRight() {
        ObjectId id = manifest(SMALL, LARGE, SMALL);
        Map<String, List<String>> before = new FalseSizes(database).rows();
        // The third part is where the second should be, and each row agrees with the one before it.
        sql("UPDATE object_part SET size_bytes = ? WHERE manifest_id = ? AND offset_bytes = 0", 1, id.value());
        move(id, SMALL + LARGE, SMALL + 1);
        move(id, SMALL, 1);
        sql("UPDATE object_part SET size_bytes = ? WHERE manifest_id = ? AND offset_bytes = 1", SMALL, id.value());

        assertThat(count(true).rowsHold()).isTrue();
        assertThat(new FalseSizes(database).rows()).isEqualTo(before);
    }

    @Test
    void partsWhoseOrderIsInDoubtAreNamedAndLeftAlone() {
        ObjectId many = manifest(SMALL, LARGE, SMALL, 1);
        move(many, SMALL, 999_999);
        move(many, SMALL + LARGE, 888_888);
        ObjectId earlier = store(content(1, LARGE));
        clock.turn(Duration.ofSeconds(1));
        ObjectId later = store(content(2, SMALL));
        StoredObject backwards = objects.manifest(List.of(later, earlier), List.of((long) SMALL, (long) LARGE));
        register(backwards);
        // Nothing but 0 would vouch for the order, and 0 is what an erased column says.
        move(backwards.id(), SMALL, 777);
        Map<String, List<String>> before = new FalseSizes(database).rows();

        assertThat(count(true).unknown()).isEqualTo(2);

        assertThat(told.unknown()).containsExactlyInAnyOrder("object " + many, "object " + backwards.id());
        assertThat(told.wrong()).isEmpty();
        assertThat(new FalseSizes(database).rows()).isEqualTo(before);
    }

    @Test
    void aManifestWhosePartIsDamagedOrGoneIsNamedAndLeftAlone() {
        ObjectId damaged = manifest(LARGE, SMALL);
        ObjectId gone = manifest(SMALL, SMALL);
        ObjectId without = manifest(SMALL);
        sql("UPDATE object SET size_bytes = 5 WHERE form = 3");
        ObjectId part = partAt(damaged, 0);
        alterFile(part, length(-1));
        sql("DELETE FROM object WHERE id = ?", partAt(gone, 0).value());
        sql("DELETE FROM object_part WHERE manifest_id = ?", without.value());

        Recount recount = count(true);

        assertThat(told.unknown())
                .containsExactlyInAnyOrder(
                        "object " + part, "object " + damaged, "object " + gone, "object " + without);
        assertThat(told.wrong()).isEmpty();
        assertThat(new ObjectSizes(database, objects, recount).of(List.of(damaged, gone, without)))
                .isEmpty();
    }

    private ObjectId partAt(ObjectId manifest, long offset) {
        return database.read(session -> session.one(
                        "SELECT part_id FROM object_part WHERE manifest_id = ? AND offset_bytes = ?",
                        ObjectRows::id,
                        manifest.value(),
                        offset))
                .orElseThrow();
    }

    @Test
    void moreObjectsThanOnePageAreCounted() {
        List<StoredObject> stored = new ArrayList<>();
        for (int i = 0; i < Recount.ROWS * 2 + 3; i++) {
            stored.add(receive(content(i, i % 7)));
        }
        register(stored.toArray(StoredObject[]::new));
        Map<String, List<String>> before = new FalseSizes(database).rows();
        sql("UPDATE object SET size_bytes = 99");
        assertThat(count(true).wrong()).isEqualTo(stored.size());
        assertThat(told.mended).hasSize(3);
        assertThat(new FalseSizes(database).rows()).isEqualTo(before);
    }
}
