package coffer.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.base.ObjectId;
import coffer.blobs.StorageStatus.Amount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is stored, counted. */
abstract class StorageStatusContract extends ScrubKit {
    @Test
    void nothingIsStoredAtFirst() {
        StorageStatus status = StorageStatus.of(database);
        assertThat(List.of(status.inline(), status.files(), status.manifests(), status.plain()))
                .containsOnly(Amount.NONE);
        assertThat(status.sealed()).isEmpty();
        assertThat(status.damaged()).isZero();
        assertThat(status.lastChecks()).isEmpty();
        assertThat(status.checksUnderWay()).isEmpty();
    }

    @Test
    void objectsAreCountedByPlaceFormAndVersionOfTheirKey() {
        ObjectId small = store(content(1, SMALL));
        ObjectId large = store(content(2, LARGE));
        ring.renew(SPACE);
        store(content(3, LARGE));
        lie(AtRest.PLAIN);
        store(content(4, SMALL));
        store(content(5, LARGE));
        register(objects.manifest(List.of(small, large), List.of((long) SMALL, (long) LARGE)));
        store.lose(large);
        whole(true);
        whole(false);

        StorageStatus status = StorageStatus.of(database);
        long smallSealed = SealedFormat.sealedBytes(SMALL);
        long largeSealed = SealedFormat.sealedBytes(LARGE);
        long smallPlain = PlainFormat.storedBytes(SMALL);
        long largePlain = PlainFormat.storedBytes(LARGE);
        assertThat(status.inline()).isEqualTo(new Amount(2, 2L * SMALL, smallSealed + smallPlain));
        assertThat(status.files()).isEqualTo(new Amount(3, 3L * LARGE, 2 * largeSealed + largePlain));
        assertThat(status.manifests()).isEqualTo(new Amount(1, SMALL + LARGE, 0));
        assertThat(status.plain()).isEqualTo(new Amount(2, SMALL + LARGE, smallPlain + largePlain));
        assertThat(status.sealed())
                .isEqualTo(Map.of(
                        1,
                        new Amount(2, SMALL + LARGE, smallSealed + largeSealed),
                        2,
                        new Amount(1, LARGE, largeSealed)));
        assertThat(status.damaged()).isEqualTo(1);
        assertThat(status.lastChecks())
                .extracting(ScrubReport::keyed, ScrubReport::damaged, ScrubReport::objects)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(false, 1L, 6L),
                        org.assertj.core.groups.Tuple.tuple(true, 1L, 6L));
    }

    @Test
    void versionsBeyondTheMostAreCountedTogether() {
        ObjectId one = store(content(1, SMALL));
        ObjectId other = store(content(2, SMALL));
        sql("UPDATE object SET space_key_version = ? WHERE id = ?", StorageStatus.VERSIONS_MAX + 1, one.value());
        sql("UPDATE object SET space_key_version = ? WHERE id = ?", StorageStatus.VERSIONS_MAX, other.value());
        assertThat(StorageStatus.of(database).sealed()).containsOnlyKeys(StorageStatus.VERSIONS_MAX);
    }

    @Test
    void damagedObjectsAreListedInPages() {
        List<ObjectId> broken = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            broken.add(store(content(i, LARGE)));
            store.lose(broken.getLast());
        }
        whole(false);
        DamagedObjects damaged = new DamagedObjects(database);
        assertThat(damaged.count()).isEqualTo(5);
        List<ObjectId> listed = new ArrayList<>();
        List<DamagedObjects.Entry> page = damaged.page(null, 2);
        while (!page.isEmpty()) {
            page.forEach(entry -> listed.add(entry.object()));
            page = damaged.page(page.getLast().object(), 2);
        }
        assertThat(listed).containsExactlyInAnyOrderElementsOf(broken);
        assertThatThrownBy(() -> damaged.page(null, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> damaged.page(null, DamagedObjects.PAGE_MAX + 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(damaged.page(null, DamagedObjects.PAGE_MAX)).hasSize(5);
    }
}
