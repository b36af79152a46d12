package coffer.adapter.s3;

import static coffer.adapter.s3.FaultProxy.answer;
import static coffer.adapter.s3.FaultProxy.any;
import static coffer.adapter.s3.FaultProxy.cutAnswer;
import static coffer.adapter.s3.FaultProxy.cutRequest;
import static coffer.adapter.s3.FaultProxy.method;
import static coffer.adapter.s3.FaultProxy.truncateBody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.base.ObjectId;
import coffer.blobs.BlobStore;
import coffer.blobs.ObjectNames;
import coffer.blobs.SealedBytes;
import coffer.disk.StorageFailure;
import coffer.disk.StorageFull;
import coffer.keys.SealBroken;
import coffer.testkit.LongRun;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A network and a server that fail: what was kept is right, and what failed is not there. */
final class S3FaultTest {
    private static final int PART = S3Limits.PART_BYTES_MIN;
    private static final int SMALL = 10_000;
    private static final LongRun CUTS = new LongRun("s3-cuts");

    private final SecureRandom random = new SecureRandom();
    private Bucket bucket;
    private FaultProxy proxy;
    private S3Store store;
    private S3Store direct;

    @BeforeEach
    void open() throws IOException {
        bucket = new Bucket();
        proxy = new FaultProxy(bucket.port());
        store = bucket.open(proxy.port(), Bucket.LIMITS);
        direct = bucket.open();
        proxy.requests().clear();
    }

    @AfterEach
    void close() throws IOException {
        store.close();
        direct.close();
        proxy.close();
        bucket.close();
    }

    @ParameterizedTest
    @CsvSource({"500, InternalError", "503, SlowDown", "503, ServiceUnavailable", "429, TooManyRequests", "502, ''"})
    void whatPassesIsTriedAgainAsOftenAsPromised(int status, String code) throws Exception {
        byte[] content = content(1, SMALL);
        ObjectId id = newId();
        proxy.next(Retries.RETRIES_MAX, method("PUT"), answer(status, code));
        keep(store, id, content);
        assertThat(proxy.requests("PUT")).isEqualTo(Retries.RETRIES_MAX + 1L);

        proxy.next(Retries.RETRIES_MAX, method("HEAD"), answer(status, code));
        proxy.next(Retries.RETRIES_MAX, method("GET"), answer(status, code));
        assertThat(read(store, id)).isEqualTo(content);

        proxy.next(Retries.RETRIES_MAX, method("GET"), answer(status, code));
        assertThat(store.list("", 1).found()).hasSize(1);
        proxy.next(Retries.RETRIES_MAX, method("DELETE"), answer(status, code));
        store.remove(id);
        assertThat(bucket.keys()).isEmpty();
    }

    @Test
    void whatDoesNotPassFailsAndIsNotThere() {
        ObjectId id = newId();
        proxy.next(Retries.RETRIES_MAX + 1, method("PUT"), answer(503, "SlowDown"));

        assertThatThrownBy(() -> keep(store, id, content(1, SMALL)))
                .isInstanceOf(StorageFailure.class)
                .isNotInstanceOf(StorageFull.class)
                .hasMessageContaining("storing house/one/objects/")
                .hasMessageContaining("503, SlowDown");

        assertThat(proxy.requests("PUT")).isEqualTo(Retries.RETRIES_MAX + 1L);
        assertNothingIsThere(id);
    }

    @Test
    void refusalsAreNotRepeated() {
        proxy.next(1, method("PUT"), answer(403, "AccessDenied"));
        assertThatThrownBy(() -> keep(store, newId(), content(1, SMALL))).isInstanceOf(StorageFailure.class);
        assertThat(proxy.requests("PUT")).isOne();
    }

    @ParameterizedTest
    @CsvSource({"507, InsufficientStorage", "403, QuotaExceeded", "507, XMinioStorageFull", "507, ''"})
    void aFullServerIsAFullStore(int status, String code) {
        ObjectId id = newId();
        proxy.next(1, method("PUT"), answer(status, code));
        assertThatThrownBy(() -> keep(store, id, content(1, SMALL)))
                .isInstanceOf(StorageFull.class)
                .hasMessageContaining("no room is left");
        assertThat(proxy.requests("PUT")).isOne();
        assertNothingIsThere(id);
    }

    /** The server has the object; we do not know, and ask it to store what it must not replace. */
    @Test
    void anObjectWhoseAnswerWasLostIsOurs() throws Exception {
        byte[] content = content(1, SMALL);
        ObjectId id = newId();
        proxy.next(1, method("PUT"), cutAnswer(0));

        keep(store, id, content);

        assertThat(proxy.requests("PUT")).isEqualTo(2);
        assertThat(read(direct, id)).isEqualTo(content);
    }

    @Test
    void anUploadWhoseLastAnswerWasLostIsComplete() throws Exception {
        byte[] content = content(1, 2 * PART + 1);
        ObjectId id = newId();
        // The second POST; the first begins the upload.
        proxy.next(
                1,
                exchange -> exchange.requestLine().startsWith("POST ") && !begins(exchange.requestLine()),
                cutAnswer(5));

        keep(store, id, content);

        assertThat(proxy.requests("POST")).isEqualTo(3);
        assertThat(read(direct, id)).isEqualTo(content);
        assertThat(bucket.uploads()).isZero();
    }

    private static boolean begins(String requestLine) {
        return requestLine.contains("?uploads");
    }

    /** The caller is told that it failed, and may try once more. */
    @Test
    void keepingCanBeRepeated() throws Exception {
        for (int length : new int[] {SMALL, PART + 1}) {
            byte[] content = content(1, length);
            ObjectId id = newId();
            try (BlobStore.Incoming incoming = store.receive(id)) {
                incoming.write(content, 0, length);
                proxy.next(Retries.RETRIES_MAX + 1, any(), answer(503, "SlowDown"));
                assertThatThrownBy(incoming::keep).isInstanceOf(StorageFailure.class);
                incoming.keep();
            }
            assertThat(read(direct, id)).isEqualTo(content);
        }
    }

    @Test
    void anUploadThatFailsInTheMiddleIsTakenBack() {
        ObjectId id = newId();
        proxy.next(
                Retries.RETRIES_MAX + 1,
                exchange -> exchange.requestLine().contains("partNumber=2"),
                answer(500, "InternalError"));

        assertThatThrownBy(() -> keep(store, id, content(1, 3 * PART)))
                .isInstanceOf(StorageFailure.class)
                .hasMessageContaining("part 2");

        assertNothingIsThere(id);
        assertThat(bucket.uploads()).isZero();
    }

    @Test
    void aFailedWriteIsTheEndOfAnObject() {
        try (BlobStore.Incoming incoming = store.receive(newId())) {
            proxy.next(Retries.RETRIES_MAX + 1, method("POST"), answer(500, "InternalError"));
            assertThatThrownBy(() -> incoming.write(new byte[PART + 1], 0, PART + 1))
                    .isInstanceOf(StorageFailure.class);
            assertThatThrownBy(() -> incoming.write(new byte[1], 0, 1)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(incoming::keep).isInstanceOf(IllegalStateException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_551, 200_000, 300_000})
    void anAnswerThatEndsEarlyIsTakenUpWhereItBroke(int bytes) throws Exception {
        byte[] content = content(2, 400_000);
        ObjectId id = newId();
        keep(direct, id, content);

        proxy.next(Retries.RETRIES_MAX, method("GET"), truncateBody(bytes));
        assertThat(read(store, id)).isEqualTo(content);
        proxy.heal();
        proxy.next(Retries.RETRIES_MAX, method("GET"), cutAnswer(500L + bytes));
        assertThat(read(store, id)).isEqualTo(content);
    }

    /** The JDK takes the part of a head that has arrived for the whole. */
    @Test
    void anAnswerThatEndsWithinItsHeadIsAskedForAgain() throws Exception {
        byte[] content = content(2, PART + 1);
        ObjectId id = newId();
        int statusLine = 20;
        proxy.next(1, exchange -> exchange.requestLine().contains("partNumber=1"), cutAnswer(statusLine));
        keep(store, id, content);
        proxy.next(2, method("HEAD"), cutAnswer(statusLine));
        proxy.next(1, method("GET"), cutAnswer(statusLine));
        assertThat(read(store, id)).isEqualTo(content);
    }

    /** As a sealed object is read: its header, its last segment, then all from behind the header. */
    @Test
    void whoComesBackToWhereTheyWereGoesOnInTheSameAnswer() throws Exception {
        byte[] content = content(2, 1_000_000);
        ObjectId id = newId();
        keep(direct, id, content);
        byte[] read = new byte[content.length];
        try (SealedBytes bytes = store.open(id)) {
            bytes.read(0, read, 0, 128);
            bytes.read(990_000, read, 990_000, 10_000);
            assertThat(proxy.requests("GET")).isEqualTo(2);
            bytes.read(128, read, 128, 100_000);
            assertThat(proxy.requests("GET")).isEqualTo(2);
            for (int at = 100_128; at < 990_000; at += 10_000) {
                bytes.read(at, read, at, Math.min(10_000, 990_000 - at));
            }
            assertThat(proxy.requests("GET")).isEqualTo(3);
        }
        assertThat(read).isEqualTo(content);
    }

    @Test
    void anAnswerThatAlwaysEndsEarlyIsAFailureAndNotAShortObject() throws Exception {
        ObjectId id = newId();
        keep(direct, id, content(2, 400_000));
        proxy.next(Integer.MAX_VALUE, method("GET"), truncateBody(10));

        assertThatThrownBy(() -> read(store, id))
                .isInstanceOf(StorageFailure.class)
                .hasMessageContaining("reading house/one/objects/");
    }

    @Test
    void aServerThatSaysNothingIsTriedAgain() throws Exception {
        S3Limits impatient = new S3Limits(PART, Duration.ofSeconds(5), Duration.ofMillis(700), Duration.ofSeconds(30));
        byte[] content = content(3, SMALL);
        ObjectId id = newId();
        try (S3Store hasty = bucket.open(proxy.port(), impatient)) {
            proxy.next(1, method("PUT"), proxy.silence());
            keep(hasty, id, content);
            proxy.next(2, method("GET"), proxy.silence());
            assertThat(read(hasty, id)).isEqualTo(content);

            proxy.next(Retries.RETRIES_MAX + 1, method("HEAD"), proxy.silence());
            assertThatThrownBy(() -> hasty.open(id))
                    .isInstanceOf(StorageFailure.class)
                    .hasMessageContaining("did not answer in time");
        }
    }

    /** The time-out of a whole call: bytes come, but never all of them. */
    @Test
    void aCallHasAnEnd() throws Exception {
        S3Limits impatient = new S3Limits(PART, Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(1));
        try (S3Store hasty = bucket.open(proxy.port(), impatient)) {
            proxy.next(Retries.RETRIES_MAX + 1, method("HEAD"), proxy.silence());
            assertThatThrownBy(() -> hasty.open(newId()))
                    .isInstanceOf(StorageFailure.class)
                    .hasMessageContaining("did not answer in time");
            assertThat(Thread.interrupted()).isFalse();
        }
    }

    @Test
    void anObjectThatIsReplacedWhileItIsReadIsBroken() throws Exception {
        ObjectId id = newId();
        keep(direct, id, content(4, 1_000_000));
        try (SealedBytes bytes = store.open(id)) {
            bytes.read(0, new byte[100], 0, 100);
            bucket.put("house/one/objects/" + ObjectNames.path(id), 1_000_000);
            assertThatThrownBy(() -> bytes.read(900_000, new byte[100], 0, 100))
                    .isInstanceOf(SealBroken.class)
                    .hasMessageContaining("replaced");
            direct.remove(id);
            assertThatThrownBy(() -> bytes.read(500_000, new byte[100], 0, 100))
                    .isInstanceOf(SealBroken.class)
                    .hasMessageContaining("missing");
        }
    }

    /** Otherwise every object would count as lost. */
    @Test
    void aBucketThatIsAwayIsNoLossOfItsObjects() {
        proxy.next(Integer.MAX_VALUE, method("HEAD"), answer(404, ""));
        assertThatThrownBy(() -> store.open(newId())).isInstanceOf(StorageFailure.class);
    }

    /** Connections break at any byte of requests and answers: after it all, an object is there whole or not at all. */
    @Test
    @Tag("long")
    @Tag("long-s3-cuts")
    void cutsAtAnyByteLoseNothingAndLeaveNothingHalf() throws Exception {
        long seed = Long.getLong("coffer.seed", random.nextLong());
        Random chance = new Random(seed);
        int rounds = CUTS.count(25, 1_000);
        int kept = 0;
        for (int round = 0; round < rounds; round++) {
            int length = chance.nextInt(3) == 0 ? PART + 1 + chance.nextInt(PART) : 1 + chance.nextInt(300_000);
            byte[] content = content(round, length);
            ObjectId id = newId();
            proxy.next(chance.nextInt(Retries.RETRIES_MAX + 3), any(), cut(chance, length));
            boolean success = isKept(id, content);
            proxy.heal();
            kept += success ? 1 : 0;
            assertWholeOrNothing(id, content, success, "seed " + seed + ", round " + round);
            readWithCuts(chance, id, content, success);
        }
        assertThat(kept).as("seed %s", seed).isPositive();
        assertThat(direct.removeUnfinished(Instant.now().plusSeconds(3_600), _ -> false)
                        .foreign())
                .isZero();
        assertThat(bucket.uploads()).isZero();
        CUTS.report(rounds + " objects over connections that break, seed " + seed + ": " + kept
                + " kept and whole, the others not there or whole");
    }

    private static FaultProxy.Fault cut(Random chance, int length) {
        return chance.nextBoolean() ? cutRequest(chance.nextInt(length + 1)) : cutAnswer(chance.nextInt(600));
    }

    private boolean isKept(ObjectId id, byte[] content) {
        try {
            keep(store, id, content);
            return true;
        } catch (StorageFailure e) {
            return false;
        }
    }

    private void assertWholeOrNothing(ObjectId id, byte[] content, boolean success, String when) throws Exception {
        try {
            assertThat(read(direct, id)).as(when).isEqualTo(content);
        } catch (SealBroken missing) {
            assertThat(success).as(when).isFalse();
        }
    }

    private void readWithCuts(Random chance, ObjectId id, byte[] content, boolean success) throws Exception {
        if (success) {
            proxy.next(
                    chance.nextInt(Retries.RETRIES_MAX + 1), method("GET"), cutAnswer(chance.nextInt(content.length)));
            assertThat(read(store, id)).isEqualTo(content);
            proxy.heal();
        }
    }

    private void assertNothingIsThere(ObjectId id) {
        proxy.heal();
        assertThatThrownBy(() -> direct.open(id)).isInstanceOf(SealBroken.class);
        assertThat(bucket.keys()).isEmpty();
    }

    private ObjectId newId() {
        return ObjectId.inOrder(System.currentTimeMillis(), random);
    }

    private static byte[] content(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static void keep(S3Store store, ObjectId id, byte[] content) {
        try (BlobStore.Incoming incoming = store.receive(id)) {
            incoming.write(content, 0, content.length);
            incoming.keep();
        }
    }

    private static byte[] read(S3Store store, ObjectId id) throws SealBroken {
        try (SealedBytes bytes = store.open(id)) {
            byte[] all = new byte[(int) bytes.length()];
            for (int at = 0; at < all.length; at += 65_552) {
                bytes.read(at, all, at, Math.min(65_552, all.length - at));
            }
            return all;
        }
    }
}
