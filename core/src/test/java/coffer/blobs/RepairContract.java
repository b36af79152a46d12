package coffer.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.base.ObjectId;
import coffer.disk.StorageFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Good copies make damaged objects whole; anything else changes nothing. */
abstract class RepairContract extends ScrubKit {
    private Repair repair() {
        return new Repair(database, objects, clock);
    }

    /** A backup of the store, as it is now. */
    private BlobStore copyStore() {
        ObjectDirectory copies;
        try {
            copies = ObjectDirectory.in(Files.createDirectory(directory.resolve("backup")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        copies.prepare();
        for (ObjectId id : store.ids()) {
            byte[] bytes = store.bytes(id);
            try (BlobStore.Incoming incoming = copies.receive(id)) {
                incoming.write(bytes, 0, bytes.length);
                incoming.keep();
            }
        }
        return copies;
    }

    @Test
    void filesAreRepairedFromACopyOfTheStoreWhateverHasBecomeOfThem() {
        ObjectId missing = store(content(1, LARGE));
        ObjectId cut = store(content(2, LARGE));
        ObjectId header = store(content(3, LARGE));
        ObjectId flipped = store(content(4, LARGE));
        ObjectId one = store(content(5, LARGE));
        ObjectId other = store(content(6, LARGE));
        lie(AtRest.PLAIN);
        ObjectId plain = store(content(7, LARGE));
        BlobStore copies = copyStore();
        store.lose(missing);
        alterFile(cut, length(-10));
        alterFile(header, flip(33));
        alterFile(flipped, flip(-1));
        exchange(one, other);
        alterFile(plain, flip(500));
        whole(true);
        List<ObjectId> all = List.of(missing, cut, header, flipped, one, other, plain);
        assertThat(noted()).containsOnlyKeys(all);
        byte[] damaged = store.bytes(cut);

        for (ObjectId id : all) {
            assertThat(repair().repair(id, copies)).isEqualTo(new RepairResult.Repaired());
        }

        for (int i = 0; i < all.size(); i++) {
            assertThat(read(all.get(i))).isEqualTo(content(i + 1, LARGE));
            assertThat(reports.lines()).contains("repaired " + all.get(i));
        }
        assertThat(noted()).isEmpty();
        assertThat(count("object_damage WHERE repaired_us IS NOT NULL")).isEqualTo(all.size());
        assertThat(found(true)).isEmpty();
        Map<ObjectId, byte[]> aside = store.aside();
        assertThat(aside)
                .containsOnlyKeys(all.stream().filter(id -> !id.equals(missing)).toList());
        assertThat(aside.get(cut)).isEqualTo(damaged);
        assertThat(store.unfinished()).isZero();
    }

    @Test
    void inlineBytesAreRepairedFromACopyAndNothingOlderIsHandedOut() {
        ObjectId gone = store(content(1, SMALL));
        ObjectId altered = store(content(2, SMALL));
        byte[] copyOfGone = inlineBytes(gone);
        byte[] copyOfAltered = inlineBytes(altered);
        sql("DELETE FROM inline_object WHERE id = (SELECT inline_id FROM object WHERE id = ?)", gone.value());
        alterInline(altered, flip(300));
        assertThatThrownBy(() -> read(altered)).isInstanceOf(ObjectDamaged.class);
        whole(false);

        assertThat(repair().repair(gone, SealedBytes.of(copyOfGone))).isEqualTo(new RepairResult.Repaired());
        assertThat(repair().repair(altered, SealedBytes.of(copyOfAltered))).isEqualTo(new RepairResult.Repaired());

        assertThat(read(gone)).isEqualTo(content(1, SMALL));
        assertThat(read(altered)).isEqualTo(content(2, SMALL));
        assertThat(inlineBytes(altered)).isEqualTo(copyOfAltered);
        assertThat(noted()).isEmpty();
        assertThat(found(true)).isEmpty();
    }

    @Test
    void aCopyThatIsDamagedItselfChangesNothing() {
        ObjectId id = store(content(1, LARGE));
        ObjectId small = store(content(1, SMALL));
        ObjectId other = store(content(2, LARGE));
        byte[] good = store.bytes(id);
        byte[] goodInline = inlineBytes(small);
        alterFile(id, flip(-1));
        alterInline(small, flip(-1));
        whole(true);
        byte[] damaged = store.bytes(id);
        byte[] damagedInline = inlineBytes(small);

        for (byte[] copy : List.of(
                damaged,
                flip(50).apply(good),
                flip(100_000).apply(good),
                length(-1).apply(good),
                length(1).apply(good),
                new byte[0],
                store.bytes(other),
                goodInline)) {
            refused(id, SealedBytes.of(copy));
        }
        refused(small, SealedBytes.of(flip(200).apply(goodInline)));
        assertThat(repair().repair(id, ObjectDirectory.in(directory.resolve("nowhere"))))
                .isInstanceOf(RepairResult.Refused.class);

        assertThat(store.bytes(id)).isEqualTo(damaged);
        assertThat(inlineBytes(small)).isEqualTo(damagedInline);
        assertThat(store.aside()).isEmpty();
        assertThat(store.unfinished()).isZero();
        assertThat(noted()).containsOnlyKeys(id, small);
        assertThatThrownBy(() -> read(id)).isInstanceOfSatisfying(ObjectDamaged.class, e -> assertThat(e.object())
                .isEqualTo(id));
        assertThat(repair().repair(id, SealedBytes.of(good))).isEqualTo(new RepairResult.Repaired());
    }

    /** Bytes mend bytes. A row that is wrong, a key that is lost and a list of parts are something else. */
    @Test
    void whatBytesCannotMendIsRefused() {
        ObjectId row = store(content(1, LARGE));
        ObjectId forged = store(content(2, LARGE));
        ObjectId keyless = store(content(3, LARGE));
        ObjectId part = store(content(4, LARGE));
        StoredObject manifest = objects.manifest(List.of(part, part), List.of((long) LARGE, (long) LARGE));
        register(manifest);
        BlobStore copies = copyStore();
        sql("UPDATE object SET size_bytes = 9 WHERE id = ?", row.value());
        forge(forged, 140);
        sql("UPDATE object SET space_key_version = 7 WHERE id = ?", keyless.value());
        sql("DELETE FROM object_part WHERE offset_bytes = 0");

        for (ObjectId id : List.of(row, forged, keyless)) {
            assertThat(repair().repair(id, copies)).isInstanceOf(RepairResult.Refused.class);
        }
        assertThat(repair().repair(manifest.id(), SealedBytes.of(new byte[0])))
                .isInstanceOfSatisfying(RepairResult.Refused.class, refused -> assertThat(refused.reason())
                        .contains("other objects"));
        assertThat(store.aside()).isEmpty();
    }

    @Test
    void whatIsWholeOrUnknownIsLeftAlone() {
        ObjectId id = store(content(1, LARGE));
        byte[] bytes = store.bytes(id);
        ObjectId unknown = ObjectId.random(random);

        assertThat(repair().repair(id, SealedBytes.of(bytes))).isEqualTo(new RepairResult.Sound());
        assertThat(repair().repair(unknown, SealedBytes.of(bytes))).isEqualTo(new RepairResult.Unknown());
        assertThat(store.aside()).isEmpty();
    }

    @Test
    void whateverFailsOnTheDiskTheObjectIsRepairedAtTheNextAttempt() {
        boolean failed = true;
        for (int operation = 1; failed; operation++) {
            ObjectId id = store(content(operation, LARGE));
            byte[] good = store.bytes(id);
            alterFile(id, flip(-1));
            store.failAt(operation, true);
            try {
                assertThat(repair().repair(id, SealedBytes.of(good))).isEqualTo(new RepairResult.Repaired());
            } catch (StorageFailure e) {
                // Told to who repairs.
            }
            failed = store.hasFailed();
            store.recover();
            assertThat(repair().repair(id, SealedBytes.of(good)))
                    .as("after operation %d has failed", operation)
                    .isIn(new RepairResult.Repaired(), new RepairResult.Sound());
            assertThat(read(id)).isEqualTo(content(operation, LARGE));
        }
    }

    private void refused(ObjectId id, SealedBytes copy) {
        assertThat(repair().repair(id, copy)).isInstanceOf(RepairResult.Refused.class);
    }
}
