package coffer.accounts;

/** How making, changing or removing a group ended. In brackets the code of the provisioning API. */
public sealed interface GroupResult {
    /**
     * @param group as it is now, or was before it was removed
     */
    record Done(Group group) implements GroupResult {}

    /** The id or name is not allowed (101). */
    record Invalid(String reason) implements GroupResult {}

    /** There is a group with this id, perhaps in other letter case (102). */
    record Exists() implements GroupResult {}

    /** (101 when removing, 404 otherwise) */
    record UnknownGroup() implements GroupResult {}

    /** The group of administrators stays (102). */
    record AdminGroup() implements GroupResult {}

    /** Only administrators do this (403). */
    record NotAllowed() implements GroupResult {}
}
