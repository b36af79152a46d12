package coffer.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.base.ObjectId;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Objects made of others. */
abstract class ManifestContract extends BlobsContract {
    @Test
    void partsAreReadAsOneContent() {
        int[] sizes = {SMALL, LARGE, 1, 65_536, LARGE};
        List<ObjectId> parts = new ArrayList<>();
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (int i = 0; i < sizes.length; i++) {
            byte[] content = content(i, sizes[i]);
            whole.writeBytes(content);
            parts.add(store(content));
        }
        StoredObject manifest = objects.manifest(
                parts, Arrays.stream(sizes).mapToObj(Long::valueOf).toList());
        int filesBefore = store.ids().size();
        register(manifest);

        byte[] content = whole.toByteArray();
        assertThat(manifest.sizeBytes()).isEqualTo(content.length);
        assertThat(read(manifest.id())).isEqualTo(content);
        assertThat(store.ids()).as("assembling writes no content").hasSize(filesBefore);
        try (ObjectReader reader = objects.open(manifest.id())) {
            for (int[] range : new int[][] {
                {0, 0},
                {0, 1},
                {999, 1_001},
                {1_000, 201_000},
                {200_999, 201_002},
                {500, content.length - 1},
                {content.length, content.length}
            }) {
                assertThat(range(reader, range[0], range[1]))
                        .isEqualTo(Arrays.copyOfRange(content, range[0], range[1]));
            }
            assertThatThrownBy(() -> range(reader, 0, content.length + 1))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void morePartsThanOnePageAreRead() {
        int count = ObjectRows.PARTS_PAGE * 2 + 3;
        ObjectId one = store(content(1, 3));
        ObjectId other = store(content(2, 2));
        List<ObjectId> parts = new ArrayList<>();
        List<Long> sizes = new ArrayList<>();
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            parts.add(i % 2 == 0 ? one : other);
            sizes.add(i % 2 == 0 ? 3L : 2L);
            whole.writeBytes(i % 2 == 0 ? content(1, 3) : content(2, 2));
        }
        StoredObject manifest = objects.manifest(parts, sizes);
        register(manifest);

        assertThat(read(manifest.id())).isEqualTo(whole.toByteArray());
    }

    @Test
    void partsWithoutContentAreLeftOut() {
        ObjectId empty = store(new byte[0]);
        ObjectId full = store(content(1, SMALL));
        StoredObject manifest = objects.manifest(List.of(empty, full, empty), List.of(0L, (long) SMALL, 0L));
        StoredObject nothing = objects.manifest(List.of(empty), List.of(0L));
        register(manifest, nothing);

        assertThat(read(manifest.id())).isEqualTo(content(1, SMALL));
        assertThat(read(nothing.id())).isEmpty();
        assertThat(count("object_part")).isEqualTo(1);
    }

    @Test
    void aManifestOfManifestsIsRefused() {
        ObjectId part = store(content(1, SMALL));
        StoredObject manifest = objects.manifest(List.of(part), List.of((long) SMALL));
        register(manifest);
        StoredObject nested = objects.manifest(List.of(manifest.id()), List.of((long) SMALL));

        assertThatThrownBy(() -> register(nested)).isInstanceOf(IllegalArgumentException.class);
        assertThat(count("object_part")).isEqualTo(1);
        assertThat(count("object")).isEqualTo(2);
    }

    @Test
    void partsMustExistAndHaveTheirSize() {
        ObjectId part = store(content(1, SMALL));
        ObjectId gone = ObjectId.random(random);

        assertThatThrownBy(() -> register(objects.manifest(List.of(part, gone), List.of((long) SMALL, 1L))))
                .isInstanceOfSatisfying(
                        ObjectMissing.class, e -> assertThat(e.object()).isEqualTo(gone));
        assertThatThrownBy(() -> register(objects.manifest(List.of(part), List.of(SMALL - 1L))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> objects.manifest(List.of(part), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> objects.manifest(List.of(part), List.of(-1L)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(count("object_part")).isZero();
    }

    @Test
    void partsMayBeRegisteredInTheSameTransaction() {
        StoredObject part = receive(content(1, LARGE));
        StoredObject manifest = objects.manifest(List.of(part.id()), List.of((long) LARGE));
        register(part, manifest);

        assertThat(read(manifest.id())).isEqualTo(content(1, LARGE));
    }

    @Test
    void condemnedPartsAreRevived() {
        ObjectId part = store(content(1, SMALL));
        sql("UPDATE object SET condemned_us = 1");
        register(objects.manifest(List.of(part), List.of((long) SMALL)));

        assertThat(count("object WHERE condemned_us IS NOT NULL")).isZero();
    }

    @Test
    void aManifestThatLacksAPartIsDamaged() throws Exception {
        ObjectId one = store(content(1, LARGE));
        ObjectId other = store(content(2, SMALL));
        StoredObject manifest = objects.manifest(List.of(one, other), List.of((long) LARGE, (long) SMALL));
        register(manifest);

        sql("DELETE FROM object_part WHERE offset_bytes > 0");
        damaged(manifest.id(), manifest.id());
        sql("DELETE FROM object_part");
        damaged(manifest.id(), manifest.id());
        sql("INSERT INTO object_part VALUES (?, 0, ?, ?)", manifest.id().value(), one.value(), (long) LARGE + SMALL);
        damaged(manifest.id(), manifest.id());
        store.lose(one);
        damaged(manifest.id(), one);
        sql("DELETE FROM object WHERE id = ?", one.value());
        damaged(manifest.id(), manifest.id());
    }

    private void damaged(ObjectId id, ObjectId culprit) {
        assertThatThrownBy(() -> read(id)).isInstanceOfSatisfying(ObjectDamaged.class, e -> assertThat(e.object())
                .isEqualTo(culprit));
    }
}
