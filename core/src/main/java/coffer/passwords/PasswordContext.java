package coffer.passwords;

import java.util.Arrays;
import java.util.Optional;

/** What a password is for. */
public enum PasswordContext {
    /** Signing in. */
    ACCOUNT("account"),
    /** Opening a share. */
    SHARING("sharing");

    private final String word;

    PasswordContext(String word) {
        this.word = word;
    }

    /** As programs say it. */
    public String word() {
        return word;
    }

    /** The one that is called so, in these very letters. */
    public static Optional<PasswordContext> ofWord(String word) {
        return Arrays.stream(values()).filter(value -> value.word.equals(word)).findFirst();
    }
}
