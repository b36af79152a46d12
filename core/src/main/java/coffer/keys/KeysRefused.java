package coffer.keys;

/**
 * The keys at hand do not open what is stored here. The message is for the operator: what was found, and what to do.
 * Nothing was written, so putting the right keys back heals everything.
 */
public final class KeysRefused extends RuntimeException {
    KeysRefused(String explanation) {
        super(explanation);
    }

    KeysRefused(String explanation, Throwable cause) {
        super(explanation, cause);
    }
}
