package coffer.files;

import coffer.base.Checksum;
import coffer.base.FileId;
import coffer.base.FileName;
import coffer.base.FilePath;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What happens: the third of the three questions every operation asks. All operations on files and collections, for
 * every protocol and every kind of view.
 *
 * <p>Each change is one transaction that evaluates the conditions, asks locks and quota, changes rows and appends its
 * event; refused attempts leave an event of their own. Success means durable; any other end means nothing has changed.
 * Thread-safe. Blocks; call on virtual threads.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Files {
    /** The most members that one call of {@link #list} or {@link #children} returns. */
    public static final int PAGE_MAX = 1_000;

    /** What is at this path; empty when nothing is or the view does not show it. */
    public Optional<Entry> entry(View view, FilePath path) {
        throw new UnsupportedOperationException("not filled yet");
    }

    /** The entry at this path and its first members, in one snapshot. The next pages come from {@link #children}. */
    public Optional<Listing> list(View view, FilePath path, int max) {
        throw new UnsupportedOperationException("not filled yet");
    }

    /**
     * The next members of a collection, in binary order of their names.
     *
     * @param after the last name of the page before; null for the first page
     * @param max at most {@link #PAGE_MAX}
     * @return at most {@code max}, sometimes fewer although more follow; only an empty page is the end
     */
    public List<Entry> children(View view, Entry collection, @Nullable FileName after, int max) {
        throw new UnsupportedOperationException("not filled yet");
    }

    /**
     * The dead properties of entries the view has shown. Files without any are absent.
     *
     * @param files at most {@link #PAGE_MAX}; what one page of members carries fits in memory
     */
    public Map<FileId, List<DeadProperty>> deadProperties(View view, Collection<FileId> files) {
        throw new UnsupportedOperationException("not filled yet");
    }

    /** How full the space is and what may still be stored in it. */
    public UsedQuota quota(View view) {
        throw new UnsupportedOperationException("not filled yet");
    }

    /** Evaluates the conditions of a read; the entry is in the state that was tested. */
    public CheckResult check(View view, FilePath path, Conditions conditions) {
        throw new UnsupportedOperationException("not filled yet");
    }

    /**
     * Stores content under this path. What can be refused is refused before the first byte is read, and all of it is
     * asked again in the transaction that makes the content visible. An upload that breaks off leaves what was there.
     *
     * @throws IOException when reading the content fails
     */
    public WriteResult write(View view, FilePath path, Upload upload, Conditions conditions) throws IOException {
        throw new UnsupportedOperationException("not filled yet");
    }

    /**
     * Makes a collection.
     *
     * @param properties set together with it, or it is not made (RFC 5689)
     */
    public MakeResult makeCollection(View view, FilePath path, Conditions conditions, List<PropertyChange> properties) {
        throw new UnsupportedOperationException("not filled yet");
    }

    /** Removes a file, or a collection with all that is below it, in one short transaction whatever its size. */
    public RemoveResult remove(View view, FilePath path, Conditions conditions) {
        throw new UnsupportedOperationException("not filled yet");
    }

    /**
     * Moves or renames a file or collection in one short transaction whatever its size. Id, entity tag, times and
     * properties stay; locks do not move with it (RFC 4918 § 7.6).
     *
     * @param overwrite whether what is at the target is removed, in the same transaction
     * @param conditions an untagged list and the entity tags speak of {@code from}
     */
    public MoveResult move(View view, FilePath from, FilePath to, boolean overwrite, Conditions conditions) {
        throw new UnsupportedOperationException("not filled yet");
    }

    /**
     * Copies a file or collection; content is shared, not copied. A collection is built in batches out of sight and
     * becomes visible at once. When the source changes meanwhile, the copy has some of the changes and not others.
     *
     * @param recursive false copies a collection without its members ({@code Depth: 0})
     * @param conditions an untagged list and the entity tags speak of {@code from}
     */
    public CopyResult copy(
            View view, FilePath from, FilePath to, boolean overwrite, boolean recursive, Conditions conditions) {
        throw new UnsupportedOperationException("not filled yet");
    }

    /** Changes times and dead properties: all as asked, or nothing. New times give a new entity tag, dead ones do not. */
    public PatchResult patch(View view, FilePath path, List<PropertyChange> changes, Conditions conditions) {
        throw new UnsupportedOperationException("not filled yet");
    }

    /**
     * Calculates a checksum from the stored content and stores it with the file, unless its content changes meanwhile.
     * The entity tag stays.
     *
     * @throws IOException when the content cannot be read
     */
    public ChecksumResult recalculate(View view, FilePath path, Checksum.Algorithm algorithm) throws IOException {
        throw new UnsupportedOperationException("not filled yet");
    }
}
