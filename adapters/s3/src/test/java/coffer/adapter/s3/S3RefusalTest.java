package coffer.adapter.s3;

import static coffer.adapter.s3.FaultProxy.answer;
import static coffer.adapter.s3.FaultProxy.any;
import static coffer.adapter.s3.FaultProxy.method;
import static coffer.adapter.s3.FaultProxy.signedAt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.base.ObjectId;
import coffer.base.Secret;
import coffer.blobs.BlobStore;
import coffer.blobs.SealedBytes;
import coffer.disk.StorageFailure;
import coffer.testkit.TurnedClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkGlobalTime;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What an operator reads when a bucket cannot be used, and what servers may lack. */
final class S3RefusalTest {
    private static final String CONDITION = "if-none-match";
    private static final String CHECKSUM = "x-amz-checksum-crc32c";
    private static final byte[] CONTENT = {1, 2, 3};

    private final SecureRandom random = new SecureRandom();
    private Bucket bucket;
    private FaultProxy proxy;

    @BeforeEach
    void open() throws IOException {
        bucket = new Bucket();
        proxy = new FaultProxy(bucket.port());
    }

    /** The SDK believes servers and goes by their time from then on, for all clients of the process. */
    @AfterEach
    void goByTheRightTimeAgain() {
        SdkGlobalTime.setGlobalTimeOffset(0);
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        bucket.close();
    }

    @Test
    void aWrongSecretIsNamed() {
        S3Credentials wrong = new S3Credentials(S3ProxyServer.ACCESS_KEY, Secret.of("geheim"));
        assertRefused(bucket.address(bucket.port()), wrong, "the secret does not belong to the access key");
    }

    @Test
    void anUnknownAccessKeyIsNamed() {
        S3Credentials unknown = new S3Credentials("somebody", Secret.of("geheim"));
        assertRefused(bucket.address(bucket.port()), unknown, "does not know the access key");
    }

    @Test
    void aMissingBucketIsNamed() {
        S3Address other = S3Address.parse(
                URI.create("s3://no-such-bucket/x?region=us-east-1&endpoint=http://127.0.0.1:" + bucket.port()));
        assertRefused(other, S3ProxyServer.credentials(), "there is no bucket no-such-bucket at http://127.0.0.1:");
    }

    /** The server compares the time of signing with its own clock. */
    @Test
    void aServerThatFindsTheClockWrongSaysSo() {
        proxy.next(Integer.MAX_VALUE, any(), signedAt("20200101T000000Z"));
        assertRefused("the clocks differ");
    }

    @ParameterizedTest
    @CsvSource({"3725, this machine's is 62 min 5 s ahead of", "-3725, this machine's is 62 min 5 s behind"})
    void aWrongClockIsNamedWithTheDifference(long seconds, String message) {
        Instant server = Instant.parse("2026-11-22T21:40:00Z");
        proxy.next(
                Integer.MAX_VALUE, any(), answer(403, "RequestTimeTooSkewed", "Date: Sun, 22 Nov 2026 21:40:00 GMT"));
        TurnedClock clock = new TurnedClock(server.plusSeconds(seconds));
        assertThatThrownBy(() -> S3Store.open(
                        bucket.address(proxy.port()),
                        Optional.of(S3ProxyServer.credentials()),
                        Bucket.LIMITS,
                        Quarantine.COPY_BYTES_MAX,
                        new S3Store.Surroundings(clock, random, _ -> {})))
                .isInstanceOf(StorageFailure.class)
                .hasMessageContaining(message);
    }

    @Test
    void aWrongRegionIsNamedWithTheRightOne() {
        proxy.next(Integer.MAX_VALUE, any(), answer(301, "PermanentRedirect", "x-amz-bucket-region: eu-central-1"));
        assertRefused("is not in the region us-east-1: it lies in eu-central-1");
        proxy.heal();
        proxy.next(Integer.MAX_VALUE, any(), answer(400, "AuthorizationHeaderMalformed"));
        assertRefused("is not in the region us-east-1");
    }

    @ParameterizedTest
    @CsvSource({"GET, listing, 0", "PUT, storing, 0", "HEAD, looking for, 0", "DELETE, removing, 1"})
    void aMissingRightIsNamedWithWhatItIsFor(String method, String doing, int left) {
        proxy.next(Integer.MAX_VALUE, method(method), answer(403, "AccessDenied"));
        assertThatThrownBy(() -> bucket.open(proxy.port(), Bucket.LIMITS))
                .isInstanceOf(StorageFailure.class)
                .hasMessageContainingAll("needs the rights to list, read, write and delete", doing);
        assertThat(bucket.keys()).hasSize(left);
    }

    @Test
    void aServerThatIsNotThereIsNamed() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            free = socket.getLocalPort();
        }
        assertRefused(
                bucket.address(free),
                S3ProxyServer.credentials(),
                "http://127.0.0.1:" + free + " cannot be reached",
                "does it run, and is the port right?");
    }

    @Test
    void aNameThatNobodyKnowsIsNamed() {
        S3Address nowhere = S3Address.parse(URI.create("s3://bucket/x?region=us-east-1&endpoint=http://store.invalid"));
        assertRefused(nowhere, S3ProxyServer.credentials(), "the name of http://store.invalid cannot be resolved");
    }

    @Test
    void aCertificateThatNobodyTrustsIsNamed(@TempDir Path directory) throws Exception {
        try (TlsServer server = TlsServer.start(directory)) {
            S3Address address = S3Address.parse(
                    URI.create("s3://bucket/x?region=us-east-1&endpoint=https://localhost:" + server.port()));
            assertRefused(
                    address,
                    S3ProxyServer.credentials(),
                    "does not trust the certificate of https://localhost:" + server.port());
        }
    }

    @Test
    void aServerThatSpeaksSomethingElseIsNamed() {
        S3Address plain = S3Address.parse(
                URI.create("s3://bucket/x?region=us-east-1&endpoint=https://127.0.0.1:" + bucket.port()));
        assertRefused(plain, S3ProxyServer.credentials(), "https://127.0.0.1:" + bucket.port());
    }

    @Test
    void aServerThatAnswersNonsenseIsNamed() {
        proxy.next(Integer.MAX_VALUE, any(), answer(418, "Teapot"));
        assertRefused("answers 418, Teapot: scripted");
    }

    /** Whether it lacks the condition, the checksum or both, objects come back and are not replaced. */
    @ParameterizedTest
    @CsvSource({"true, false", "false, true", "true, true"})
    void aServerMayLackConditionsAndChecksums(boolean conditions, boolean checksums) throws Exception {
        Predicate<FaultProxy.Exchange> unknown =
                exchange -> (conditions && exchange.has(CONDITION)) || (checksums && exchange.has(CHECKSUM));
        proxy.next(Integer.MAX_VALUE, unknown, answer(501, "NotImplemented"));
        try (S3Store store = bucket.open(proxy.port(), Bucket.LIMITS)) {
            for (int length : new int[] {3, S3Limits.PART_BYTES_MIN + 1}) {
                byte[] content = new byte[length];
                random.nextBytes(content);
                ObjectId id = ObjectId.random(random);
                keep(store, id, content);
                // Ours already: not a failure.
                if (length == 3) {
                    keep(store, id, content);
                }
                content[0]++;
                assertThatThrownBy(() -> keep(store, id, content)).hasMessageContaining("another object has its id");
                content[0]--;
                assertThat(read(store, id)).isEqualTo(content);
            }
        }
        assertThat(bucket.keys()).hasSize(2);
    }

    /** It says yes to the condition, and replaces. */
    @Test
    void aServerThatDoesNotHeedConditionsIsLookedAtFirst() throws Exception {
        int[] puts = {0};
        proxy.next(1, exchange -> exchange.has(CONDITION) && ++puts[0] == 2, answer(200, "", "ETag: \"x\""));
        try (S3Store store = bucket.open(proxy.port(), Bucket.LIMITS)) {
            proxy.requests().clear();
            keep(store, ObjectId.random(random), CONTENT);
            assertThat(proxy.requests()).hasSize(2);
            assertThat(proxy.requests().getFirst()).startsWith("HEAD ");
            assertThat(proxy.requests().getLast()).startsWith("PUT ");
        }
    }

    /** It says yes to any checksum: MD5 is sent instead. */
    @Test
    void aServerThatDoesNotHeedChecksumsGetsAnotherKind() throws Exception {
        int[] puts = {0};
        proxy.next(1, exchange -> exchange.has(CHECKSUM) && ++puts[0] == 3, answer(200, "", "ETag: \"x\""));
        boolean[] md5 = {false};
        try (S3Store store = bucket.open(proxy.port(), Bucket.LIMITS)) {
            proxy.next(
                    1,
                    exchange -> {
                        md5[0] |= exchange.has("content-md5") && !exchange.has(CHECKSUM);
                        return false;
                    },
                    answer(500, "Never"));
            keep(store, ObjectId.random(random), CONTENT);
        }
        assertThat(md5[0]).isTrue();
    }

    /** The server itself looks at the checksum. */
    @Test
    void bytesThatChangedOnTheWayAreNotStored() {
        Requests requests = requests();
        PartBuffer part = new PartBuffer(new PartBuffers());
        part.append(CONTENT, 0, CONTENT.length);
        assertThatThrownBy(() -> requests.putOnce("wrong", part, new Dialect(true, true), "AAAAAA=="))
                .isInstanceOf(S3Exception.class);
        assertThat(bucket.keys()).isEmpty();
        assertThat(requests.putOnce("right", part, new Dialect(true, true), part.crc32c()))
                .isTrue();
        assertThat(requests.putOnce("right", part, new Dialect(true, true), part.crc32c()))
                .isFalse();
        assertThat(bucket.keys()).containsExactly("right");
        requests.client().close();
    }

    @Test
    void secretsAreNeverPrinted() {
        S3Credentials credentials = new S3Credentials("access", Secret.of("geheim"));
        assertThat(credentials.toString() + S3Credentials.of("access", Secret.of("geheim")))
                .doesNotContain("geheim")
                .doesNotContain("access");
        assertThat(S3Credentials.of(null, null)).isEmpty();
        assertThatThrownBy(() -> S3Credentials.of("access", null)).hasMessageContaining("only one is set");
        assertThatThrownBy(() -> S3Credentials.of(null, Secret.of("geheim")))
                .hasMessageContaining("only one is set")
                .hasMessageNotContaining("geheim");
        assertThatThrownBy(() -> new S3Credentials(" ", Secret.of("geheim")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("geheim");
    }

    private Requests requests() {
        S3Address address = bucket.address(bucket.port());
        return new Requests(
                Clients.of(address, Optional.of(S3ProxyServer.credentials()), Bucket.LIMITS),
                address,
                Bucket.LIMITS,
                new Retries(_ -> {}, random),
                new Diagnosis(address, new TurnedClock(Instant.EPOCH)));
    }

    private void assertRefused(String... message) {
        assertRefused(bucket.address(proxy.port()), S3ProxyServer.credentials(), message);
    }

    private void assertRefused(S3Address address, S3Credentials credentials, String... message) {
        S3Limits limits = new S3Limits(
                S3Limits.PART_BYTES_MIN, Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(20));
        assertThatThrownBy(() -> S3Store.open(
                        address, Optional.of(credentials), limits, Quarantine.COPY_BYTES_MAX, Bucket.surroundings()))
                .isInstanceOf(StorageFailure.class)
                .hasMessageContainingAll(message)
                .hasMessageNotContaining("geheim");
        assertThat(bucket.keys()).isEmpty();
    }

    private static void keep(S3Store store, ObjectId id, byte[] content) {
        try (BlobStore.Incoming incoming = store.receive(id)) {
            incoming.write(content, 0, content.length);
            incoming.keep();
        }
    }

    private static byte[] read(S3Store store, ObjectId id) throws Exception {
        try (SealedBytes bytes = store.open(id)) {
            byte[] all = new byte[(int) bytes.length()];
            bytes.read(0, all, 0, all.length);
            return all;
        }
    }
}
