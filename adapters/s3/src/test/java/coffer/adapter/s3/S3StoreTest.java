package coffer.adapter.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.base.ObjectId;
import coffer.blobs.BlobStore;
import coffer.blobs.BlobStoreContract;
import coffer.blobs.ObjectNames;
import coffer.blobs.SealedBytes;
import coffer.disk.StorageFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The store against a real server. */
final class S3StoreTest extends BlobStoreContract {
    private static final int PART = S3Limits.PART_BYTES_MIN;
    private static final int HUNDRED_MB = 100_000_000;

    private Bucket bucket;
    private S3Store store;

    @BeforeEach
    void open() {
        bucket = new Bucket();
        store = bucket.open();
    }

    @AfterEach
    void close() {
        store.close();
        bucket.close();
    }

    @Override
    protected BlobStore store() {
        return store;
    }

    @Override
    protected void putForeign() {
        bucket.put(Bucket.PREFIX + "/objects/ab/cd/README", 10);
    }

    @Override
    protected int bytesPutDownBeforeKeep() {
        return PART + 1;
    }

    @ParameterizedTest
    @ValueSource(ints = {PART - 1, PART, PART + 1, 2 * PART - 1, 2 * PART, 2 * PART + 1, 3 * PART + 12_345})
    void contentComesBackWhereverItsPartsEnd(int length) throws Exception {
        assertThatContentComesBack(length);
        assertThat(bucket.uploads()).isZero();
    }

    @Test
    void aHundredMegabytesComeBack() throws Exception {
        ObjectId id = newId();
        byte[] piece = new byte[65_552];
        CRC32C written = new CRC32C();
        Random random = new Random(8);
        try (BlobStore.Incoming incoming = store.receive(id)) {
            while (incoming.written() < HUNDRED_MB) {
                random.nextBytes(piece);
                written.update(piece);
                incoming.write(piece, 0, piece.length);
            }
            incoming.keep();
        }
        CRC32C read = new CRC32C();
        try (SealedBytes bytes = store.open(id)) {
            assertThat(bytes.length()).isBetween((long) HUNDRED_MB, (long) HUNDRED_MB + piece.length);
            for (long at = 0; at < bytes.length(); at += piece.length) {
                bytes.read(at, piece, 0, piece.length);
                read.update(piece);
            }
        }
        assertThat(read.getValue()).isEqualTo(written.getValue());
    }

    @Test
    void objectsLieUnderThePrefixAsFilesDo() {
        ObjectId inOrder = new ObjectId(UUID.fromString("019a0000-0000-7000-8000-00000000abcd"));
        ObjectId random = new ObjectId(UUID.fromString("1f2e0000-0000-4000-8000-00000000abcd"));
        keep(inOrder, content(1, 10));
        keep(random, content(2, 10));

        assertThat(bucket.keys())
                .containsExactly(
                        "house/one/objects/1f/2e/1f2e0000-0000-4000-8000-00000000abcd",
                        "house/one/objects/ab/cd/019a0000-0000-7000-8000-00000000abcd");
    }

    @Test
    void openingLeavesNothingInTheBucket() {
        assertThat(bucket.keys()).isEmpty();
    }

    @Test
    void aStoreWithoutPrefixHasTheWholeBucket() throws Exception {
        S3Address whole = bucket.address(bucket.port());
        whole = new S3Address(whole.bucket(), "", whole.endpoint(), whole.region(), whole.pathStyle());
        ObjectId id = newId();
        try (S3Store other = bucket.open(whole, Bucket.LIMITS)) {
            try (BlobStore.Incoming incoming = other.receive(id)) {
                incoming.write(content(1, 10), 0, 10);
                incoming.keep();
            }
            assertThat(bucket.keys()).containsExactly("objects/" + ObjectNames.path(id));
            assertThat(other.list("", 1).found())
                    .extracting(BlobStore.Stored::id)
                    .containsExactly(Optional.of(id));
        }
        assertThat(listed(1)).isEmpty();
    }

    @Test
    void anObjectInPlaceIsNeverReplaced() throws Exception {
        for (int length : new int[] {10, PART + 1}) {
            ObjectId id = newId();
            keep(id, content(1, length));

            try (BlobStore.Incoming again = store.receive(id)) {
                again.write(content(2, length), 0, length);
                assertThatThrownBy(again::keep)
                        .isInstanceOf(StorageFailure.class)
                        .hasMessageContaining("another object has its id");
            }
            assertThat(read(id)).isEqualTo(content(1, length));
        }
        assertThat(bucket.uploads()).isZero();
    }

    @Test
    void theSameBytesUnderTheSameIdAreTheSameObject() throws Exception {
        ObjectId id = newId();
        keep(id, content(1, 10));
        keep(id, content(1, 10));
        assertThat(read(id)).isEqualTo(content(1, 10));
    }

    @Test
    void damagedObjectsAreKeptUnderNumberedNames() {
        ObjectId id = newId();
        for (int i = 1; i <= 2; i++) {
            keep(id, content(i, 10));
            store.setAside(id);
        }
        assertThat(bucket.keys())
                .containsExactly("house/one/quarantine/" + id + "-1", "house/one/quarantine/" + id + "-2");
    }

    /** As objects above 5 GiB are. */
    @Test
    void aLongDamagedObjectIsCopiedInParts() throws Exception {
        byte[] content = content(1, 2 * PART + 5);
        ObjectId id = newId();
        keep(id, content);
        try (S3Store careful = S3Store.open(
                bucket.address(bucket.port()),
                Optional.of(S3ProxyServer.credentials()),
                Bucket.LIMITS,
                PART,
                Bucket.surroundings())) {
            careful.setAside(id);
        }
        assertThat(listed(1)).isEmpty();
        assertThat(bucket.uploads()).isZero();
        String copy = "house/one/quarantine/" + id + "-1";
        byte[] copied = bucket.client()
                .getObjectAsBytes(get -> get.bucket(bucket.name()).key(copy))
                .asByteArray();
        assertThat(copied).isEqualTo(content);
    }

    @Test
    void aWalkGoesOnBehindThePage() {
        List<ObjectId> kept = new ArrayList<>();
        for (int i = 0; i < Requests.PAGE_KEYS + 5; i++) {
            ObjectId id = newId();
            keep(id, new byte[0]);
            kept.add(id);
        }

        BlobStore.Listing first = store.list("", 1);
        assertThat(first.found()).hasSize(Requests.PAGE_KEYS);
        BlobStore.Listing rest = store.list(first.next().orElseThrow(), 1);
        assertThat(rest.found()).hasSize(5);
        assertThat(rest.next()).isEmpty();
        assertThat(listed(1)).containsExactlyInAnyOrderElementsOf(kept);
        assertThat(store.list("", 2).next()).isEmpty();
        assertThatThrownBy(() -> store.list("", 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keysThatOnlyLookLikeOursAreForeign() {
        ObjectId id = newId();
        bucket.put(Bucket.PREFIX + "/objects/" + id, 1);
        bucket.put(Bucket.PREFIX + "/objects/zz/zz/" + id, 1);
        bucket.put(Bucket.PREFIX + "/elsewhere/" + ObjectNames.path(id), 1);

        assertThat(store.list("", 1).found())
                .extracting(BlobStore.Stored::id)
                .containsExactly(Optional.empty(), Optional.empty());
    }

    @Test
    void uploadsOfOthersAreCountedAndLeft() {
        String foreign = Bucket.PREFIX + "/objects/foreign";
        bucket.client()
                .createMultipartUpload(create -> create.bucket(bucket.name()).key(foreign));
        bucket.client()
                .createMultipartUpload(create -> create.bucket(bucket.name()).key("another/house"));

        assertThat(store.removeUnfinished(farAhead(), _ -> false)).isEqualTo(new BlobStore.Leftovers(0, 1));
        assertThat(bucket.uploads()).isEqualTo(2);
    }

    @Test
    void aCopyThatACrashCutOffIsRemoved() {
        String copy = Bucket.PREFIX + "/quarantine/" + newId() + "-1";
        bucket.client()
                .createMultipartUpload(create -> create.bucket(bucket.name()).key(copy));

        assertThat(store.removeUnfinished(farAhead(), _ -> false)).isEqualTo(new BlobStore.Leftovers(1, 0));
        assertThat(bucket.uploads()).isZero();
    }

    @Test
    void whoHasClosedCannotGoOn() throws Exception {
        ObjectId id = newId();
        BlobStore.Incoming incoming = store.receive(id);
        incoming.write(content(1, 10), 0, 10);
        incoming.keep();
        assertThatThrownBy(() -> incoming.write(new byte[1], 0, 1)).isInstanceOf(IllegalStateException.class);
        incoming.close();
        incoming.close();

        SealedBytes bytes = store.open(id);
        bytes.close();
        assertThatThrownBy(() -> bytes.read(0, new byte[1], 0, 1)).isInstanceOf(IllegalStateException.class);
        bytes.close();
        assertThat(read(id)).isEqualTo(content(1, 10));
    }

    @Test
    void thePlaceNamesBucketAndServerAndNoSecret() {
        assertThat(store.place())
                .isEqualTo("s3://" + bucket.name() + "/house/one at http://127.0.0.1:" + bucket.port())
                .doesNotContain(S3ProxyServer.ACCESS_KEY);
    }
}
