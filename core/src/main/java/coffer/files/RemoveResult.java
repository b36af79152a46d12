package coffer.files;

/** How removing a file, or a collection with all that is below it, ended. */
public sealed interface RemoveResult
        permits RemoveResult.Removed, Refusal.NotFound, Refusal.NotAllowed, Refusal.PreconditionFailed, Refusal.Locked {
    /** @param entry what it was */
    record Removed(Entry entry) implements RemoveResult {}
}
