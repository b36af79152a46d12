package coffer.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.base.ObjectId;
import coffer.keys.SealBroken;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store of objects does, wherever it keeps them. */
public abstract class BlobStoreContract {
    private static final int SEGMENT = 65_536;

    private final SecureRandom ids = new SecureRandom();

    /** The store under test, empty at the start of each test. */
    protected abstract BlobStore store();

    /** Puts something into the place of all objects that has a name no object has. */
    protected abstract void putForeign() throws Exception;

    /** So many bytes that the store must have put something down before {@code keep}. */
    protected abstract int bytesPutDownBeforeKeep();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, SEGMENT - 1, SEGMENT, SEGMENT + 1, 1_000_000})
    void contentOfEveryLengthComesBack(int length) throws Exception {
        assertThatContentComesBack(length);
    }

    /** Written in pieces of uneven length, and read at once and in pieces. */
    protected final void assertThatContentComesBack(int length) throws Exception {
        byte[] content = content(length, length);
        ObjectId id = newId();
        keep(id, content);

        assertThat(read(id)).isEqualTo(content);
        try (SealedBytes bytes = store().open(id)) {
            assertThat(bytes.length()).isEqualTo(length);
            byte[] pieces = new byte[length];
            int step = Math.max(1, length / 7);
            for (int at = 0; at < length; at += step) {
                bytes.read(at, pieces, at, Math.min(step, length - at));
            }
            assertThat(pieces).isEqualTo(content);
        }
    }

    @Test
    void bothKindsOfIdsAreKept() throws Exception {
        ObjectId random = ObjectId.random(ids);
        ObjectId inOrder = newId();
        keep(random, content(1, 10));
        keep(inOrder, content(2, 20));

        assertThat(read(random)).isEqualTo(content(1, 10));
        assertThat(read(inOrder)).isEqualTo(content(2, 20));
        assertThat(listed(10)).containsExactlyInAnyOrder(random, inOrder);
    }

    /** A process that was killed while it copied an object, and the next one that copies the same. */
    @Test
    void whatWasCutShortDoesNotStandInTheWayOfTheNext() throws Exception {
        ObjectId id = newId();
        byte[] content = content(6, 300_000);
        try (BlobStore.Incoming first = store().receive(id);
                BlobStore.Incoming second = store().receive(id)) {
            first.write(content, 0, 128);
            second.write(content, 0, 128);
            keep(id, content);
            assertThat(read(id)).isEqualTo(content);
        }
        assertThat(read(id)).isEqualTo(content);
        assertThat(listed(10)).containsExactly(id);
    }

    @Test
    void rangesAreReadExactlyInAnyOrder() throws Exception {
        byte[] content = content(3, 700_000);
        ObjectId id = newId();
        keep(id, content);
        Random random = new Random(3);

        try (SealedBytes bytes = store().open(id)) {
            for (int i = 0; i < 30; i++) {
                int from = random.nextInt(content.length);
                int count = random.nextInt(Math.min(SEGMENT, content.length - from) + 1);
                byte[] target = new byte[count + 2];
                bytes.read(from, target, 1, count);
                assertThat(Arrays.copyOfRange(target, 1, count + 1))
                        .isEqualTo(Arrays.copyOfRange(content, from, from + count));
                assertThat(target[0]).isZero();
                assertThat(target[count + 1]).isZero();
            }
        }
    }

    @Test
    void whatLiesBehindTheEndIsBrokenAndNotShort() throws Exception {
        ObjectId id = newId();
        keep(id, content(4, 100));

        try (SealedBytes bytes = store().open(id)) {
            byte[] target = new byte[101];
            assertThatThrownBy(() -> bytes.read(0, target, 0, 101)).isInstanceOf(SealBroken.class);
            assertThatThrownBy(() -> bytes.read(100, target, 0, 1)).isInstanceOf(SealBroken.class);
            bytes.read(99, target, 0, 1);
            assertThat(target[0]).isEqualTo(content(4, 100)[99]);
        }
    }

    @Test
    void manyThreadsReadOneObject() throws Exception {
        byte[] content = content(5, 600_000);
        ObjectId id = newId();
        keep(id, content);

        try (SealedBytes bytes = store().open(id);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<byte[]>> readers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int from = i * 75_000;
                readers.add(() -> {
                    byte[] piece = new byte[75_000];
                    for (int at = 0; at < piece.length; at += 25_000) {
                        bytes.read(from + at, piece, at, 25_000);
                    }
                    return piece;
                });
            }
            List<Future<byte[]>> read = threads.invokeAll(readers);
            for (int i = 0; i < 8; i++) {
                assertThat(read.get(i).get()).isEqualTo(Arrays.copyOfRange(content, i * 75_000, (i + 1) * 75_000));
            }
        }
    }

    @Test
    void whatIsNotKeptLeavesNothingBehind() {
        for (int length : new int[] {0, 1, bytesPutDownBeforeKeep()}) {
            ObjectId id = newId();
            try (BlobStore.Incoming incoming = store().receive(id)) {
                incoming.write(new byte[length], 0, length);
                assertThat(incoming.written()).isEqualTo(length);
            }
            assertThatThrownBy(() -> store().open(id)).isInstanceOf(SealBroken.class);
        }
        assertThat(listed(10)).isEmpty();
        assertThat(store().removeUnfinished(farAhead(), _ -> false)).isEqualTo(new BlobStore.Leftovers(0, 0));
    }

    @Test
    void whatIsReceivedIsNotThereBeforeItIsKept() throws Exception {
        ObjectId id = newId();
        int length = bytesPutDownBeforeKeep();
        try (BlobStore.Incoming incoming = store().receive(id)) {
            incoming.write(content(6, length), 0, length);
            assertThatThrownBy(() -> store().open(id)).isInstanceOf(SealBroken.class);
            assertThat(listed(10)).isEmpty();
            incoming.keep();
        }
        assertThat(read(id)).isEqualTo(content(6, length));
    }

    @Test
    void whatACrashLeftIsRemovedUnlessItIsYoungOrUnderWay() throws Exception {
        ObjectId id = newId();
        int length = bytesPutDownBeforeKeep();
        // Never closed, as by a process that was killed.
        BlobStore.Incoming cutOff = store().receive(id);
        cutOff.write(new byte[length], 0, length);

        assertThat(store().removeUnfinished(Instant.EPOCH, _ -> false).removed())
                .isZero();
        assertThat(store().removeUnfinished(farAhead(), id::equals).removed()).isZero();
        assertThat(store().removeUnfinished(farAhead(), _ -> false).removed()).isOne();
        assertThat(store().removeUnfinished(farAhead(), _ -> false).removed()).isZero();
    }

    @Test
    void keptObjectsAreNothingUnfinished() throws Exception {
        ObjectId id = newId();
        keep(id, content(7, bytesPutDownBeforeKeep()));

        assertThat(store().removeUnfinished(farAhead(), _ -> false).removed()).isZero();
        assertThat(read(id)).hasSize(bytesPutDownBeforeKeep());
    }

    @Test
    void whatIsRemovedIsGone() throws Exception {
        ObjectId gone = newId();
        ObjectId other = newId();
        keep(gone, content(8, 10));
        keep(other, content(9, 10));

        store().remove(gone);

        assertThatThrownBy(() -> store().open(gone))
                .isInstanceOf(SealBroken.class)
                .hasMessageContaining("missing");
        assertThat(read(other)).isEqualTo(content(9, 10));
        assertThatCode(() -> store().remove(gone)).doesNotThrowAnyException();
    }

    @Test
    void aDamagedObjectGivesItsPlaceToAGoodCopyAsOftenAsNeeded() throws Exception {
        ObjectId id = newId();
        for (int i = 0; i < 3; i++) {
            keep(id, content(i, 1_000));
            store().setAside(id);
            assertThatThrownBy(() -> store().open(id)).isInstanceOf(SealBroken.class);
            assertThat(listed(10)).isEmpty();
        }
        keep(id, content(99, 1_000));
        assertThat(read(id)).isEqualTo(content(99, 1_000));
    }

    @Test
    void nothingIsSetAsideThatIsNotThere() {
        assertThatCode(() -> store().setAside(newId())).doesNotThrowAnyException();
        assertThat(listed(10)).isEmpty();
    }

    @Test
    void aWalkMeetsEachObjectOnceHoweverSmallItsSteps() throws Exception {
        List<ObjectId> kept = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            ObjectId id = i % 2 == 0 ? newId() : ObjectId.random(ids);
            keep(id, content(i, i));
            kept.add(id);
        }
        assertThat(listed(1)).containsExactlyInAnyOrderElementsOf(kept);
        assertThat(listed(5)).containsExactlyInAnyOrderElementsOf(kept);
        assertThat(listed(100)).containsExactlyInAnyOrderElementsOf(kept);
    }

    @Test
    void aListingSaysWhenEachWasPutInPlaceAndWhatIsNotOurs() throws Exception {
        ObjectId id = newId();
        keep(id, content(10, 10));
        putForeign();

        List<BlobStore.Stored> found = store().list("", 1_000).found();

        assertThat(found).extracting(BlobStore.Stored::id).containsExactlyInAnyOrder(Optional.of(id), Optional.empty());
        assertThat(found).allSatisfy(stored -> assertThat(stored.modified())
                .isBetween(Instant.now().minus(Duration.ofHours(1)), farAhead()));
    }

    @Test
    void anEmptyStoreListsNothing() {
        assertThat(store().list("", 1)).isEqualTo(new BlobStore.Listing(List.of(), Optional.empty()));
    }

    /** An id as new objects get it. */
    protected final ObjectId newId() {
        return ObjectId.inOrder(System.currentTimeMillis(), ids);
    }

    /** Content that differs between seeds. */
    protected static byte[] content(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** Receives an object in pieces as they come from sealing, with an odd one among them. */
    protected final void keep(ObjectId id, byte[] content) {
        try (BlobStore.Incoming incoming = store().receive(id)) {
            int at = 0;
            while (at < content.length) {
                int count = Math.min(at == 0 ? 128 : SEGMENT + 16, content.length - at);
                incoming.write(content, at, count);
                at += count;
            }
            assertThat(incoming.written()).isEqualTo(content.length);
            incoming.keep();
        }
    }

    protected final byte[] read(ObjectId id) throws SealBroken {
        try (SealedBytes bytes = store().open(id)) {
            byte[] all = new byte[(int) bytes.length()];
            bytes.read(0, all, 0, all.length);
            return all;
        }
    }

    /** The ids of a walk from the start to the end. */
    protected final List<ObjectId> listed(int pages) {
        List<ObjectId> found = new ArrayList<>();
        Optional<String> next = Optional.of("");
        while (next.isPresent()) {
            BlobStore.Listing listing = store().list(next.get(), pages);
            listing.found().forEach(stored -> stored.id().ifPresent(found::add));
            next = listing.next();
        }
        return found;
    }

    protected static Instant farAhead() {
        return Instant.now().plus(Duration.ofDays(1));
    }
}
