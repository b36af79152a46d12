package coffer.blobs;

import coffer.keys.KeyName;
import coffer.keys.KeyRing;
import coffer.keys.KeyState;
import org.jspecify.annotations.Nullable;

/** To what end objects are converted. */
public enum ConversionKind {
    /** Plain objects are sealed. */
    SEAL(1),
    /** Sealed objects become plain. */
    UNSEAL(2),
    /** Objects that were sealed with a retired key are sealed with their space's present one, as after a leak. */
    LEAVE_RETIRED_KEYS(3);

    private final int code;

    ConversionKind(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static ConversionKind of(int code) {
        for (ConversionKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw new IllegalStateException("no conversion has kind " + code);
    }

    /** How objects lie afterwards. */
    AtRest atRest() {
        return this == UNSEAL ? AtRest.PLAIN : AtRest.SEALED;
    }

    /**
     * Whether an object has to be converted.
     *
     * @param key what its row says; null for a plain one
     */
    boolean concerns(@Nullable KeyName key, KeyRing ring) {
        return switch (this) {
            case SEAL -> key == null;
            case UNSEAL -> key != null;
            case LEAVE_RETIRED_KEYS ->
                key != null
                        && ring.state(key).filter(KeyState.READ_ONLY::equals).isPresent();
        };
    }
}
