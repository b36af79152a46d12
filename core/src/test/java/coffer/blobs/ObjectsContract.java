package coffer.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.base.Checksum;
import coffer.base.Checksum.Algorithm;
import coffer.base.ObjectId;
import coffer.db.Partition;
import coffer.disk.StorageFailure;
import coffer.disk.StorageFull;
import coffer.keys.SpaceKey;
import coffer.testkit.BrokenStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects from their arrival to their reading. */
abstract class ObjectsContract extends BlobsContract {
    private static final int INLINE = Objects.INLINE_DEFAULT_BYTES;

    @ParameterizedTest
    @ValueSource(
            ints = {0, 1, 2, INLINE - 1, INLINE, INLINE + 1, 65_535, 65_536, 65_537, 131_071, 131_072, 131_073, LARGE})
    void contentOfEveryLengthComesBack(int length) {
        byte[] content = content(1, length);
        ObjectId id = store(content);

        assertThat(read(id)).isEqualTo(content);
        assertThat(store.ids()).hasSize(length <= INLINE ? 0 : 1);
        assertThat(count("inline_object")).isEqualTo(length <= INLINE ? 1 : 0);
        assertThat(store.unfinished()).isZero();
    }

    /** Falsehood is a value, not a length. */
    @Test
    void theContentZeroIsNotEmpty() {
        for (int value = 0; value < 256; value++) {
            byte[] content = {(byte) value};
            assertThat(read(store(content))).isEqualTo(content);
        }
    }

    @Test
    void inlineAndFileHoldTheSameFormat() throws Exception {
        ObjectId inline = store(content(1, SMALL));
        ObjectId file = store(content(1, LARGE));

        byte[] row = database.read(
                        session -> session.one("SELECT bytes FROM inline_object", found -> found.getBytes(1)))
                .orElseThrow();
        SpaceKey key = ring.current(SPACE);
        assertThat(Sealed.open(SealedBytes.of(row), inline, key)).isEqualTo(content(1, SMALL));
        assertThat(Sealed.open(SealedBytes.of(store.bytes(file)), file, key)).isEqualTo(content(1, LARGE));
        assertThat(new String(row, StandardCharsets.ISO_8859_1)).startsWith("COFSEAL1");
    }

    @Test
    void theInlineLimitMayChangeAtAnyStart() {
        ObjectId before = store(content(1, SMALL));
        objects = open(0);
        ObjectId after = store(content(2, SMALL));
        ObjectId empty = store(new byte[0]);
        objects = open(Objects.INLINE_MAX_BYTES);
        ObjectId largest = store(content(3, Objects.INLINE_MAX_BYTES));

        assertThat(read(before)).isEqualTo(content(1, SMALL));
        assertThat(read(after)).isEqualTo(content(2, SMALL));
        assertThat(read(empty)).isEmpty();
        assertThat(read(largest)).isEqualTo(content(3, Objects.INLINE_MAX_BYTES));
        assertThat(store.ids()).containsExactly(after);
        assertThatThrownBy(() -> open(Objects.INLINE_MAX_BYTES + 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theRowSaysWhatLiesThere() throws Exception {
        StoredObject object = receive(content(1, LARGE));
        register(object);
        byte[] sealed = store.bytes(object.id());
        byte[] check = database.read(session -> session.one(
                        "SELECT sealed_check FROM object WHERE sealed_bytes = ?", row -> row.getBytes(1), (long)
                                sealed.length))
                .orElseThrow();

        CRC32C castagnoli = new CRC32C();
        castagnoli.update(sealed);
        CRC32 ieee = new CRC32();
        ieee.update(sealed);
        assertThat(HexFormat.of().formatHex(check))
                .isEqualTo("%08x%08x".formatted(castagnoli.getValue(), ieee.getValue()));
    }

    @Nested
    class Receiving {
        @Test
        void theWantedChecksumsAreThoseOfThePlainContent() throws IOException {
            Received received =
                    receive("hello".getBytes(StandardCharsets.US_ASCII), ReceiveLimits.upTo(5), Algorithm.values());

            assertThat(received.checksums().values())
                    .extracting(Checksum::toString)
                    .containsExactlyInAnyOrder(
                            "MD5:5d41402abc4b2a76b9719d911017c592",
                            "SHA1:aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d",
                            "SHA256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
                            "SHA3-256:3338be694f50c5f338814986cdf0686453a888b84f424d792af4b9202398f392",
                            "ADLER32:062c0215");
            assertThat(receive(content(1, LARGE), ReceiveLimits.upTo(LARGE)).checksums())
                    .isEmpty();
        }

        @Test
        void checksumsSpanSegments() throws Exception {
            byte[] content = content(1, LARGE);
            Received received = receive(content, ReceiveLimits.upTo(LARGE), Algorithm.SHA1);

            assertThat(received.sizeBytes()).isEqualTo(LARGE);
            assertThat(received.checksums().get(Algorithm.SHA1))
                    .isEqualTo(new Checksum(
                            Algorithm.SHA1,
                            java.util.HexFormat.of()
                                    .formatHex(java.security.MessageDigest.getInstance("SHA-1")
                                            .digest(content))));
        }

        @ParameterizedTest
        @ValueSource(ints = {0, SMALL, INLINE, 65_536, LARGE})
        void contentOfAnotherLengthThanAnnouncedIsRefused(int length) {
            for (int announced : new int[] {length + 1, length + 70_000, length / 2, length - 1}) {
                if (announced >= 0 && announced != length) {
                    assertThatThrownBy(() -> receive(content(1, length), ReceiveLimits.exactly(announced)))
                            .isInstanceOf(LengthMismatch.class)
                            .hasMessageContaining("announced " + announced);
                }
            }
            nothingIsLeftBehind();
            assertThatCode(() -> receive(content(1, length), ReceiveLimits.exactly(length)))
                    .doesNotThrowAnyException();
        }

        @ParameterizedTest
        @ValueSource(ints = {1, SMALL, INLINE, 65_536, LARGE})
        void contentAboveTheLimitIsRefused(int length) throws IOException {
            assertThatThrownBy(() -> receive(content(1, length), ReceiveLimits.upTo(length - 1)))
                    .isInstanceOf(ContentTooLarge.class);
            nothingIsLeftBehind();
            assertThat(receive(content(1, length), ReceiveLimits.upTo(length)).sizeBytes())
                    .isEqualTo(length);
        }

        /** A length above the limit needs no byte to be read. */
        @Test
        void anAnnouncementAboveTheLimitIsRefusedAtOnce() {
            InputStream untouched = new BrokenStream(new byte[0]);
            assertThatThrownBy(() -> objects.receive(SPACE, untouched, new ReceiveLimits(11, 10), Set.of()))
                    .isInstanceOf(ContentTooLarge.class);
        }

        @ParameterizedTest
        @ValueSource(ints = {0, SMALL, 65_536, 65_537, LARGE})
        void contentThatBreaksOffLeavesNothing(int arrived) {
            InputStream broken = new BrokenStream(content(1, arrived));
            assertThatThrownBy(() -> objects.receive(SPACE, broken, ReceiveLimits.upTo(1L << 40), Set.of()))
                    .isInstanceOf(IOException.class)
                    .hasMessage(BrokenStream.MESSAGE);
            nothingIsLeftBehind();
        }

        @Test
        void aLargeObjectIsInPlaceBeforeAnyRowNamesIt() {
            StoredObject object = receive(content(1, LARGE));

            assertThat(store.ids()).contains(object.id());
            assertThatThrownBy(() -> objects.open(object.id())).isInstanceOf(ObjectMissing.class);
        }

        /** Pooled buffers never mix contents, whatever runs beside each other. */
        @Test
        void parallelContentsDoNotMix() throws Exception {
            List<Callable<Boolean>> callers = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                int seed = i;
                byte[] content = content(seed, i % 2 == 0 ? SMALL + i : LARGE + i);
                callers.add(() -> Arrays.equals(read(store(content)), content));
            }
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (var answer : threads.invokeAll(callers)) {
                    assertThat(answer.get()).isTrue();
                }
            }
        }

        private void nothingIsLeftBehind() {
            assertThat(store.ids()).isEmpty();
            assertThat(store.unfinished()).isZero();
            assertThat(count("object")).isZero();
            assertThat(count("inline_object")).isZero();
        }
    }

    @Nested
    class Registering {
        @Test
        void anObjectOfAFailedTransactionIsNotThere() {
            StoredObject small = receive(content(1, SMALL));
            StoredObject large = receive(content(1, LARGE));
            failing(small, large);

            assertThatThrownBy(() -> objects.open(small.id())).isInstanceOf(ObjectMissing.class);
            assertThatThrownBy(() -> objects.open(large.id())).isInstanceOf(ObjectMissing.class);
            assertThat(count("inline_object")).isZero();
            register(small, large);
            assertThat(read(small.id())).isEqualTo(content(1, SMALL));
            assertThat(read(large.id())).isEqualTo(content(1, LARGE));
        }

        @Test
        void anObjectIsRegisteredOnce() {
            StoredObject object = receive(content(1, SMALL));
            register(object);
            assertThatThrownBy(() -> register(object)).isInstanceOf(IllegalStateException.class);
        }

        @Test
        void discardingRemovesTheBytes() {
            StoredObject object = receive(content(1, LARGE));
            objects.discard(object);
            objects.discard(object);
            objects.discard(receive(content(1, SMALL)));
            assertThat(store.ids()).isEmpty();
        }

        /** A commit that seems to have failed may have gone through, so its bytes stay for the sweeper. */
        @Test
        void discardingAfterATransactionLeavesTheBytesAlone() {
            StoredObject registered = receive(content(1, LARGE));
            register(registered);
            StoredObject failed = receive(content(2, LARGE));
            failing(failed);

            objects.discard(registered);
            objects.discard(failed);

            assertThat(read(registered.id())).isEqualTo(content(1, LARGE));
            assertThat(store.ids()).containsExactlyInAnyOrder(registered.id(), failed.id());
        }

        private void failing(StoredObject... stored) {
            assertThatThrownBy(() -> database.write(Partition.of(SPACE), tx -> {
                        for (StoredObject object : stored) {
                            objects.register(tx, object);
                        }
                        throw new UnsupportedOperationException("refused");
                    }))
                    .isInstanceOf(UnsupportedOperationException.class);
        }
    }

    @Nested
    class Reading {
        @Test
        void rangesAreThoseOfTheContent() {
            byte[] content = content(1, LARGE);
            ObjectId id = store(content);
            try (ObjectReader reader = objects.open(id)) {
                assertThat(reader.id()).isEqualTo(id);
                assertThat(reader.sizeBytes()).isEqualTo(LARGE);
                for (int[] range : new int[][] {
                    {0, 0},
                    {0, 1},
                    {65_535, 65_537},
                    {65_536, 131_072},
                    {100, 199_999},
                    {LARGE - 1, LARGE},
                    {LARGE, LARGE}
                }) {
                    assertThat(range(reader, range[0], range[1]))
                            .isEqualTo(Arrays.copyOfRange(content, range[0], range[1]));
                }
                assertThatThrownBy(() -> range(reader, 0, LARGE + 1)).isInstanceOf(IndexOutOfBoundsException.class);
                assertThatThrownBy(() -> range(reader, -1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
                assertThatThrownBy(() -> range(reader, 2, 1)).isInstanceOf(IndexOutOfBoundsException.class);
            }
        }

        @Test
        void aReaderThatIsGoneIsNoDamage() {
            ObjectId id = store(content(1, LARGE));
            try (ObjectReader reader = objects.open(id)) {
                OutputStream gone = new OutputStream() {
                    @Override
                    public void write(int value) throws IOException {
                        throw new IOException("the client is gone");
                    }
                };
                assertThatThrownBy(() -> reader.transfer(0, LARGE, gone)).isInstanceOf(IOException.class);
            }
        }

        @Test
        void anUnknownObjectIsMissing() {
            ObjectId unknown = ObjectId.random(random);
            assertThatThrownBy(() -> objects.open(unknown))
                    .isInstanceOfSatisfying(
                            ObjectMissing.class, e -> assertThat(e.object()).isEqualTo(unknown));
        }

        @Test
        void everyDamageOfAFileIsNamedWithItsObject() throws IOException {
            ObjectId id = store(content(1, LARGE));
            byte[] sealed = store.bytes(id);

            store.put(id, Arrays.copyOf(sealed, sealed.length - 1));
            damaged(id, "sealed bytes instead of " + sealed.length);
            store.put(id, Arrays.copyOf(sealed, 128 + 65_552));
            damaged(id, "sealed bytes instead of");
            store.put(id, new byte[0]);
            damaged(id, "it has 0 sealed bytes");
            sealed[70_000] ^= 1;
            store.put(id, sealed);
            damaged(id, "segment 1");
            store.lose(id);
            damaged(id, "missing");
        }

        @Test
        void damageIsReportedOnceForEachObject() throws IOException {
            ObjectId id = store(content(1, LARGE));
            ObjectId unknown = ObjectId.random(random);
            int before = reports.lines().size();
            store.lose(id);

            for (int i = 0; i < 2; i++) {
                damaged(id, "missing");
                assertThatThrownBy(() -> objects.open(unknown)).isInstanceOf(ObjectMissing.class);
            }

            assertThat(reports.lines().subList(before, reports.lines().size()))
                    .satisfiesExactly(
                            line -> assertThat(line)
                                    .startsWith("damaged " + id + ": its ")
                                    .contains("missing"),
                            line -> assertThat(line).isEqualTo("missing " + unknown));
        }

        @Test
        void damageBeyondWhatIsRememberedIsStillThrown() {
            for (int i = 0; i <= DamageDesk.REMEMBERED_MAX; i++) {
                ObjectId unknown = ObjectId.random(random);
                assertThatThrownBy(() -> objects.open(unknown)).isInstanceOf(ObjectMissing.class);
            }
            assertThat(reports.lines().stream().filter(line -> line.startsWith("missing ")))
                    .hasSize(DamageDesk.REMEMBERED_MAX);
        }

        @Test
        void damageOfInlineBytesIsNamedWithItsObject() {
            ObjectId id = store(content(1, SMALL));
            byte[] bytes = database.read(
                            session -> session.one("SELECT bytes FROM inline_object", row -> row.getBytes(1)))
                    .orElseThrow();
            bytes[500] ^= 1;
            sql("UPDATE inline_object SET bytes = ?", (Object) bytes);
            damaged(id, "segment 0");
            sql("DELETE FROM inline_object");
            damaged(id, "missing");
        }

        @Test
        void exchangedObjectsAreDamaged() throws IOException {
            ObjectId one = store(content(1, LARGE));
            ObjectId other = store(content(2, LARGE));
            byte[] aside = store.bytes(one);
            store.put(one, store.bytes(other));
            store.put(other, aside);

            damaged(one, "object " + other);
            damaged(other, "object " + one);
        }

        /** The length follows from the bytes; a row that says otherwise is noticed and not believed. */
        @Test
        void aFalsifiedLengthInTheRowIsNoticed() {
            ObjectId small = store(content(1, SMALL));
            ObjectId large = store(content(1, LARGE));
            sql("UPDATE object SET size_bytes = 7");
            damaged(small, "its row says 7");
            damaged(large, "its row says 7");
        }

        @Test
        void contentBeforeTheDamageIsGenuineAndNothingFollowsIt() throws IOException {
            byte[] content = content(1, LARGE);
            ObjectId id = store(content);
            byte[] sealed = store.bytes(id);
            sealed[128 + 65_552 + 10] ^= 1;
            store.put(id, sealed);

            java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
            try (ObjectReader reader = objects.open(id)) {
                assertThatThrownBy(() -> reader.transfer(0, LARGE, out)).isInstanceOf(ObjectDamaged.class);
            }
            assertThat(out.toByteArray()).isEqualTo(Arrays.copyOf(content, 65_536));
        }

        private void damaged(ObjectId id, String reason) {
            assertThatThrownBy(() -> read(id))
                    .isInstanceOfSatisfying(
                            ObjectDamaged.class, e -> assertThat(e.object()).isEqualTo(id))
                    .hasMessageContaining(id.toString())
                    .hasMessageContaining(reason);
        }
    }

    @Nested
    class Keeping {
        @Test
        void aCondemnedObjectIsRevived() {
            ObjectId one = store(content(1, SMALL));
            ObjectId other = store(content(2, LARGE));
            sql("UPDATE object SET condemned_us = 1");

            database.write(Partition.of(SPACE), tx -> {
                objects.keep(tx, one);
                objects.keep(tx, other);
                return null;
            });

            assertThat(count("object WHERE condemned_us IS NOT NULL")).isZero();
        }

        @Test
        void anObjectThatIsGoneCannotBeKept() {
            ObjectId gone = ObjectId.random(random);
            assertThatThrownBy(() -> database.write(Partition.of(SPACE), tx -> {
                        objects.keep(tx, gone);
                        return null;
                    }))
                    .isInstanceOfSatisfying(
                            ObjectMissing.class, e -> assertThat(e.object()).isEqualTo(gone));
        }
    }

    @Test
    void warmingUpChangesNothing() {
        objects.warmUp();
        assertThat(read(store(content(1, LARGE)))).isEqualTo(content(1, LARGE));
        assertThat(count("object")).isEqualTo(1);
    }

    /** Every operation of the store fails once: nothing is visible, and nothing stays where it is seen. */
    @Test
    void aFailingDiskLeavesNothingHalfVisible() {
        byte[] content = content(1, LARGE);
        for (int operation = 1; ; operation++) {
            objects = open(Objects.INLINE_DEFAULT_BYTES);
            store.failAt(operation, true);
            boolean received = false;
            try {
                StoredObject object = receive(content);
                received = true;
                assertThat(store.ids()).contains(object.id());
                store.recover();
                objects.discard(object);
            } catch (StorageFailure e) {
                assertThat(e).hasMessageContaining("Input/output error");
            }
            assertThat(store.ids()).as("after operation %d failed", operation).isEmpty();
            assertThat(store.unfinished())
                    .as("after operation %d failed", operation)
                    .isZero();
            assertThat(count("object")).isZero();
            if (received) {
                assertThat(operation).isEqualTo(store.stepsToStore(4) + 1);
                return;
            }
        }
    }

    /** The same on a disk that is gone for good, removal included: what stays is where nobody looks but the sweeper. */
    @Test
    void aDyingDiskLeavesAtMostAnOrphan() {
        byte[] content = content(1, LARGE);
        for (int operation = 1; operation <= store.stepsToStore(4); operation++) {
            objects = open(Objects.INLINE_DEFAULT_BYTES);
            store.failAt(operation, false);
            assertThatThrownBy(() -> receive(content)).isInstanceOf(StorageFailure.class);
            store.recover();
            assertThat(count("object")).isZero();
            assertThat(store.ids().size() + store.unfinished()).isLessThanOrEqualTo(operation);
        }
    }

    @Test
    void aFullDiskIsCalledOne() {
        store.failWith("No space left on device");
        store.failAt(3, true);
        assertThatThrownBy(() -> receive(content(1, LARGE))).isInstanceOf(StorageFull.class);
        assertThat(store.unfinished()).isZero();
        store.recover();
        assertThat(read(store(content(1, LARGE)))).isEqualTo(content(1, LARGE));
    }
}
