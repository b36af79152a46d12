package coffer.shares;

/** How making, changing or ending a share ended. */
public sealed interface ShareResult {
    /** @param share as it is now; of one that ended, as it was */
    record Done(SeenShare share) implements ShareResult {}

    /** Nothing has changed. */
    record Refused(ShareRefusal why) implements ShareResult {}
}
