package coffer.accounts;

/** How the edit of an account ended. In brackets the code of the provisioning API. */
public sealed interface EditResult {
    /**
     * @param account as it is now
     */
    record Changed(Account account) implements EditResult {}

    /** There is no such account, or none that the actor may see (404). */
    record UnknownAccount() implements EditResult {}

    /** The value is not one the field takes (101). */
    record Invalid(String reason) implements EditResult {}

    /** The password breaks a rule; the text says which (107). */
    record PasswordRefused(String reason) implements EditResult {}

    /** The actor may see the field but not edit it (113). */
    record NotAllowed() implements EditResult {}

    /** Too many passwords are waiting to be hashed (503). */
    record Busy() implements EditResult {}
}
