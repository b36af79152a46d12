package coffer.blobs;

import coffer.keys.KeyName;
import coffer.keys.KeyRing;
import coffer.keys.KeyState;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** To what end objects are converted. */
public enum ConversionKind {
    /** Plain objects are sealed. */
    SEAL(1, "seal"),
    /** Sealed objects become plain. */
    UNSEAL(2, "unseal"),
    /** Objects that were sealed with a retired key are sealed with their space's present one, as after a leak. */
    LEAVE_RETIRED_KEYS(3, "leave-retired-keys"),
    /** Objects that were sealed with the key of a space that is gone are sealed with a key of a space that names them. */
    LEAVE_DEAD_SPACES(4, "leave-dead-spaces");

    private final int code;
    private final String word;

    ConversionKind(int code, String word) {
        this.code = code;
        this.word = word;
    }

    /** For people and programs. */
    public String word() {
        return word;
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
     * @param dying keys that are about to be destroyed
     */
    boolean concerns(@Nullable KeyName key, KeyRing ring, Set<KeyName> dying) {
        return switch (this) {
            case SEAL -> key == null;
            case UNSEAL -> key != null;
            case LEAVE_DEAD_SPACES -> key != null && dying.contains(key);
            case LEAVE_RETIRED_KEYS ->
                key != null
                        && ring.state(key).filter(KeyState.READ_ONLY::equals).isPresent();
        };
    }
}
