package coffer.adapter.pkcs11;

import java.util.Optional;

/**
 * What a module says about a token without being signed in (PKCS #11 v2.40 § 3.2, CK_TOKEN_INFO).
 *
 * @param slot number of the slot that it is in
 * @param label without the blanks that fill it up
 * @param serial without the blanks that fill it up
 * @param flags CKF_…
 */
record TokenInfo(long slot, String label, String serial, long flags) {
    static final long LOGIN_REQUIRED = 0x4;
    static final long PROTECTED_AUTHENTICATION_PATH = 0x100;
    static final long TOKEN_INITIALIZED = 0x400;
    static final long USER_PIN_FINAL_TRY = 0x20000;
    static final long USER_PIN_LOCKED = 0x40000;

    boolean has(long flag) {
        return (flags & flag) != 0;
    }

    /** Whether a PIN must be handed over: one is asked for, and not by a keypad of the device. */
    boolean wantsPin() {
        return has(LOGIN_REQUIRED) && !has(PROTECTED_AUTHENTICATION_PATH);
    }

    /** What stands against signing in, if anything; no try at the PIN is spent on a token that would not take it. */
    Optional<String> flaw(boolean pinGiven) {
        if (slot > Integer.MAX_VALUE || slot < 0) {
            return Optional.of("the number of its slot is beyond those that the Java runtime takes");
        }
        if (!has(TOKEN_INITIALIZED)) {
            return Optional.of("the token is not initialised");
        }
        if (wantsPin() && !pinGiven) {
            return Optional.of("the token asks for a PIN, and none is set");
        }
        if (wantsPin() && has(USER_PIN_LOCKED)) {
            return Optional.of("its PIN is locked; its security officer can set a new one");
        }
        if (wantsPin() && has(USER_PIN_FINAL_TRY)) {
            return Optional.of(
                    "one try at its PIN is left, which is not for programs; sign in once with the tool of the token's maker");
        }
        return Optional.empty();
    }

    /** For people who look for the right one. */
    @Override
    public String toString() {
        return has(TOKEN_INITIALIZED)
                ? "token '" + label + "' with serial " + serial + " in slot " + slot
                : "a token that is not initialised in slot " + slot;
    }
}
