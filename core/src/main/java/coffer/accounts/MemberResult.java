package coffer.accounts;

/** How adding or removing a member ended. In brackets the code of the provisioning API. */
public sealed interface MemberResult {
    /**
     * @param changed false when it was so before
     */
    record Done(boolean changed) implements MemberResult {}

    /** (102) */
    record UnknownGroup() implements MemberResult {}

    /** There is no such account, or none that the actor may see (103). */
    record UnknownAccount() implements MemberResult {}

    /** The actor administers neither all groups nor this one, or does not manage the account (104). */
    record NotAllowed() implements MemberResult {}

    /** Administrators do not take themselves out of their group, nor group administrators out of theirs (105). */
    record Oneself() implements MemberResult {}

    /** Nobody could administer the installation any more (105). */
    record LastAdmin() implements MemberResult {}

    /** The group administrator would lose sight of the account: removing it is for administrators (105). */
    record LastManagedGroup() implements MemberResult {}
}
