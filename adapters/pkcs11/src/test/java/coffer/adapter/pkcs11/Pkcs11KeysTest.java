package coffer.adapter.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.keys.KeyService;
import coffer.keys.RootKey;
import coffer.keys.RootKeyAway;
import coffer.keys.SealBroken;
import coffer.keys.WrappedKey;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.KeyGenerator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Root keys in SoftHSM, by way of {@code Pkcs11Keys} as the server uses it. */
class Pkcs11KeysTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Optional<String> PIN = Optional.of(SoftHsm.PIN);
    private static final byte[] CONTEXT = "space 4711".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    static Path directory;

    private static SoftHsm softHsm;
    private static Path tokenFiles;

    /** One for all tests, as a process has one. */
    private static Pkcs11Keys keys;

    @BeforeAll
    static void makeToken() throws IOException, InterruptedException {
        softHsm = SoftHsm.need(directory);
        tokenFiles = softHsm.makeToken("coffer");
        keys = new Pkcs11Keys(RANDOM);
        keys.create(softHsm.address("coffer", "root"), PIN).close();
    }

    @Test
    void aWrappedKeyComesBack() throws SealBroken {
        byte[] key = key();
        try (KeyService service = open("coffer", "root")) {
            WrappedKey wrapped = service.wrap(key, CONTEXT);
            assertThat(wrapped.keyVersion()).isZero();
            assertThat(wrapped.bytes()).hasSize(WrappedKey.BYTES);
            assertThat(service.unwrap(wrapped, CONTEXT)).isEqualTo(key);
            WrappedKey again = service.wrap(key, CONTEXT);
            assertThat(again.bytes()).isNotEqualTo(wrapped.bytes());
            assertThat(service.unwrap(again, CONTEXT)).isEqualTo(key);
        }
        try (KeyService service = open("coffer", "root")) {
            WrappedKey wrapped = service.wrap(key, new byte[0]);
            assertThat(service.unwrap(wrapped, new byte[0])).isEqualTo(key);
        }
    }

    @Test
    void thePlaceIsTheAddress() {
        try (KeyService service = open("coffer", "root")) {
            assertThat(service.place())
                    .isEqualTo(softHsm.address("coffer", "root").toString());
        }
    }

    @Test
    void theContextIsBound() {
        try (KeyService service = open("coffer", "root")) {
            WrappedKey wrapped = service.wrap(key(), CONTEXT);
            for (byte[] other : List.of(new byte[0], "space 4712".getBytes(StandardCharsets.US_ASCII), new byte[64])) {
                assertThatThrownBy(() -> service.unwrap(wrapped, other)).isInstanceOf(SealBroken.class);
            }
        }
    }

    @Test
    void anotherKeyDoesNotOpenIt() {
        WrappedKey wrapped;
        try (KeyService service = open("coffer", "root")) {
            wrapped = service.wrap(key(), CONTEXT);
        }
        try (KeyService other = keys.create(softHsm.address("coffer", "other"), PIN)) {
            assertThatThrownBy(() -> other.unwrap(wrapped, CONTEXT)).isInstanceOf(SealBroken.class);
        }
    }

    @Test
    void everyAlteredByteIsNoticed() throws SealBroken {
        try (KeyService service = open("coffer", "root")) {
            byte[] key = key();
            WrappedKey wrapped = service.wrap(key, CONTEXT);
            for (int i = 0; i < WrappedKey.BYTES; i++) {
                byte[] altered = wrapped.bytes().clone();
                altered[i] ^= (byte) (1 << (i % 8));
                assertThatThrownBy(() -> service.unwrap(new WrappedKey(0, altered), CONTEXT))
                        .as("byte %d", i)
                        .isInstanceOf(SealBroken.class);
            }
            assertThatThrownBy(() -> service.unwrap(new WrappedKey(1, wrapped.bytes()), CONTEXT))
                    .isInstanceOf(SealBroken.class);
            assertThat(service.unwrap(wrapped, CONTEXT)).isEqualTo(key);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 33})
    void onlyKeysOfTheRightLengthAreWrapped(int length) {
        try (KeyService service = open("coffer", "root")) {
            assertThatThrownBy(() -> service.wrap(new byte[length], CONTEXT))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void theKeyStaysInTheToken() throws GeneralSecurityException, IOException {
        Provider provider = provider("");
        KeyStore objects = KeyStore.getInstance("PKCS11", provider);
        objects.load(null, SoftHsm.PIN.toCharArray());
        assertThat(objects.getKey("root", null).getEncoded()).isNull();
        assertThat(objects.getKey("root", null).toString()).contains(", sensitive, unextractable");
    }

    @Test
    void aKeyIsMadeOnce() throws SealBroken {
        URI address = softHsm.address("coffer", "once");
        byte[] key = key();
        try (KeyService service = keys.create(address, PIN)) {
            WrappedKey wrapped = service.wrap(key, CONTEXT);
            assertThatThrownBy(() -> keys.create(address, PIN))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("nothing was made");
            assertThat(service.unwrap(wrapped, CONTEXT)).isEqualTo(key);
        }
    }

    @Test
    void aWrongPinIsSaidAndNotOfferedTwice() throws IOException, InterruptedException {
        softHsm.makeToken("pinned");
        keys.create(softHsm.address("pinned", "root"), PIN).close();
        URI address = softHsm.address("pinned", "root");
        assertThatThrownBy(() -> keys.open(address, Optional.of("falsch-4711")))
                .isInstanceOf(RootKeyAway.class)
                .hasMessageContaining("the PIN is wrong")
                .hasMessageNotContaining("falsch");
        assertThatThrownBy(() -> keys.open(address, Optional.of("falsch-4711")))
                .isInstanceOf(RootKeyAway.class)
                .hasMessageContaining("has refused this PIN before")
                .hasMessageNotContaining("falsch");
        keys.open(address, PIN).close();
        assertThatThrownBy(() -> keys.open(address, Optional.empty()))
                .isInstanceOf(RootKeyAway.class)
                .hasMessageContaining("asks for a PIN");
    }

    @Test
    void aWrongPinIsNoticedAlsoWhileSomebodyIsSignedIn() throws IOException, InterruptedException, SealBroken {
        softHsm.makeToken("busy");
        URI address = softHsm.address("busy", "root");
        byte[] key = key();
        try (KeyService service = keys.create(address, PIN)) {
            WrappedKey wrapped = service.wrap(key, CONTEXT);
            assertThatThrownBy(() -> keys.open(address, Optional.of("falsch-4711")))
                    .isInstanceOf(RootKeyAway.class)
                    .hasMessageContaining("the PIN is wrong");
            assertThat(service.unwrap(wrapped, CONTEXT)).isEqualTo(key);
        }
    }

    @Test
    void aKeyThatIsMissingForAWhileIsUsedAgain(@TempDir Path away)
            throws IOException, InterruptedException, SealBroken {
        Path files = softHsm.makeToken("losing");
        byte[] key = key();
        try (KeyService service = keys.create(softHsm.address("losing", "root"), PIN)) {
            WrappedKey wrapped = service.wrap(key, CONTEXT);
            Path object = softHsm.onlyObject(files);
            Path moved = away.resolve("object");
            Files.move(object, moved);
            assertThatThrownBy(() -> service.unwrap(wrapped, CONTEXT))
                    .isInstanceOf(RootKeyAway.class)
                    .hasMessageContaining("no secret key of this name");
            Files.move(moved, object);
            assertThat(service.unwrap(wrapped, CONTEXT)).isEqualTo(key);
        }
    }

    @Test
    void thePinMayLieInAFileAndBeCorrectedThere(@TempDir Path files) throws IOException, InterruptedException {
        softHsm.makeToken("filed");
        keys.create(softHsm.address("filed", "root"), PIN).close();
        Path file = files.resolve("pin");
        URI address = URI.create(softHsm.address("filed", "root") + "&pin-source=" + file.toUri());
        assertThatThrownBy(() -> keys.open(address, Optional.empty()))
                .isInstanceOf(RootKeyAway.class)
                .hasMessageContaining("cannot be read");
        Files.writeString(file, "falsch-4711\n");
        assertThatThrownBy(() -> keys.open(address, Optional.empty()))
                .isInstanceOf(RootKeyAway.class)
                .hasMessageContaining("the PIN is wrong");
        Files.writeString(file, SoftHsm.PIN + "\r\n");
        try (KeyService service = keys.open(address, Optional.empty())) {
            assertThat(service.place()).doesNotContain("pin");
        }
        Files.writeString(file, "x".repeat(Pkcs11Keys.PIN_BYTES_MAX));
        assertThatThrownBy(() -> keys.open(address, Optional.empty()))
                .isInstanceOf(RootKeyAway.class)
                .hasMessageContaining("the PIN is wrong");
        Files.writeString(file, "x".repeat(Pkcs11Keys.PIN_BYTES_MAX + 1));
        assertThatThrownBy(() -> keys.open(address, Optional.empty()))
                .isInstanceOf(RootKeyAway.class)
                .hasMessageContaining("holds no PIN");
        keys.open(address, PIN).close();
    }

    @Test
    void aMissingTokenIsSaidWithThoseThatAreThere() {
        assertThatThrownBy(() -> open("nobody", "root"))
                .isInstanceOf(RootKeyAway.class)
                .hasMessageContaining("there is no such token")
                .hasMessageContaining("token 'coffer' with serial ");
    }

    @Test
    void aTokenThatWasMadeLaterIsFound() throws IOException, InterruptedException, SealBroken {
        assertThatThrownBy(() -> open("later", "root")).isInstanceOf(RootKeyAway.class);
        try (KeyService before = open("coffer", "root")) {
            byte[] key = key();
            WrappedKey wrapped = before.wrap(key, CONTEXT);
            softHsm.makeToken("later");
            keys.create(softHsm.address("later", "root"), PIN).close();
            // For the new token the module was initialised anew, which ends all connections.
            assertThat(before.unwrap(wrapped, CONTEXT)).isEqualTo(key);
        }
    }

    @Test
    void ofTwoTokensWithOneLabelTheSerialNumberPicks() throws IOException, InterruptedException {
        softHsm.makeToken("twin");
        softHsm.makeToken("twin");
        assertThatThrownBy(() -> keys.create(softHsm.address("twin", "root"), PIN))
                .isInstanceOf(RootKeyAway.class)
                .hasMessageContaining("several tokens are meant")
                .satisfies(e -> {
                    String serial = String.valueOf(e.getMessage()).replaceFirst("(?s).*serial ([0-9a-f]+) .*", "$1");
                    keys.create(softHsm.address("twin;serial=" + serial, "root"), PIN)
                            .close();
                });
    }

    @Test
    void aMissingKeyIsSaid() {
        assertThatThrownBy(() -> open("coffer", "nothing"))
                .isInstanceOf(RootKeyAway.class)
                .hasMessageContaining("no secret key of this name");
    }

    @Test
    void aMissingModuleIsSaidAndSoIsALibraryThatIsNone(@TempDir Path files) {
        String address = "pkcs11:token=coffer;object=root?module-path=";
        assertThatThrownBy(() -> keys.open(URI.create(address + files.resolve("m.so")), PIN))
                .isInstanceOf(RootKeyAway.class)
                .hasMessageContaining("there is no library");
        Path another = Path.of(System.getProperty("java.home"), "lib", System.mapLibraryName("zip"));
        assertThat(another).exists();
        assertThatThrownBy(() -> keys.open(URI.create(address + another), PIN))
                .isInstanceOf(RootKeyAway.class)
                .hasMessageContaining("no PKCS #11 module");
    }

    @Test
    void twoKeysOfOneNameAreRefused(@TempDir Path files) throws IOException, InterruptedException {
        softHsm.makeToken("double");
        softHsm.importKey("double", "root", 32, files);
        softHsm.importKey("double", "root", 32, files);
        assertThatThrownBy(() -> open("double", "root"))
                .isInstanceOf(RootKeyAway.class)
                .hasMessageContaining("have the same label")
                .hasMessageContaining("root");
    }

    @Test
    void aShortKeyIsRefused(@TempDir Path files) throws IOException, InterruptedException {
        softHsm.makeToken("short");
        softHsm.importKey("short", "root", 16, files);
        assertThatThrownBy(() -> open("short", "root"))
                .isInstanceOf(RootKeyAway.class)
                .hasMessageContaining("no AES key of 256 bits");
    }

    @Test
    void aKeyThatCanBeReadIsRefused() throws GeneralSecurityException, IOException {
        Provider provider = provider("""
                attributes(generate, CKO_SECRET_KEY, CKK_AES) = {
                  CKA_TOKEN = true
                  CKA_SENSITIVE = false
                  CKA_EXTRACTABLE = true
                  CKA_LABEL = 0h6f70656e
                }
                """);
        KeyStore.getInstance("PKCS11", provider).load(null, SoftHsm.PIN.toCharArray());
        KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
        generator.init(256);
        assertThat(generator.generateKey().getEncoded()).hasSize(RootKey.KEY_BYTES);
        assertThatThrownBy(() -> open("coffer", "open"))
                .isInstanceOf(RootKeyAway.class)
                .hasMessageContaining("can be read out of the token");
    }

    @Test
    void aTokenThatWasAwayIsUsedAgainWhenItIsBack() throws IOException, InterruptedException, SealBroken {
        Path files = softHsm.makeToken("moving");
        byte[] key = key();
        try (KeyService service = keys.create(softHsm.address("moving", "root"), PIN)) {
            WrappedKey wrapped = service.wrap(key, CONTEXT);
            for (int round = 0; round < 3; round++) {
                Path away = directory.resolve("away");
                Files.move(files, away);
                assertThatThrownBy(() -> service.unwrap(wrapped, CONTEXT))
                        .isInstanceOf(RootKeyAway.class)
                        .hasMessageContaining("pkcs11:token=moving;object=root");
                assertThatThrownBy(() -> service.wrap(key, CONTEXT)).isInstanceOf(RootKeyAway.class);
                Files.move(away, files);
                assertThat(service.unwrap(wrapped, CONTEXT)).isEqualTo(key);
                assertThat(service.unwrap(service.wrap(key, CONTEXT), CONTEXT)).isEqualTo(key);
            }
        }
    }

    @Test
    void closingOneConnectionLeavesAnotherToTheSameTokenUsable() throws SealBroken {
        byte[] key = key();
        try (KeyService first = open("coffer", "root")) {
            WrappedKey wrapped = first.wrap(key, CONTEXT);
            KeyService second = open("coffer", "root");
            assertThat(second.unwrap(wrapped, CONTEXT)).isEqualTo(key);
            second.close();
            second.close();
            assertThat(first.unwrap(wrapped, CONTEXT)).isEqualTo(key);
            assertThatThrownBy(() -> second.wrap(key, CONTEXT)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void eightThreadsMayUseItAtOnce() throws Exception {
        try (KeyService service = open("coffer", "root");
                ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Integer>> running = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                byte[] context = ("space " + thread).getBytes(StandardCharsets.US_ASCII);
                running.add(threads.submit(() -> {
                    int right = 0;
                    for (int i = 0; i < 50; i++) {
                        byte[] key = key();
                        if (Arrays.equals(key, service.unwrap(service.wrap(key, context), context))) {
                            right++;
                        }
                    }
                    return right;
                }));
            }
            for (Future<Integer> thread : running) {
                assertThat(thread.get()).isEqualTo(50);
            }
        }
    }

    /** A key that is not there makes the module be initialised anew, which no thread may notice. */
    @Test
    void loadingAnewDoesNotDisturbThoseWhoWork() throws Exception {
        try (KeyService service = open("coffer", "root");
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                running.add(threads.submit(() -> {
                    for (int i = 0; i < 25; i++) {
                        byte[] key = key();
                        assertThat(service.unwrap(service.wrap(key, CONTEXT), CONTEXT))
                                .isEqualTo(key);
                    }
                    return null;
                }));
            }
            for (int i = 0; i < 10; i++) {
                assertThatThrownBy(() -> open("coffer", "nothing")).isInstanceOf(RootKeyAway.class);
            }
            for (Future<?> thread : running) {
                thread.get();
            }
        }
    }

    private static KeyService open(String token, String object) {
        return keys.open(softHsm.address(token, object), PIN);
    }

    private static byte[] key() {
        byte[] key = new byte[RootKey.KEY_BYTES];
        RANDOM.nextBytes(key);
        return key;
    }

    /** The JDK's provider for the token "coffer", as another program would use it. */
    private static Provider provider(String attributes) {
        assertThat(tokenFiles).isDirectory();
        try {
            Cryptoki cryptoki = Cryptoki.load(softHsm.module());
            cryptoki.initialize();
            TokenInfo token = cryptoki.tokens().stream()
                    .filter(found -> found.label().equals("coffer"))
                    .findFirst()
                    .orElseThrow();
            return Security.getProvider("SunPKCS11")
                    .configure(ProviderSettings.using(softHsm.module(), token) + attributes);
        } catch (TokenRefusal e) {
            throw new AssertionError(e);
        }
    }
}
