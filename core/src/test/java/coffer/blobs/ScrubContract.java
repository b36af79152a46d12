package coffer.blobs;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.base.ObjectId;
import coffer.db.Ids;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of damage is found, with its object and its kind, and nothing else is. */
abstract class ScrubContract extends ScrubKit {
    /** Objects of every form, which no test damages. */
    private int storeSoundOnes() {
        ObjectId small = store(content(1, SMALL));
        ObjectId large = store(content(2, LARGE));
        store(new byte[0]);
        register(objects.manifest(List.of(small, large), List.of((long) SMALL, (long) LARGE)));
        lie(AtRest.PLAIN);
        store(content(3, SMALL));
        store(content(4, LARGE));
        store(new byte[0]);
        objects = open(0);
        store(new byte[0]);
        objects = open(Objects.INLINE_DEFAULT_BYTES);
        return 8;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsAsItWasStoredIsNoFinding(boolean keyed) {
        int count = storeSoundOnes();

        ScrubReport report = whole(keyed);

        assertThat(found(keyed)).isEmpty();
        assertThat(report.isClean()).isTrue();
        assertThat(report.objects()).isEqualTo(count);
        assertThat(report.bytes()).isGreaterThan(2L * LARGE);
        assertThat(report.orphans()).isZero();
        assertThat(count("object_damage")).isZero();
    }

    @Test
    void rowsThatStillHaveTheOlderChecksumAreCheckedByIt() {
        ObjectId large = store(content(1, LARGE));
        ObjectId small = store(content(2, SMALL));
        sql("UPDATE object SET sealed_check = ? WHERE id = ?", sha256(store.bytes(large)), large.value());
        sql("UPDATE object SET sealed_check = ? WHERE id = ?", sha256(inlineBytes(small)), small.value());
        assertThat(found(true)).isEmpty();

        alterFile(large, flip(150_000));
        alterInline(small, flip(-1));
        assertThat(found(false)).isEqualTo(Map.of(large, DamageKind.CHECKSUM, small, DamageKind.CHECKSUM));
    }

    @Test
    void aFileThatIsGone() {
        ObjectId id = store(content(1, LARGE));
        storeSoundOnes();
        store.lose(id);
        foundAlways(id, DamageKind.MISSING);
        assertThat(whole(false).missing()).isEqualTo(1);
    }

    @Test
    void inlineBytesThatAreGone() {
        ObjectId id = store(content(1, SMALL));
        storeSoundOnes();
        sql("DELETE FROM inline_object WHERE id = (SELECT inline_id FROM object WHERE id = ?)", id.value());
        foundAlways(id, DamageKind.MISSING);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, -65_552, -LARGE, 1, 16, 65_552})
    void bytesThatAreMissingOrTooMany(int change) {
        ObjectId id = store(content(1, LARGE));
        ObjectId small = store(content(1, SMALL));
        storeSoundOnes();
        alterFile(id, length(change));
        foundAlways(id, DamageKind.SHORT_OR_LONG);
        alterInline(small, length(Math.max(change, -SMALL)));
        assertThat(found(false)).containsOnlyKeys(id, small).containsEntry(small, DamageKind.SHORT_OR_LONG);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8, 12, 16, 32, 47, 48, 60, 107, 108, 111, 112, 127})
    void aFlippedBitInTheHeader(int at) {
        ObjectId id = store(content(1, LARGE));
        alterFile(id, flip(at));
        foundAlways(id, DamageKind.HEADER);
    }

    @Test
    void aFlippedBitInTheHeaderOfAPlainObject() {
        lie(AtRest.PLAIN);
        ObjectId id = store(content(1, LARGE));
        ObjectId small = store(content(1, SMALL));
        alterFile(id, flip(40));
        alterInline(small, flip(3));
        assertThat(found(false)).isEqualTo(Map.of(id, DamageKind.HEADER, small, DamageKind.HEADER));
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 70_000, 128 + 65_552, -1})
    void aFlippedBitInTheContent(int at) {
        ObjectId id = store(content(1, LARGE));
        storeSoundOnes();
        alterFile(id, flip(at));
        foundAlways(id, DamageKind.CHECKSUM);
    }

    @Test
    void aFlippedBitInInlineContent() {
        ObjectId id = store(content(1, SMALL));
        storeSoundOnes();
        alterInline(id, flip(-1));
        foundAlways(id, DamageKind.CHECKSUM);
    }

    @Test
    void filesInEachOthersPlace() {
        ObjectId one = store(content(1, LARGE));
        ObjectId other = store(content(2, LARGE));
        storeSoundOnes();
        exchange(one, other);
        assertThat(found(false)).isEqualTo(Map.of(one, DamageKind.HEADER, other, DamageKind.HEADER));
    }

    @Test
    void rowsThatContradictThemselves() {
        ObjectId size = store(content(1, LARGE));
        ObjectId stored = store(content(2, SMALL));
        ObjectId check = store(content(3, LARGE));
        ObjectId key = store(content(4, SMALL));
        ObjectId noKey = store(content(5, LARGE));
        storeSoundOnes();
        sql("UPDATE object SET size_bytes = 7 WHERE id = ?", size.value());
        sql("UPDATE object SET sealed_bytes = sealed_bytes + 1 WHERE id = ?", stored.value());
        sql("UPDATE object SET sealed_check = ? WHERE id = ?", new byte[5], check.value());
        sql("UPDATE object SET space_key_id = NULL WHERE id = ?", key.value());
        sql("UPDATE object SET space_key_id = NULL, space_key_version = NULL WHERE id = ?", noKey.value());
        for (boolean keyed : new boolean[] {false, true}) {
            assertThat(found(keyed))
                    .containsOnlyKeys(size, stored, check, key, noKey)
                    .allSatisfy((_, kind) -> assertThat(kind).isEqualTo(DamageKind.ROW));
        }
    }

    @Test
    void rowsThatContradictTheBytes() {
        ObjectId length = store(content(1, LARGE));
        ObjectId check = store(content(2, SMALL));
        ObjectId key = store(content(3, LARGE));
        storeSoundOnes();
        sql(
                "UPDATE object SET size_bytes = size_bytes - 1, sealed_bytes = sealed_bytes - 1 WHERE id = ?",
                length.value());
        sql("UPDATE object SET sealed_check = ? WHERE id = ?", new byte[8], check.value());
        sql("UPDATE object SET space_key_version = 2 WHERE id = ?", key.value());
        for (boolean keyed : new boolean[] {false, true}) {
            assertThat(found(keyed))
                    .isEqualTo(Map.of(
                            length, DamageKind.SHORT_OR_LONG, check, DamageKind.CHECKSUM, key, DamageKind.HEADER));
        }
    }

    /** Who can write to disk and database, and has no key. */
    @ParameterizedTest
    @ValueSource(ints = {128, 128 + 65_552 + 5, -1})
    void aForgedObjectIsFoundWithKeysAlone(int at) {
        ObjectId id = store(content(1, LARGE));
        storeSoundOnes();
        forge(id, at);
        assertThat(found(false)).isEmpty();
        assertThat(found(true)).isEqualTo(Map.of(id, DamageKind.SEGMENT));
    }

    @Test
    void partsOfAManifest() {
        ObjectId lost = store(content(1, SMALL));
        ObjectId broken = store(content(2, LARGE));
        ObjectId whole = store(content(3, LARGE));
        StoredObject lacking = manifest(lost, whole);
        StoredObject withBroken = manifest(whole, broken);
        StoredObject gap = manifest(whole, whole);
        StoredObject overlap = manifest(whole, whole, whole);
        StoredObject end = manifest(whole, whole);
        StoredObject size = manifest(whole, whole);
        StoredObject nested = manifest(whole, whole);
        store.lose(broken);
        sql("DELETE FROM object WHERE id = ?", lost.value());
        part(gap, "offset_bytes = offset_bytes + 1", LARGE);
        part(overlap, "offset_bytes = offset_bytes - 1", LARGE);
        sql(
                "DELETE FROM object_part WHERE manifest_id = ? AND offset_bytes > 0",
                end.id().value());
        part(size, "size_bytes = size_bytes - 1", 0);
        sql(
                "UPDATE object_part SET part_id = ? WHERE manifest_id = ? AND offset_bytes = 0",
                gap.id().value(),
                nested.id().value());

        for (boolean keyed : new boolean[] {false, true}) {
            assertThat(found(keyed))
                    .as("the manifest of a broken part is as it was: %s", withBroken)
                    .isEqualTo(Map.of(
                            lacking.id(),
                            DamageKind.MISSING,
                            broken,
                            DamageKind.MISSING,
                            gap.id(),
                            DamageKind.ROW,
                            overlap.id(),
                            DamageKind.ROW,
                            end.id(),
                            DamageKind.ROW,
                            size.id(),
                            DamageKind.ROW,
                            nested.id(),
                            DamageKind.ROW));
        }
    }

    @Test
    void aManifestOfMorePartsThanAPageIsWalkedToItsEnd() {
        ObjectId one = store(content(1, 3));
        int count = ObjectRows.PARTS_PAGE * 2 + 1;
        StoredObject manifest =
                objects.manifest(java.util.Collections.nCopies(count, one), java.util.Collections.nCopies(count, 3L));
        register(manifest);
        assertThat(found(false)).isEmpty();

        sql(
                "DELETE FROM object_part WHERE manifest_id = ? AND offset_bytes = ?",
                manifest.id().value(),
                3L * (count - 1));
        assertThat(found(false)).isEqualTo(Map.of(manifest.id(), DamageKind.ROW));
    }

    private StoredObject manifest(ObjectId... parts) {
        List<ObjectId> ids = List.of(parts);
        List<Long> sizes = ids.stream()
                .map(id -> database.read(session -> session.one(
                                "SELECT size_bytes FROM object WHERE id = ?", row -> row.getLong(1), id.value()))
                        .orElseThrow())
                .toList();
        StoredObject manifest = objects.manifest(ids, sizes);
        register(manifest);
        return manifest;
    }

    private void part(StoredObject manifest, String change, long offset) {
        sql(
                "UPDATE object_part SET " + change + " WHERE manifest_id = ? AND offset_bytes = ?",
                manifest.id().value(),
                offset);
    }

    @Test
    void whatTheDiskDoesNotGiveIsCountedAndNoDamage() {
        FaultyStore faulty = new FaultyStore(store.open());
        ObjectId unreadable = store(content(1, LARGE));
        ObjectId broken = store(content(2, LARGE));
        alterFile(broken, flip(-1));
        objects = Contents.objects(
                faulty, database, new Ids(database), ring, reports, random, clock, Objects.INLINE_DEFAULT_BYTES);
        faulty.unreadable.add(unreadable);

        ScrubReport report = whole(false);
        assertThat(report.failures()).isEqualTo(1);
        assertThat(report.isClean()).isFalse();
        assertThat(noted()).isEqualTo(Map.of(broken, DamageKind.CHECKSUM));

        faulty.unreadable.clear();
        faulty.listable = false;
        assertThat(whole(false).failures()).as("the listing").isEqualTo(1);
        faulty.listable = true;
        assertThat(whole(false).failures()).isZero();
    }

    @Test
    void whatHasLongBeenThereWithoutARowIsCountedAndStays() throws Exception {
        StoredObject orphan = receive(content(1, LARGE));
        StoredObject waiting = receive(content(2, LARGE));
        ObjectId known = store(content(3, LARGE));
        assertThat(whole(false).orphans()).as("received by this process").isZero();
        objects = open(Objects.INLINE_DEFAULT_BYTES);
        assertThat(whole(false).orphans()).as("young").isZero();

        clock.turn(ScrubStep.ORPHAN_AGE.plusMinutes(1));
        register(waiting);
        store.putForeign(known, "README");
        ScrubReport report = whole(false);
        assertThat(report.orphans()).isEqualTo(1);
        assertThat(report.isClean()).isTrue();
        assertThat(store.bytes(orphan.id())).isNotEmpty();
    }

    /** Each walk of a sample takes another share, and together they take all. */
    @Test
    void aSampleGoesRound() {
        int count = 0;
        Set<ObjectId> broken = new HashSet<>();
        for (int i = 0; i < 24; i++) {
            broken.add(store(content(i, SMALL)));
            count++;
        }
        sql("UPDATE inline_object SET bytes = ?", new byte[10]);
        long looked = 0;
        Set<ObjectId> found = new HashSet<>();
        for (int turn = 0; turn < 4; turn++) {
            Scrub scrub = new Scrub(database, objects, clock, ScrubPolicy.now(true, 4), _ -> {}, 5);
            ScrubReport report = scrub.whole(
                    finding -> assertThat(found.add(finding.object())).isTrue());
            looked += report.objects();
            assertThat(report.oneIn()).isEqualTo(4);
            clock.turn(java.time.Duration.ofSeconds(1));
        }
        assertThat(looked).isEqualTo(count);
        assertThat(found).isEqualTo(broken);
    }

    private void foundAlways(ObjectId id, DamageKind kind) {
        assertThat(found(false)).isEqualTo(Map.of(id, kind));
        assertThat(found(true)).isEqualTo(Map.of(id, kind));
        assertThat(noted()).isEqualTo(Map.of(id, kind));
    }
}
