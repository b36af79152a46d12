package coffer.files;

/** How a copy ended. */
public sealed interface CopyResult
        permits CopyResult.Copied,
                Refusal.NotFound,
                Refusal.NoParent,
                Refusal.NotAllowed,
                Refusal.PreconditionFailed,
                Refusal.Locked,
                Refusal.QuotaExceeded,
                Refusal.TargetExists,
                Refusal.InvalidTarget,
                Refusal.TooManyMembers {
    /**
     * @param entry the copy, with an id and entity tag of its own
     * @param replaced whether something was at the target, which is now removed
     */
    record Copied(Entry entry, boolean replaced) implements CopyResult {}
}
