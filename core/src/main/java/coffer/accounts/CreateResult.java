package coffer.accounts;

/** How making an account ended. In brackets the code of the provisioning API. */
public sealed interface CreateResult {
    record Created(Account account) implements CreateResult {}

    /** The user id or another value is not allowed (101). */
    record Invalid(String reason) implements CreateResult {}

    /** Somebody has the user id, or had it and is not gone completely (102). */
    record UidTaken() implements CreateResult {}

    /** Administrators need no group administrators above them (103). */
    record SubadminOfAdminGroup() implements CreateResult {}

    /** A group of the request does not exist (104). */
    record UnknownGroup(String gid) implements CreateResult {}

    /** A group administrator named a group that is not theirs (105). */
    record GroupNotAllowed(String gid) implements CreateResult {}

    /** A group administrator named no group (106). */
    record GroupRequired() implements CreateResult {}

    /** The password breaks a rule; the text says which (107). */
    record PasswordRefused(String reason) implements CreateResult {}

    /** Neither password nor e-mail address was given (108). */
    record PasswordRequired() implements CreateResult {}

    /** A group that the account shall administer does not exist (109). */
    record UnknownSubadminGroup(String gid) implements CreateResult {}

    /** This installation wants an e-mail address for each account (110). */
    record EmailRequired() implements CreateResult {}

    /** The actor administers nothing (403). */
    record NotAllowed() implements CreateResult {}

    /** Too many passwords are waiting to be hashed (503). */
    record Busy() implements CreateResult {}
}
