package coffer.accounts;

/** How enabling, disabling or deleting an account ended. In brackets the code of the provisioning API. */
public sealed interface StateResult {
    /** It is so now; also when it was so before. */
    record Done() implements StateResult {}

    /** There is no such account, or none that the actor may see (404). */
    record UnknownAccount() implements StateResult {}

    /** Nobody does this to their own account (101). */
    record Oneself() implements StateResult {}

    /** Nobody could administer the installation any more (101). */
    record LastAdmin() implements StateResult {}

    /** The actor does not manage the account (403). */
    record NotAllowed() implements StateResult {}
}
