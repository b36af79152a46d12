package coffer.files;

import coffer.base.FilePath;

/** How handing something over to another account ended. */
public sealed interface TransferResult
        permits TransferResult.Transferred,
                Refusal.NotFound,
                Refusal.NoParent,
                Refusal.NotAllowed,
                Refusal.Locked,
                Refusal.QuotaExceeded {
    /**
     * @param path of it in the home of the account that has it now
     * @param members how many files and collections it is, itself among them
     */
    record Transferred(FilePath path, long members) implements TransferResult {}
}
