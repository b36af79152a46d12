package coffer.accounts;

import coffer.base.Secret;

/** How making or renewing an app password ended. */
public sealed interface IssueResult {
    /**
     * @param secret shown to the owner once; the receiver closes it
     */
    record Issued(long id, String loginName, Secret secret) implements IssueResult {}

    /** Whoever signed in with an app password gets no further one, and nobody gets one for somebody else (403). */
    record NotAllowed() implements IssueResult {}

    /** There is no such account, or it is disabled. */
    record UnknownAccount() implements IssueResult {}

    /** The account has {@link AppPasswords#PER_ACCOUNT_MAX} of them; some must go first. */
    record TooMany() implements IssueResult {}
}
