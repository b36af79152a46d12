package coffer.files;

/** How a move or rename ended. */
public sealed interface MoveResult
        permits MoveResult.Moved,
                Refusal.NotFound,
                Refusal.NoParent,
                Refusal.NotAllowed,
                Refusal.PreconditionFailed,
                Refusal.Locked,
                Refusal.QuotaExceeded,
                Refusal.TargetExists,
                Refusal.InvalidTarget {
    /**
     * @param entry at its new place, with the id and entity tag it had
     * @param replaced whether something was at the target, which is now removed
     */
    record Moved(Entry entry, boolean replaced) implements MoveResult {}
}
