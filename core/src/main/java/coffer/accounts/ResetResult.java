package coffer.accounts;

/** How setting a new password by a link ended. */
public sealed interface ResetResult {
    /**
     * The password is the new one, and sign-ins made with the old one are dead.
     *
     * @param account as it is now
     */
    record Done(Account account) implements ResetResult {}

    /** The link is unknown, used, too old or replaced by a newer one, or the account cannot sign in by password. */
    record Expired() implements ResetResult {}

    /** The password breaks a rule; the text says which. The link stays good. */
    record PasswordRefused(String reason) implements ResetResult {}

    /** Too many passwords are waiting to be hashed. The link stays good. */
    record Busy() implements ResetResult {}
}
