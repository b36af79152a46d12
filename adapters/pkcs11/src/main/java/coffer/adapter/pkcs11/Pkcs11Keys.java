package coffer.adapter.pkcs11;

import coffer.base.Secret;
import coffer.keys.KeyService;
import coffer.keys.KeyServices;
import coffer.keys.RootKeyAway;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Root keys in tokens: hardware security modules, smart cards, SoftHSM. An AES-256 key wraps in the token with AES-GCM and never leaves
 * it; a wrapped key is nonce, ciphertext and tag, of version 0.
 *
 * <p>Addresses are PKCS #11 URIs (RFC 7512) with the attributes {@code token}, {@code serial}, {@code slot-id} (one at least), {@code
 * object}, {@code module-path}, and if wanted {@code type=secret-key} and {@code pin-source=file:/path}, which is read when no PIN is given.
 *
 * <p>A process has one of these: it knows which modules are loaded, and modules bear one user at a time. Thread-safe. 64-bit Unix only.
 */
public final class Pkcs11Keys implements KeyServices {
    static final int PIN_BYTES_MAX = 256;

    private final SecureRandom random;
    private final Map<Path, TokenModule> modules = new ConcurrentHashMap<>();

    /**
     * Loads nothing yet.
     *
     * @param random makes the nonces
     */
    public Pkcs11Keys(SecureRandom random) {
        this.random = random;
    }

    /**
     * Signs in to a token and finds the key, which must be an AES key of 256 bits that cannot be read.
     *
     * @param secret the PIN; goes before that of {@code pin-source}
     * @throws IllegalArgumentException when the address is not understood
     * @throws RootKeyAway when the module, the token or the key is missing or unfit, or the PIN is refused; says which
     */
    @Override
    public KeyService open(URI at, Optional<String> secret) {
        TokenAddress address = TokenAddress.parse(at);
        Pkcs11Service service = new Pkcs11Service(module(address), address, pin(address, secret), random);
        service.connect();
        return service;
    }

    /**
     * Makes the key that an address names: in the token, sensitive and not extractable. It is durable when this returns.
     *
     * @return the new key, as {@link #open} does
     * @throws IllegalArgumentException when the address is not understood, or an object of this name is there; then nothing was made
     * @throws RootKeyAway as {@link #open}
     */
    public KeyService create(URI at, Optional<String> secret) {
        TokenAddress address = TokenAddress.parse(at);
        TokenModule module = module(address);
        Optional<Secret> pin = pin(address, secret).get();
        try {
            if (!module.alone(() -> module.make(address, pin))) {
                throw new IllegalArgumentException(
                        "The token holds an object of this name already; nothing was made: " + address);
            }
        } finally {
            pin.ifPresent(Secret::close);
        }
        return open(at, secret);
    }

    /** By the real path, because one module that is loaded by two names would have two users at a time. */
    private TokenModule module(TokenAddress address) {
        try {
            return modules.computeIfAbsent(
                    address.module().toRealPath(), path -> new TokenModule(path, TokenModule.TURN_MAX, random));
        } catch (IOException e) {
            throw new RootKeyAway(
                    "The root key " + address + " cannot be used: there is no library " + address.module()
                            + ", or the account of the server may not read it.",
                    e);
        }
    }

    private static Supplier<Optional<Secret>> pin(TokenAddress address, Optional<String> given) {
        if (given.isPresent() || address.pinFile().isEmpty()) {
            return () -> given.map(Secret::of);
        }
        Path file = address.pinFile().get();
        return () -> Optional.of(pin(address, file));
    }

    /** One line; the line end does not belong to it. */
    private static Secret pin(TokenAddress address, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(PIN_BYTES_MAX + 2);
            String line = new String(bytes, StandardCharsets.UTF_8).replaceFirst("\\r?\\n$", "");
            if (line.isEmpty() || line.length() > PIN_BYTES_MAX || line.chars().anyMatch(Character::isISOControl)) {
                throw new RootKeyAway("The root key " + address + " cannot be used: the file " + file
                        + " holds no PIN, which is one line of at most " + PIN_BYTES_MAX + " characters.");
            }
            return Secret.of(line);
        } catch (IOException e) {
            throw new RootKeyAway(
                    "The root key " + address + " cannot be used: the file " + file + " with its PIN cannot be read.",
                    e);
        }
    }
}
