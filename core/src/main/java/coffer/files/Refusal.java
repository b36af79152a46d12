package coffer.files;

import coffer.base.Checksum;
import coffer.base.FilePath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why an operation was not carried out. Nothing has changed. Each operation's result names which of these it may give;
 * the status in the text is what WebDAV answers.
 */
public sealed interface Refusal {
    /** It is not there, or the view does not show it: 404. */
    record NotFound()
            implements Refusal,
                    RemoveResult,
                    MoveResult,
                    CopyResult,
                    PatchResult,
                    ChecksumResult,
                    CheckResult,
                    RestoreResult,
                    TransferResult {}

    /** The collection it should be stored in is not there or is a file: 409. */
    record NoParent() implements Refusal, WriteResult, MakeResult, MoveResult, CopyResult, TransferResult {}

    /** The view does not hold the right: 403. */
    record NotAllowed()
            implements Refusal,
                    WriteResult,
                    MakeResult,
                    RemoveResult,
                    MoveResult,
                    CopyResult,
                    PatchResult,
                    ChecksumResult,
                    RestoreResult,
                    TransferResult {}

    /**
     * A condition of the request does not hold: 412, or 304 where a read finds {@link Conditions.Field#IF_NONE_MATCH}.
     *
     * @param current what is there, for the fields of the answer; null when nothing is
     */
    record PreconditionFailed(
            Conditions.Field field, @Nullable Entry current)
            implements Refusal,
                    WriteResult,
                    MakeResult,
                    RemoveResult,
                    MoveResult,
                    CopyResult,
                    PatchResult,
                    CheckResult {}

    /**
     * A lock covers the change and its token was not submitted by its holder: 423.
     *
     * @param root what is locked, for {@code lock-token-submitted}
     * @param atTarget whether that is a path in the view of the target, where another one shows the source
     */
    record Locked(FilePath root, boolean atTarget)
            implements Refusal,
                    WriteResult,
                    MakeResult,
                    RemoveResult,
                    MoveResult,
                    CopyResult,
                    PatchResult,
                    RestoreResult,
                    TransferResult {
        /** In the one view that is concerned. */
        public Locked(FilePath root) {
            this(root, false);
        }
    }

    /**
     * The space would hold more than its quota: 507.
     *
     * @param wantedBytes how much more would be stored
     * @param freeBytes how much more may be stored
     */
    record QuotaExceeded(long wantedBytes, long freeBytes)
            implements Refusal, WriteResult, MakeResult, MoveResult, CopyResult, RestoreResult, TransferResult {}

    /** Something is there already: 405 for MKCOL. */
    record NameTaken() implements Refusal, MakeResult {}

    /** Something is at the target and may not be overwritten: 412. */
    record TargetExists() implements Refusal, MoveResult, CopyResult {}

    /** The target cannot be: 403. */
    record InvalidTarget(Reason reason) implements Refusal, MoveResult, CopyResult {
        public enum Reason {
            /**
             * Source and target are the same. Two spellings of one name in different normalisation forms are the same
             * too; a protocol that still sees the spellings may call that a success, for there is nothing to do.
             */
            ITSELF,
            /** The target lies below the source. */
            BELOW_SOURCE,
            /** The target is a collection that holds the source, so replacing it would remove the source. */
            ABOVE_SOURCE,
            /** The root of a view is neither moved nor copied nor replaced. */
            ROOT
        }
    }

    /** Content for a collection: 409 for a write, 404 for a checksum. */
    record IsCollection() implements Refusal, WriteResult, ChecksumResult {}

    /** The body ended early or went on too long: 400. */
    record WrongLength(long announcedBytes) implements Refusal, WriteResult {}

    /** The content is not what the client announced: 400. */
    record WrongChecksum(Checksum announced, Checksum actual) implements Refusal, WriteResult {}

    /** More content than any file may have: 413. */
    record TooLarge(long maxBytes) implements Refusal, WriteResult {}

    /** More members than one copy may have: 403. */
    record TooManyMembers(long max) implements Refusal, CopyResult {}

    /**
     * At least one property may not be set as asked, so none was: 207 for PROPPATCH, 424 for MKCOL (RFC 5689 § 3).
     *
     * @param outcomes one for each change, in their order
     */
    record PropertiesRefused(List<PropertyOutcome> outcomes) implements Refusal, MakeResult, PatchResult {
        public PropertiesRefused {
            outcomes = List.copyOf(outcomes);
        }
    }
}
