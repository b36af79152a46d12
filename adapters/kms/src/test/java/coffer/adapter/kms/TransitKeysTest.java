package coffer.adapter.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.keys.KeyService;
import coffer.keys.RootKey;
import coffer.keys.RootKeyAway;
import coffer.keys.SealBroken;
import coffer.keys.WrappedKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Root keys in a transit engine. Neither OpenBao nor Vault is in Debian or a registry that a build can use, so a stand-in is strict. */
class TransitKeysTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Optional<String> TOKEN = Optional.of(FakeTransit.TOKEN);
    private static final byte[] CONTEXT = "space 4711".getBytes(StandardCharsets.US_ASCII);

    /** What opening asks: the description, a probe, and that probe twice. */
    private static final int REQUESTS_OF_OPENING = 4;

    private final List<Duration> pauses = new CopyOnWriteArrayList<>();

    /** Long for a server on this machine; only tests of one that says nothing wait for it. */
    private final Patience patience = new Patience(
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            List.of(Duration.ofMillis(200), Duration.ofSeconds(1)),
            pauses::add);

    private FakeTransit fake;

    @BeforeEach
    void start() throws IOException {
        fake = new FakeTransit(null);
    }

    @AfterEach
    void stop() {
        fake.close();
        assertThat(fake.complaints()).isEmpty();
    }

    @Test
    void aWrappedKeyComesBack() throws SealBroken {
        try (KeyService service = open()) {
            byte[] key = key();
            WrappedKey wrapped = service.wrap(key, CONTEXT);
            assertThat(wrapped.keyVersion()).isEqualTo(1);
            assertThat(wrapped.bytes()).hasSize(WrappedKey.BYTES);
            assertThat(service.unwrap(wrapped, CONTEXT)).isEqualTo(key);
            assertThat(service.wrap(key, CONTEXT).bytes()).isNotEqualTo(wrapped.bytes());
            assertThat(service.unwrap(service.wrap(key, new byte[0]), new byte[0]))
                    .isEqualTo(key);
            assertThat(service.place()).isEqualTo(fake.address());
        }
        assertThat(fake.requests())
                .startsWith(
                        "GET /v1/transit/keys/coffer",
                        "POST /v1/transit/encrypt/coffer",
                        "POST /v1/transit/decrypt/coffer",
                        "POST /v1/transit/decrypt/coffer",
                        "POST /v1/transit/encrypt/coffer",
                        "POST /v1/transit/decrypt/coffer");
    }

    @Test
    void whatOlderVersionsHaveWrappedIsOpenedAfterARotation() throws SealBroken {
        try (KeyService service = open()) {
            byte[] key = key();
            WrappedKey first = service.wrap(key, CONTEXT);
            fake.rotate();
            WrappedKey second = service.wrap(key, CONTEXT);
            assertThat(second.keyVersion()).isEqualTo(2);
            assertThat(service.unwrap(first, CONTEXT)).isEqualTo(key);
            assertThat(service.unwrap(second, CONTEXT)).isEqualTo(key);
            fake.minDecryptionVersion = 2;
            assertThat(service.unwrap(second, CONTEXT)).isEqualTo(key);
            away(() -> service.unwrap(first, CONTEXT), "version 1 of the key is not to be had", "disallowed by policy");
            fake.minDecryptionVersion = 1;
            fake.forgetLatestVersion();
            away(
                    () -> service.unwrap(second, CONTEXT),
                    "version 2 of the key is not to be had",
                    "restored from before");
        }
    }

    @Test
    void theContextIsBound() {
        try (KeyService service = open()) {
            WrappedKey wrapped = service.wrap(key(), CONTEXT);
            for (byte[] other : List.of(new byte[0], "space 4712".getBytes(StandardCharsets.US_ASCII), new byte[64])) {
                assertThatThrownBy(() -> service.unwrap(wrapped, other)).isInstanceOf(SealBroken.class);
            }
        }
    }

    @Test
    void everyAlteredByteIsNoticed() throws SealBroken {
        try (KeyService service = open()) {
            fake.rotate();
            byte[] key = key();
            WrappedKey wrapped = service.wrap(key, CONTEXT);
            for (int i = 0; i < WrappedKey.BYTES; i++) {
                byte[] altered = wrapped.bytes().clone();
                altered[i] ^= (byte) (1 << (i % 8));
                assertThatThrownBy(() -> service.unwrap(new WrappedKey(2, altered), CONTEXT))
                        .as("byte %d", i)
                        .isInstanceOf(SealBroken.class);
            }
            assertThatThrownBy(() -> service.unwrap(new WrappedKey(1, wrapped.bytes()), CONTEXT))
                    .isInstanceOf(SealBroken.class);
            assertThatThrownBy(() -> service.unwrap(new WrappedKey(0, wrapped.bytes()), CONTEXT))
                    .isInstanceOf(SealBroken.class);
            assertThat(service.unwrap(wrapped, CONTEXT)).isEqualTo(key);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 33})
    void onlyKeysOfTheRightLengthAreWrapped(int length) {
        try (KeyService service = open()) {
            assertThatThrownBy(() -> service.wrap(new byte[length], CONTEXT))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(fake.requests()).hasSize(REQUESTS_OF_OPENING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"aes128-gcm96", "chacha20-poly1305", "rsa-4096", ""})
    void aKeyOfAnotherTypeIsRefused(String type) {
        fake.type = type;
        away(this::open, "not of type aes256-gcm96");
    }

    @Test
    void aDerivedKeyIsRefused() {
        fake.derived = true;
        away(this::open, "derived or convergent");
    }

    @Test
    void aServiceThatDoesNotBindTheContextIsRefused() {
        fake.ignoresAssociatedData = true;
        away(this::open, "does not authenticate associated_data");
    }

    @Test
    void theNamespaceOfTheAddressIsSaid() {
        fake.namespace = Optional.of("team/a");
        TransitKeys.open(URI.create(fake.address() + "?namespace=team/a"), TOKEN, patience, null)
                .close();
    }

    @Test
    void withoutATokenNoneIsSent() {
        fake.token = Optional.empty();
        TransitKeys.open(URI.create(fake.address()), Optional.empty(), patience, null)
                .close();
    }

    @Test
    void aTokenThatIsRefusedIsSaidOnceAndNotRepeated() {
        away(
                () -> TransitKeys.open(URI.create(fake.address()), Optional.of("hvs.falsch"), patience, null),
                "the token is not valid or its policies are too narrow",
                "read transit/keys/coffer",
                "transit/decrypt/coffer",
                "permission denied");
        assertThat(fake.requests()).hasSize(1);
        try (KeyService service = open()) {
            fake.token = Optional.of("another");
            away(() -> service.wrap(key(), CONTEXT), "the token is not valid");
        }
    }

    @Test
    void aKeyAndAnEngineThatAreNotThereAreSaid() {
        away(() -> openAt("http://127.0.0.1:" + fake.port() + "/v1/transit/keys/other"), "there is no such key");
        away(
                () -> openAt("http://127.0.0.1:" + fake.port() + "/v1/other/keys/coffer"),
                "no transit engine is mounted at other/",
                "no handler for route");
        assertThat(fake.requests()).hasSize(2);
    }

    @Test
    void aSealedServiceIsSaidAndUsedAgainWhenItIsOpen() throws SealBroken {
        try (KeyService service = open()) {
            byte[] key = key();
            WrappedKey wrapped = service.wrap(key, CONTEXT);
            fake.sealed = true;
            away(() -> service.unwrap(wrapped, CONTEXT), "it is sealed");
            fake.sealed = false;
            assertThat(service.unwrap(wrapped, CONTEXT)).isEqualTo(key);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {412, 429, 500, 502, 503, 504})
    void whatMayPassIsAskedAgainAfterAPause(int status) {
        try (KeyService service = open()) {
            fake.next(FakeTransit.answers(status, ""), FakeTransit.answers(status, "<html>"));
            service.wrap(key(), CONTEXT);
            assertThat(pauses).containsExactly(Duration.ofMillis(200), Duration.ofSeconds(1));
            int before = fake.requests().size();
            FakeTransit.Fault fault = FakeTransit.answers(status, "{\"errors\":[\"so\\n\\tnicht\"]}");
            fake.next(fault, fault, fault);
            away(() -> service.wrap(key(), CONTEXT), "it says: so nicht");
            assertThat(fake.requests()).hasSize(before + 3);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, it refuses encrypting",
        "401, not understood (status 401)",
        "404, there is no such key",
        "405, not understood (status 405)",
        "204, not understood (status 204)"
    })
    void whatDoesNotPassIsNotAskedAgain(int status, String why) {
        try (KeyService service = open()) {
            fake.next(FakeTransit.answers(status, ""));
            away(() -> service.wrap(key(), CONTEXT), why);
            assertThat(fake.requests()).hasSize(REQUESTS_OF_OPENING + 1);
            assertThat(pauses).isEmpty();
        }
    }

    @Test
    void aRedirectionIsNotFollowed() throws IOException {
        try (FakeTransit other = new FakeTransit(null);
                KeyService service = open()) {
            fake.next(exchange -> {
                exchange.getResponseHeaders().set("Location", other.address());
                exchange.sendResponseHeaders(307, -1);
            });
            away(() -> service.wrap(key(), CONTEXT), "it points elsewhere (status 307)");
            assertThat(other.requests()).isEmpty();
        }
    }

    @Test
    void aConnectionThatBreaksOffIsMadeAgain() {
        try (KeyService service = open()) {
            fake.next(FakeTransit.breaksOff(), FakeTransit.breaksOff());
            service.wrap(key(), CONTEXT);
            fake.next(FakeTransit.breaksOff(), FakeTransit.breaksOff(), FakeTransit.breaksOff());
            away(() -> service.wrap(key(), CONTEXT), "the connection broke off");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aServiceThatSaysNothingIsNotWaitedForForEver(boolean headFirst) {
        Patience short_ = new Patience(Duration.ofSeconds(5), Duration.ofMillis(300), patience.pauses(), pauses::add);
        CountDownLatch over = new CountDownLatch(1);
        fake.next(exchange -> {
            if (headFirst) {
                exchange.sendResponseHeaders(200, 100);
                exchange.getResponseBody().write('{');
                exchange.getResponseBody().flush();
            }
            awaitUninterrupted(over);
        });
        away(() -> TransitKeys.open(URI.create(fake.address()), TOKEN, short_, null), "no answer within 300 ms");
        over.countDown();
        assertThat(fake.requests()).hasSize(1);
    }

    @Test
    void anAnswerHasABound() {
        try (KeyService service = open()) {
            String longest = ciphertext(1, new byte[WrappedKey.BYTES]);
            longest += " ".repeat(TransitClient.ANSWER_BYTES_MAX - longest.length());
            fake.next(FakeTransit.answers(200, longest));
            assertThat(service.wrap(key(), CONTEXT).bytes()).isEqualTo(new byte[WrappedKey.BYTES]);
            fake.next(FakeTransit.answers(200, longest + " "));
            away(() -> service.wrap(key(), CONTEXT), "more than 65536 bytes");
            assertThat(pauses).isEmpty();
        }
    }

    @Test
    void theVersionOfAKeyHasABound() {
        try (KeyService service = open()) {
            fake.next(FakeTransit.answers(200, ciphertext(65_535, new byte[WrappedKey.BYTES])));
            assertThat(service.wrap(key(), CONTEXT).keyVersion()).isEqualTo(65_535);
            fake.next(FakeTransit.answers(200, ciphertext(65_536, new byte[WrappedKey.BYTES])));
            away(() -> service.wrap(key(), CONTEXT), "no ciphertext as transit engines write it");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<html>sign in</html> | what answers there is no transit engine",
                "[] | what answers there is no transit engine",
                "{\"data\":null} | what answers there is no transit engine",
                "{\"data\":{}} | no ciphertext",
                "{\"data\":{\"ciphertext\":7}} | no ciphertext",
                "{\"data\":{\"ciphertext\":\"bao:v1:AAAA\"}} | no ciphertext",
                "{\"data\":{\"ciphertext\":\"vault:v0:AAAA\"}} | no ciphertext",
                "{\"data\":{\"ciphertext\":\"vault:v1:A-_A\"}} | no ciphertext",
                "{\"data\":{\"ciphertext\":\"vault:v1:A\"}} | no base64",
                "{\"data\":{\"ciphertext\":\"vault:v1:AAAA\"}} | has 3 bytes and not the 60"
            })
    void whatIsNoAnswerToEncryptingIsRefused(String body, String why) {
        try (KeyService service = open()) {
            fake.next(FakeTransit.answers(200, body));
            away(() -> service.wrap(key(), CONTEXT), why);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"data\":{}} | no key of 32 bytes",
                "{\"data\":{\"plaintext\":\"AAAA\"}} | no key of 32 bytes",
                "{\"data\":{\"plaintext\":\"geheim!\"}} | no base64"
            })
    void whatIsNoAnswerToDecryptingIsRefused(String body, String why) {
        try (KeyService service = open()) {
            WrappedKey wrapped = service.wrap(key(), CONTEXT);
            fake.next(FakeTransit.answers(200, body));
            away(() -> service.unwrap(wrapped, CONTEXT), why);
        }
    }

    @Test
    void aTokenIsOneLine() {
        for (String token :
                List.of("", "geheim geheim", "geheim\n", "geheimä", "x".repeat(TransitClient.TOKEN_LENGTH_MAX + 1))) {
            assertThatThrownBy(() -> TransitKeys.open(URI.create(fake.address()), Optional.of(token), patience, null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("geheim")
                    .hasNoCause();
        }
        String longest = "x".repeat(TransitClient.TOKEN_LENGTH_MAX);
        fake.token = Optional.of(longest);
        TransitKeys.open(URI.create(fake.address()), fake.token, patience, null).close();
    }

    @Test
    void aServiceThatRepeatsTheTokenIsNotRepeated() {
        try (KeyService service = open()) {
            fake.next(FakeTransit.answers(403, "{\"errors\":[\"bad token " + FakeTransit.TOKEN + "\"]}"));
            away(() -> service.wrap(key(), CONTEXT), "bad token [secret]");
        }
    }

    @Test
    void nothingThatListensIsSaid() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            free = socket.getLocalPort();
        }
        away(
                () -> openAt("http://127.0.0.1:" + free + "/v1/transit/keys/coffer"),
                "nothing accepts connections at 127.0.0.1:" + free);
        assertThat(pauses).isEmpty();
    }

    @Test
    void aNameThatNobodyKnowsIsSaid() {
        away(
                () -> openAt("https://vault.invalid:8200/v1/transit/keys/coffer"),
                "the name of vault.invalid:8200 is not known");
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefused(@TempDir Path directory)
            throws IOException, InterruptedException, GeneralSecurityException {
        SSLContext tls = TestCertificate.make(directory).context();
        try (FakeTransit secured = new FakeTransit(tls)) {
            URI address = URI.create("https://localhost:" + secured.port() + "/v1/transit/keys/coffer");
            TransitKeys.open(address, TOKEN, patience, tls).close();
            int before = secured.requests().size();
            away(() -> TransitKeys.open(address, TOKEN, patience, null), "TLS did not come about");
            away(
                    () -> TransitKeys.open(
                            URI.create(address.toString().replace("localhost", "127.0.0.1")), TOKEN, patience, tls),
                    "the certificate is not for this name");
            assertThat(secured.requests()).hasSize(before);
            assertThat(secured.complaints()).isEmpty();
        }
    }

    @Test
    void anInterruptionEndsTheWait() {
        try (KeyService service = open()) {
            Thread.currentThread().interrupt();
            away(() -> service.wrap(key(), CONTEXT), "interrupted");
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void eightThreadsMayUseItAtOnce() throws Exception {
        try (KeyService service = open();
                ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Integer>> running = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                byte[] context = ("space " + thread).getBytes(StandardCharsets.US_ASCII);
                running.add(threads.submit(() -> {
                    int right = 0;
                    for (int i = 0; i < 25; i++) {
                        byte[] key = key();
                        if (Arrays.equals(key, service.unwrap(service.wrap(key, context), context))) {
                            right++;
                        }
                    }
                    return right;
                }));
            }
            for (Future<Integer> thread : running) {
                assertThat(thread.get()).isEqualTo(25);
            }
        }
    }

    private KeyService open() {
        return openAt(fake.address());
    }

    private KeyService openAt(String address) {
        return TransitKeys.open(URI.create(address), TOKEN, patience, null);
    }

    /** Away, for the reasons given, and without the token in any message. */
    private static void away(ThrowingCallable call, String... why) {
        assertThatThrownBy(call).isInstanceOf(RootKeyAway.class).satisfies(thrown -> {
            assertThat(thrown.getMessage())
                    .startsWith("The root key http")
                    .contains(why)
                    .doesNotContain("geheim");
            for (Throwable t = thrown; t != null; t = t.getCause()) {
                assertThat(t.toString()).doesNotContain("geheim").doesNotContain("falsch");
            }
        });
    }

    private static String ciphertext(int version, byte[] bytes) {
        return "{\"data\":{\"ciphertext\":\"vault:v" + version + ":"
                + Base64.getEncoder().encodeToString(bytes) + "\"}}";
    }

    private static byte[] key() {
        byte[] key = new byte[RootKey.KEY_BYTES];
        RANDOM.nextBytes(key);
        return key;
    }

    private static void awaitUninterrupted(CountDownLatch over) {
        try {
            over.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
