package coffer.adapter.pkcs11;

import coffer.base.Secret;
import coffer.keys.KeyService;
import coffer.keys.RootKey;
import coffer.keys.SealBroken;
import coffer.keys.WrappedKey;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A root key in a token. A call that meets a lost connection makes a new one, once; what fails then is for the caller, and the next call
 * tries again. A PIN from a file is read each time, so that a corrected one is found.
 */
final class Pkcs11Service implements KeyService {
    /** The second finds out whether the first failed by chance, or because the connection was lost. */
    private static final int ATTEMPTS = 2;

    private final TokenModule module;
    private final TokenAddress address;
    private final Supplier<Optional<Secret>> pin;
    private final SecureRandom random;
    private @Nullable TokenConnection connection;
    private boolean closed;

    Pkcs11Service(TokenModule module, TokenAddress address, Supplier<Optional<Secret>> pin, SecureRandom random) {
        this.module = module;
        this.address = address;
        this.pin = pin;
        this.random = random;
    }

    /** Makes sure that the key is there now. */
    void connect() {
        module.alone(this::connection);
    }

    @Override
    public WrappedKey wrap(byte[] key, byte[] context) {
        if (key.length != RootKey.KEY_BYTES) {
            throw new IllegalArgumentException("a key of " + key.length + " bytes is not wrapped");
        }
        return module.alone(() -> {
            for (int attempt = 1; ; attempt++) {
                TokenConnection current = connection();
                try {
                    return wrap(current, key, context);
                } catch (GeneralSecurityException | ProviderException e) {
                    drop(current);
                    if (attempt == ATTEMPTS) {
                        throw TokenRefusal.of(e).away(address);
                    }
                }
            }
        });
    }

    private WrappedKey wrap(TokenConnection current, byte[] key, byte[] context) throws GeneralSecurityException {
        byte[] nonce = new byte[WrappedKey.NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = current.encrypt(nonce, key, context);
        if (sealed.length != WrappedKey.BYTES - WrappedKey.NONCE_BYTES) {
            throw new ProviderException("the token has returned " + sealed.length + " bytes");
        }
        byte[] wrapped = Arrays.copyOf(nonce, WrappedKey.BYTES);
        System.arraycopy(sealed, 0, wrapped, WrappedKey.NONCE_BYTES, sealed.length);
        return new WrappedKey(0, wrapped);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Modules do not say reliably whether a tag was wrong or the device has failed. Broken is therefore what a token refuses twice while
     * it wraps and unwraps another key without fault.
     */
    @Override
    public byte[] unwrap(WrappedKey wrapped, byte[] context) throws SealBroken {
        if (wrapped.keyVersion() != 0) {
            throw new SealBroken("a key in a token has no versions; another service has wrapped this");
        }
        byte[] nonce = Arrays.copyOf(wrapped.bytes(), WrappedKey.NONCE_BYTES);
        byte[] sealed = Arrays.copyOfRange(wrapped.bytes(), WrappedKey.NONCE_BYTES, WrappedKey.BYTES);
        return module.alone(() -> {
            for (int attempt = 1; ; attempt++) {
                TokenConnection current = connection();
                try {
                    return decrypted(current, nonce, sealed, context);
                } catch (GeneralSecurityException | ProviderException e) {
                    boolean works = current.works(random);
                    if (!works) {
                        drop(current);
                    }
                    if (attempt == ATTEMPTS && works) {
                        throw new SealBroken("the key in the token does not open it", e);
                    }
                    if (attempt == ATTEMPTS) {
                        throw TokenRefusal.of(e).away(address);
                    }
                }
            }
        });
    }

    private static byte[] decrypted(TokenConnection current, byte[] nonce, byte[] sealed, byte[] context)
            throws GeneralSecurityException {
        byte[] key = current.decrypt(nonce, sealed, context);
        if (key.length != RootKey.KEY_BYTES) {
            throw new ProviderException("the token has returned " + key.length + " bytes");
        }
        return key;
    }

    private TokenConnection connection() {
        if (closed) {
            throw new IllegalStateException("the connection to " + address + " was closed");
        }
        TokenConnection current = connection;
        if (current == null || !module.isOpen(current)) {
            connection = null;
            Optional<Secret> secret = pin.get();
            try {
                current = module.connect(address, secret);
            } finally {
                secret.ifPresent(Secret::close);
            }
            connection = current;
        }
        return current;
    }

    private void drop(TokenConnection current) {
        connection = null;
        module.close(current);
    }

    @Override
    public String place() {
        return address.toString();
    }

    /** Signs out. The module stays loaded. */
    @Override
    public void close() {
        module.alone(() -> {
            TokenConnection current = connection;
            if (current != null && module.isOpen(current)) {
                drop(current);
            }
            closed = true;
            return closed;
        });
    }
}
