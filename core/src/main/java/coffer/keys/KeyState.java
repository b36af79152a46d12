package coffer.keys;

/** What a space key may still do. Only ever advances. */
public enum KeyState {
    /** Seals and opens. */
    ACTIVE(1),
    /** Opens what it has sealed. */
    READ_ONLY(2),
    /** Does not exist any more; what it has sealed cannot be opened by anybody. */
    DESTROYED(3);

    private final int code;

    KeyState(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static KeyState of(int code) throws SealBroken {
        for (KeyState state : values()) {
            if (state.code == code) {
                return state;
            }
        }
        throw new SealBroken("a ring entry has no known state");
    }
}
