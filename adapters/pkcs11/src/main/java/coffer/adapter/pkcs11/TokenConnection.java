package coffer.adapter.pkcs11;

import coffer.adapter.pkcs11.TokenRefusal.Kind;
import coffer.base.Secret;
import coffer.keys.RootKey;
import coffer.keys.WrappedKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.AuthProvider;
import java.security.GeneralSecurityException;
import java.security.InvalidParameterException;
import java.security.Key;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.Provider;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.Security;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.security.auth.login.LoginException;

/**
 * A key in a token, signed in to: one instance of SunPKCS11, which is registered nowhere. Of no use any more after the first failure that
 * {@link #works} confirms. Not thread-safe, and only used under the lock of its {@link TokenModule}.
 */
final class TokenConnection {
    private static final String GCM = "AES/GCM/NoPadding";
    private static final int KEY_BITS = 256;
    private static final byte[] PROBE_CONTEXT = "coffer probe".getBytes(StandardCharsets.US_ASCII);

    /**
     * The provider tells a key's length in its text only: "… AES secret key, 32 bits token object, …". Of a key that it has found the
     * number is of bytes, of one that it has made of bits.
     */
    private static final Pattern LENGTH = Pattern.compile(".* key, ([0-9]{1,6}) bits .*");

    private final AuthProvider provider;
    private final SecretKey key;

    private TokenConnection(AuthProvider provider, SecretKey key) {
        this.provider = provider;
        this.key = key;
    }

    /** Signs in and finds the key. */
    static TokenConnection open(
            Path library, TokenInfo token, TokenAddress address, Optional<Secret> pin, SecureRandom random)
            throws TokenRefusal {
        AuthProvider provider = provider(ProviderSettings.using(library, token));
        boolean kept = false;
        try {
            KeyStore objects = signIn(provider, pin);
            TokenConnection connection = new TokenConnection(provider, key(objects, address));
            connection.probe(random);
            kept = true;
            return connection;
        } catch (GeneralSecurityException | ProviderException e) {
            String code = TokenRefusal.code(e);
            throw new TokenRefusal(
                    Kind.GONE,
                    "AES-GCM does not work with it (" + (code.isEmpty() ? e.getMessage() : code)
                            + "); the key must allow encrypting and"
                            + " decrypting, and the token must take the nonce that is given to it",
                    e);
        } finally {
            if (!kept) {
                end(provider);
            }
        }
    }

    /**
     * Makes a key in the token.
     *
     * @return false when an object of its name is there already; then nothing was made
     */
    static boolean make(Path library, TokenInfo token, TokenAddress address, Optional<Secret> pin) throws TokenRefusal {
        AuthProvider provider = provider(ProviderSettings.making(library, token, address.object()));
        try {
            if (signIn(provider, pin).containsAlias(address.object())) {
                return false;
            }
            KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
            generator.init(KEY_BITS);
            generator.generateKey();
            return true;
        } catch (GeneralSecurityException | ProviderException | InvalidParameterException e) {
            throw TokenRefusal.of(e);
        } finally {
            end(provider);
        }
    }

    private static AuthProvider provider(String settings) throws TokenRefusal {
        Provider unconfigured = Security.getProvider("SunPKCS11");
        if (unconfigured == null) {
            throw new TokenRefusal(
                    Kind.UNFIT,
                    "this Java runtime lacks the provider SunPKCS11 (module jdk.crypto.cryptoki, java.security)");
        }
        try {
            return (AuthProvider) unconfigured.configure(settings);
        } catch (ProviderException | InvalidParameterException | UnsupportedOperationException e) {
            throw TokenRefusal.of(e);
        }
    }

    private static KeyStore signIn(AuthProvider provider, Optional<Secret> pin) throws TokenRefusal {
        char[] chars = pin.map(Secret::reveal).orElseGet(() -> new char[0]);
        try {
            if (provider.getService("Cipher", GCM) == null) {
                throw new TokenRefusal(
                        provider.getServices().isEmpty() ? Kind.GONE : Kind.UNFIT,
                        "the token offers no AES-GCM (CKM_AES_GCM), which wrapping keys needs");
            }
            KeyStore objects = KeyStore.getInstance("PKCS11", provider);
            objects.load(null, chars.length == 0 ? null : chars);
            return objects;
        } catch (GeneralSecurityException | IOException | ProviderException e) {
            throw ambiguous(e) ? new TokenRefusal(Kind.UNFIT, twoOfOneName(e), e) : TokenRefusal.of(e);
        } finally {
            Arrays.fill(chars, '\0');
        }
    }

    /** The provider does not open a token at all in which two secret keys, of whatever use, have one label. */
    private static boolean ambiguous(Exception e) {
        return e.getCause() instanceof KeyStoreException && TokenRefusal.code(e).isEmpty();
    }

    private static String twoOfOneName(Exception e) {
        Throwable cause = e.getCause();
        return "two of its objects have the same label, so that it cannot be said which is meant; rename or delete one ("
                + (cause == null ? "" : cause.getMessage()) + ")";
    }

    private static SecretKey key(KeyStore objects, TokenAddress address) throws TokenRefusal {
        Key found;
        try {
            found = objects.getKey(address.object(), null);
        } catch (GeneralSecurityException | ProviderException e) {
            throw TokenRefusal.of(e);
        }
        if (found == null) {
            throw new TokenRefusal(
                    Kind.GONE, "the token holds no secret key of this name, or the PIN that would show it is missing");
        }
        if (!(found instanceof SecretKey secret) || !found.getAlgorithm().equals("AES") || isShort(found)) {
            throw new TokenRefusal(Kind.UNFIT, "the object of this name is no AES key of " + KEY_BITS + " bits");
        }
        if (found.getFormat() != null) {
            throw new TokenRefusal(
                    Kind.UNFIT,
                    "the key can be read out of the token; make one with CKA_SENSITIVE true and CKA_EXTRACTABLE false");
        }
        return secret;
    }

    private static boolean isShort(Key key) {
        Matcher length = LENGTH.matcher(key.toString());
        // A runtime with other words there must not lock anybody out.
        return length.matches()
                && !length.group(1).equals(Integer.toString(RootKey.KEY_BYTES))
                && !length.group(1).equals(Integer.toString(KEY_BITS));
    }

    /**
     * Encrypts in the token.
     *
     * @return ciphertext and tag
     * @throws ProviderException when the token or the connection fails
     */
    byte[] encrypt(byte[] nonce, byte[] plain, byte[] context) throws GeneralSecurityException {
        return cipher(Cipher.ENCRYPT_MODE, nonce, context).doFinal(plain);
    }

    /**
     * Decrypts in the token.
     *
     * @throws ProviderException when the token or the connection fails. A wrong tag may look like that too, and a failure like a wrong
     *     tag: modules answer as they like, and the provider takes CKR_GENERAL_ERROR for a wrong tag
     */
    byte[] decrypt(byte[] nonce, byte[] sealed, byte[] context) throws GeneralSecurityException {
        return cipher(Cipher.DECRYPT_MODE, nonce, context).doFinal(sealed);
    }

    private Cipher cipher(int mode, byte[] nonce, byte[] context) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(GCM, provider);
        cipher.init(mode, key, new GCMParameterSpec(WrappedKey.TAG_BYTES * Byte.SIZE, nonce));
        cipher.updateAAD(context);
        return cipher;
    }

    /** Whether the token wraps and unwraps as it should now. */
    boolean works(SecureRandom random) {
        try {
            probe(random);
            return true;
        } catch (GeneralSecurityException | ProviderException _) {
            // The caller asks the token anew, and reports what it says then.
            return false;
        }
    }

    private void probe(SecureRandom random) throws GeneralSecurityException {
        byte[] nonce = new byte[WrappedKey.NONCE_BYTES];
        byte[] probe = new byte[RootKey.KEY_BYTES];
        random.nextBytes(nonce);
        random.nextBytes(probe);
        byte[] sealed = encrypt(nonce, probe, PROBE_CONTEXT);
        if (sealed.length != RootKey.KEY_BYTES + WrappedKey.TAG_BYTES
                || !Arrays.equals(probe, decrypt(nonce, sealed, PROBE_CONTEXT))) {
            throw new ProviderException("what was encrypted has another length, or is not what is decrypted");
        }
    }

    void close() {
        end(provider);
    }

    private static void end(AuthProvider provider) {
        try {
            provider.logout();
        } catch (LoginException | ProviderException _) {
            // The token is gone, and its sessions with it.
            provider.clear();
        }
    }
}
