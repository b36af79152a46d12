package coffer.avatars;

/** How choosing or removing a picture ended. */
public sealed interface AvatarResult {
    /** It is so now, and durable. */
    record Done() implements AvatarResult {}

    /** There is no such account, or none that the actor may see. */
    record UnknownAccount() implements AvatarResult {}

    /** It is not the actor's own account, nor does the actor administer the installation. */
    record NotAllowed() implements AvatarResult {}

    /** The file is no picture that is understood here, or too large a one. */
    record Unusable(String reason) implements AvatarResult {}

    /** Too many pictures wait to be drawn; nothing was done. */
    record Busy() implements AvatarResult {}
}
