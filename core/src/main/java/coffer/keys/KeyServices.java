package coffer.keys;

import java.net.URI;
import java.util.Optional;

/** Finds the device or service that an address names. Filled at wiring, from the adapters that there are. */
@FunctionalInterface
public interface KeyServices {
    /** For an installation whose root key lies in a file. */
    KeyServices NONE = (at, _) -> {
        throw new IllegalArgumentException("no device or service is known under " + at.getScheme() + ":");
    };

    /**
     * Connects.
     *
     * @param at {@code pkcs11:…} (RFC 7512) or {@code https://…} of a key in a transit engine
     * @param secret PIN or token
     * @throws IllegalArgumentException when the address is not understood
     * @throws RootKeyAway when nothing answers there
     */
    KeyService open(URI at, Optional<String> secret);
}
