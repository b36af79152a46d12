package coffer.accounts;

/** How making somebody a group administrator, or ending that, ended. In brackets the code of the provisioning API. */
public sealed interface SubadminResult {
    /**
     * @param changed false when it was so before
     */
    record Done(boolean changed) implements SubadminResult {}

    /** (101) */
    record UnknownAccount() implements SubadminResult {}

    /** (102, and 101 when ending it) */
    record UnknownGroup() implements SubadminResult {}

    /** Administrators need no group administrators above them (103). */
    record AdminGroup() implements SubadminResult {}

    /** There is nothing to end (102). */
    record NotSubadmin() implements SubadminResult {}

    /** Only administrators do this (403). */
    record NotAllowed() implements SubadminResult {}
}
