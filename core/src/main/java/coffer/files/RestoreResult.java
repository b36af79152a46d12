package coffer.files;

import coffer.base.FilePath;

/** How bringing back something that was removed and kept ended. */
public sealed interface RestoreResult
        permits RestoreResult.Restored, Refusal.NotFound, Refusal.NotAllowed, Refusal.Locked, Refusal.QuotaExceeded {
    /**
     * @param entry at its place, with the id, entity tag, times and properties it had
     * @param path of that place in the view
     */
    record Restored(Entry entry, FilePath path) implements RestoreResult {}
}
