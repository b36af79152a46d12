package coffer.accounts;

import coffer.base.Secret;
import org.jspecify.annotations.Nullable;

/** What became of making the first administrator. */
public sealed interface FirstAdmin {
    /** There are accounts already; nothing was changed, and the given password was not looked at. */
    record Exists() implements FirstAdmin {}

    /**
     * The account was made.
     *
     * @param generated the password that was made up, to be shown once; null when one was given. The receiver closes it.
     */
    record Created(Account account, @Nullable Secret generated) implements FirstAdmin {}

    /** The given password breaks a rule; nothing was changed. */
    record PasswordRefused(String reason) implements FirstAdmin {}
}
