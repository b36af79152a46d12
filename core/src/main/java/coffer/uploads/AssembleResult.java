package coffer.uploads;

import coffer.files.WriteResult;

/** How the assembling of an upload ended. */
public sealed interface AssembleResult {
    /**
     * The tree has answered: the file is there and the upload gone, or the write was refused and both are as they were.
     * A sum of chunks other than announced is {@link coffer.files.Refusal.WrongLength}, content other than announced
     * {@link coffer.files.Refusal.WrongChecksum}.
     */
    record Answered(WriteResult result) implements AssembleResult {}

    /** The account has no open upload of this name; it may have been assembled already: 404. */
    record NoTransfer() implements AssembleResult {}

    /** Chunks kept coming while they were to be assembled; nothing has changed: 423. */
    record StillChanging() implements AssembleResult {}
}
