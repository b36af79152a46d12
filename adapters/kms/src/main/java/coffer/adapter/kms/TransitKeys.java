package coffer.adapter.kms;

import coffer.keys.KeyService;
import coffer.keys.RootKeyAway;
import java.net.URI;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Root keys in transit engines. An AES-256 key wraps in the service with AES-GCM and never leaves it; a wrapped key carries the version of
 * the key that has wrapped it, so that the service may rotate its key as long as it keeps the older versions.
 *
 * <p>Addresses are those of a key in the service's API, {@code https://HOST:8200/v1/transit/keys/NAME}, with {@code ?namespace=NAME} where
 * there are namespaces, and {@code plain=allowed} for {@code http:} to another machine. The token needs a policy that allows to read {@code
 * transit/keys/NAME} and to update {@code transit/encrypt/NAME} and {@code transit/decrypt/NAME}; not to create, because encrypting would
 * then make a key that is missing. Without a token an agent beside the server must add one.
 */
public final class TransitKeys {
    private TransitKeys() {}

    /**
     * Finds the key and proves that it wraps, unwraps, and binds the context.
     *
     * @param token goes into no message and no log
     * @throws IllegalArgumentException when the address or the token is not understood
     * @throws RootKeyAway when the service does not answer, or refuses; says why
     */
    public static KeyService open(URI at, Optional<String> token) {
        return open(at, token, Patience.NORMAL, null);
    }

    /**
     * For tests: with other patience, and another trust in certificates.
     *
     * @param tls null for that of the Java runtime
     */
    static KeyService open(URI at, Optional<String> token, Patience patience, @Nullable SSLContext tls) {
        TransitAddress address = TransitAddress.parse(at);
        TransitService service = new TransitService(address, new TransitClient(address, token, patience, tls));
        try {
            service.prove();
            return service;
        } catch (RuntimeException e) {
            service.close();
            throw e;
        }
    }
}
