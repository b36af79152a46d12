package coffer.files;

import coffer.base.Checksum;
import coffer.base.ETag;
import coffer.base.FileId;
import coffer.base.FileName;
import coffer.base.FilePath;
import coffer.base.ObjectId;
import coffer.base.SpaceId;
import coffer.blobs.ObjectReader;
import coffer.blobs.ObjectReferences;
import coffer.blobs.Objects;
import coffer.blobs.RowReferences;
import coffer.blobs.StoredObject;
import coffer.db.Database;
import coffer.db.Ids;
import coffer.db.Transaction;
import coffer.events.EventLog;
import coffer.events.EventType;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What happens: the third of the three questions every operation asks. All operations on files and collections, for
 * every protocol and every kind of view.
 *
 * <p>Each change is one transaction that evaluates the conditions, asks locks and quota, changes rows and appends its
 * event; refused attempts leave an event of their own. Success means durable; any other end means nothing has changed.
 * All methods throw {@link coffer.db.DatabaseFailure}, and those that store or read content
 * {@link coffer.blobs.StorageFailure}, when what lies below fails or is full. Thread-safe. Blocks; call on virtual
 * threads.
 */
public final class Files {
    /** Also of files that wait to be swept. */
    private static final ObjectReferences REFERENCES = RowReferences.of("node", "id");

    /** The most members that one call of {@link #list} or {@link #children} returns. */
    public static final int PAGE_MAX = 1_000;

    /** Dead properties of one page of members, together; the page ends early rather than carry more. */
    static final long PAGE_PROPERTY_BYTES = 4L * DeadProperty.PER_FILE_BYTES_MAX;

    /** No file is larger: 16 TiB, a sixteenth of what one sealed object can hold. */
    public static final long FILE_BYTES_MAX = 1L << 44;

    /** The most files and collections that one copy makes, together; a bound on its time. */
    public static final long COPY_MEMBERS_MAX = 1_000_000;

    private final Changes changes;
    private final Objects objects;
    private final Spaces spaces;
    private final TreeSweeper sweeper;
    private final Reading reading;
    private final Writing writing;
    private final Making making;
    private final Removing removing;
    private final Restoring restoring;
    private final Transferring transferring;
    private final Moving moving;
    private final Copying copying;
    private final Crossing crossing;
    private final Patching patching;
    private final Checksums checksums;

    /**
     * @param quotas how much each account may store
     * @param guard the locks
     * @param retention what is kept of what is replaced and removed
     * @param grants what shares allow
     * @param random for entity tags, which need not be secret
     */
    public Files(
            Database database,
            Ids ids,
            Objects objects,
            EventLog events,
            QuotaSource quotas,
            WriteGuard guard,
            Retention retention,
            Grants grants,
            RandomGenerator random,
            Clock clock) {
        this(database, ids, objects, events, quotas, guard, retention, grants, random, clock, COPY_MEMBERS_MAX);
    }

    Files(
            Database database,
            Ids ids,
            Objects objects,
            EventLog events,
            QuotaSource quotas,
            WriteGuard guard,
            Retention retention,
            Grants grants,
            RandomGenerator random,
            Clock clock,
            long copyMembersMax) {
        AncestorStep ancestors = new AncestorStep(random);
        this.changes = new Changes(
                database,
                ids,
                guard,
                new Usage(quotas),
                new Journal(events),
                ancestors,
                retention,
                grants,
                random,
                clock);
        this.objects = objects;
        this.spaces = new Spaces(database, ids, events, guard, ancestors, random, clock);
        this.sweeper = new TreeSweeper(database, ancestors, retention, clock);
        this.reading = new Reading(changes);
        this.making = new Making(changes);
        this.writing = new Writing(changes, objects, making);
        this.removing = new Removing(changes);
        this.restoring = new Restoring(changes, making);
        this.moving = new Moving(changes, removing);
        this.transferring = new Transferring(changes, making, moving);
        this.copying = new Copying(changes, objects, removing, copyMembersMax);
        this.crossing = new Crossing(changes, removing, transferring, copyMembersMax);
        this.patching = new Patching(changes);
        this.checksums = new Checksums(changes, objects);
    }

    /** The spaces of this tree. */
    public Spaces spaces() {
        return spaces;
    }

    /** Deletes what has been removed; somebody runs it from time to time. */
    public TreeSweeper sweeper() {
        return sweeper;
    }

    /** Which objects files name, for the sweeper of objects. */
    public static ObjectReferences references() {
        return REFERENCES;
    }

    /** What is at this path; empty when nothing is or the view does not show it. */
    public Optional<Entry> entry(View view, FilePath path) {
        return reading.entry(view, path);
    }

    /** Something that a view shows, and where. */
    public record Found(FilePath path, Entry entry) {}

    /** The file or collection with this id; empty when it is gone, or the view does not show it. */
    public Optional<Found> find(View view, FileId id) {
        return reading.find(view, id);
    }

    /**
     * What was removed from the view's space and is kept, as {@link View#removed} of each shows its root. Those that are gone are absent.
     *
     * @param removed at most {@link #PAGE_MAX}
     */
    public Map<FileId, Entry> removed(View view, Collection<FileId> removed) {
        requirePage(Math.max(1, removed.size()));
        return reading.removed(view, removed);
    }

    /** The entry at this path and its first members, in one snapshot. The next pages come from {@link #children}. */
    public Optional<Listing> list(View view, FilePath path, int max) {
        requirePage(max);
        return changes.ask(view, Conditions.NONE, (session, attempt) -> {
            Optional<Node> node = attempt.locate(path).shown();
            if (node.isEmpty()) {
                return Optional.empty();
            }
            List<Node> members = node.get().collection() && view.rights().contains(Right.READ)
                    ? Nodes.members(session, node.get().id().value(), "", max)
                    : List.of();
            return Optional.of(new Listing(Entries.of(view, node.get()), Entries.page(view, members)));
        });
    }

    /**
     * The next members of a collection, in binary order of their names.
     *
     * @param collection as this view has shown it
     * @param after the last name of the page before; null for the first page
     * @param max at most {@link #PAGE_MAX}
     * @return at most {@code max}, sometimes fewer although more follow; only an empty page is the end
     */
    public List<Entry> children(View view, Entry collection, @Nullable FileName after, int max) {
        requirePage(max);
        if (!collection.may(Right.READ) || !collection.space().equals(view.space())) {
            return List.of();
        }
        return changes.read(session -> Entries.page(
                view, Nodes.members(session, collection.id().value(), after == null ? "" : after.value(), max)));
    }

    /**
     * The dead properties of entries the view has shown. Files without any are absent.
     *
     * @param files at most {@link #PAGE_MAX}; what one page of members carries fits in memory
     */
    public Map<FileId, List<DeadProperty>> deadProperties(View view, Collection<FileId> files) {
        requirePage(Math.max(1, files.size()));
        return view.rights().contains(Right.READ) ? changes.read(session -> Properties.of(session, files)) : Map.of();
    }

    /**
     * A number that is another one after each change of the view's space: while it is the same, what was read of the space
     * after asking for it still holds. Empty when somebody else may change the space.
     */
    public OptionalLong generation(View view) {
        return changes.generation(view.space());
    }

    /** How full the space is and what may still be stored in it. */
    public UsedQuota quota(View view) {
        return changes.read(session -> changes.usage().of(session, view));
    }

    /** Evaluates the conditions of a read; the entry is in the state that was tested. */
    public CheckResult check(View view, FilePath path, Conditions conditions) {
        return reading.check(view, path, conditions);
    }

    /**
     * The content of a file the view has shown.
     *
     * @throws IllegalArgumentException for a collection, or when the view may not fetch it ({@link Entry#mayDownload})
     * @throws coffer.blobs.ObjectMissing when it was replaced, and its old content swept, since the view showed it
     */
    public ObjectReader open(Entry file) {
        if (file.object() == null || !file.mayDownload()) {
            throw new IllegalArgumentException("not a file that may be read");
        }
        return objects.open(file.object());
    }

    /**
     * Stores content under this path. What can be refused is refused before the first byte is read, and all of it is
     * asked again in the transaction that makes the content visible. An upload that breaks off leaves what was there.
     *
     * @throws IOException when reading the content fails
     */
    public WriteResult write(View view, FilePath path, Upload upload, Conditions conditions) throws IOException {
        return writing.write(view, path, upload, conditions);
    }

    /**
     * Stores content that is in the house already. When the result is a refusal, or this throws, the object is still the
     * caller's to discard.
     *
     * @param object not registered yet; its size is what counts for the quota
     * @param rows the space that what {@code also} stores belongs to
     * @param also stored in the same transaction
     */
    public WriteResult attach(
            View view,
            FilePath path,
            StoredObject object,
            UploadMeta meta,
            Conditions conditions,
            SpaceId rows,
            TransactionStep also) {
        return writing.attach(view, path, object, meta, conditions, rows, also);
    }

    /**
     * Gives a file content that another row names already, such as an earlier one of its own; no content is copied.
     *
     * @param sizeBytes of the object
     * @param also stored in the same transaction
     * @throws coffer.blobs.ObjectMissing when it was swept meanwhile
     */
    public WriteResult reuse(
            View view,
            FilePath path,
            ObjectId object,
            long sizeBytes,
            UploadMeta meta,
            Conditions conditions,
            TransactionStep also) {
        return writing.reuse(view, path, object, sizeBytes, meta, conditions, also);
    }

    /**
     * Whether storing this many bytes would be refused now, for what is costly to prepare. Leaves an event as the attempt
     * itself would.
     *
     * @param bytes {@link Upload#UNKNOWN} when not announced
     */
    public Optional<WriteResult> refusal(
            View view, FilePath path, long bytes, boolean makeParents, Conditions conditions) {
        return writing.refusal(view, path, bytes, makeParents, conditions);
    }

    /**
     * Makes a collection.
     *
     * @param properties set together with it, or it is not made (RFC 5689)
     */
    public MakeResult makeCollection(View view, FilePath path, Conditions conditions, List<PropertyChange> properties) {
        return making.make(view, path, conditions, properties);
    }

    /**
     * Removes a file, or a collection with all that is below it, in one short transaction whatever its size. What becomes of
     * it decides {@link Retention}; in a view of the trash it is deleted for good.
     */
    public RemoveResult remove(View view, FilePath path, Conditions conditions) {
        return removing.remove(view, path, conditions, true);
    }

    /** The same, and nothing is kept of it. */
    public RemoveResult removeForGood(View view, FilePath path, Conditions conditions) {
        return removing.remove(view, path, conditions, false);
    }

    /**
     * Brings back what was removed and kept, or a part of it: into the collection it was in, or, when that is gone, to the place
     * it had, with the collections on the way made anew. A name that is taken gets a mark. Id, entity tag, times, properties and
     * versions are what they were.
     *
     * @param view the owner's, of the whole space
     * @param trash what {@link View#removed} has made of it
     * @param below which part of it; the root for all
     * @param location where the root of {@code trash} was, from the root of the space
     * @param parent the collection it was in; null when only the location counts
     * @param also stored in the same transaction
     */
    public RestoreResult restore(
            View view, View trash, FilePath below, FilePath location, @Nullable FileId parent, TransactionStep also) {
        return restoring.restore(view, trash, below, new Restoring.Whence(location, parent), also);
    }

    /**
     * Deletes for good what was removed from a space and kept, each with all below it, in one short transaction.
     *
     * @param removed a hundred at most
     * @param also runs for each of them in the same transaction; the events are its business
     * @return those that were there
     */
    public List<FileId> purge(SpaceId space, Collection<FileId> removed, PurgeStep also) {
        return removing.purge(space, removed, also);
    }

    /**
     * Moves or renames a file or collection in one short transaction whatever its size. Id, entity tag, times and
     * properties stay, and locks that people see; those of RFC 4918 do not move with it (§ 7.6). Members of a collection
     * that is moved down may come to lie deeper than a {@link FilePath} can name: they stay listed, and are within reach
     * again when it is moved up.
     *
     * @param overwrite whether what is at the target is removed, in the same transaction
     * @param conditions an untagged list and the entity tags speak of {@code from}
     */
    public MoveResult move(View view, FilePath from, FilePath to, boolean overwrite, Conditions conditions) {
        return moving.move(view, from, to, overwrite, conditions);
    }

    /**
     * Hands a file or collection over to another account: it leaves one home and is in the other's, with its id, versions, properties and
     * the locks that people see. While what is below it is rewritten nobody sees it; when this is interrupted, {@link #resumeTransfers} goes on.
     *
     * @param path not the root
     * @param into a collection of the other home; a name that is taken there gets a mark
     * @throws IllegalArgumentException when both homes are the same
     */
    public TransferResult transfer(View from, FilePath path, View to, FilePath into) {
        return transferring.transfer(from, path, to, into);
    }

    /**
     * Hands everything in a home over to another account, in a collection of its root. When this is interrupted, calling it again with the same
     * collection goes on.
     *
     * @param folder what the collection is called
     * @return {@link Refusal.Locked} when a program holds a lock on something; it stays where it was, and what was gathered before stays
     *     in the collection
     */
    public TransferResult transferAll(View from, View to, FileName folder) {
        return transferring.transferAll(from, to, folder);
    }

    /**
     * Takes up transfers that were interrupted.
     *
     * @return whether more are waiting
     */
    public boolean resumeTransfers() {
        return transferring.resume();
    }

    /**
     * Copies a file or collection; content is shared, not copied. Properties and checksums are copied, locks are not. A
     * collection is built in batches out of sight and becomes visible at once. When the source changes meanwhile, the
     * copy has some of the changes and not others.
     *
     * @param recursive false copies a collection without its members ({@code Depth: 0})
     * @param conditions an untagged list and the entity tags speak of {@code from}
     */
    public CopyResult copy(
            View view, FilePath from, FilePath to, boolean overwrite, boolean recursive, Conditions conditions) {
        return copying.copy(Spot.of(view, from), Spot.of(view, to), overwrite, recursive, conditions);
    }

    /** Changes times and dead properties: all as asked, or nothing. New times give a new entity tag, dead ones do not. */
    public PatchResult patch(View view, FilePath path, List<PropertyChange> changed, Conditions conditions) {
        return patching.patch(view, path, changed, conditions);
    }

    /**
     * Calculates a checksum from the stored content and stores it with the file, unless its content changes meanwhile.
     * The entity tag stays.
     *
     * @throws IOException when the content cannot be read
     */
    public ChecksumResult recalculate(View view, FilePath path, Checksum.Algorithm algorithm) throws IOException {
        return checksums.recalculate(view, path, algorithm);
    }

    /**
     * Runs a step of another feature on what is at this path, in a transaction of its space, after right and conditions
     * were asked. Locks are not asked.
     *
     * @param type what is tried, for the event of a refusal
     * @param right what the view must hold on the resource
     */
    public <R> ResourceStep.Result<R> on(
            View view, FilePath path, EventType type, Right right, Conditions conditions, ResourceStep<R> step) {
        try {
            return changes.commit(view, conditions, (tx, attempt) -> {
                Located target = attempt.locate(path);
                Node node = attempt.existing(target);
                attempt.allowed(right, node);
                attempt.conditionsHold(target);
                ResourceStep.Resource resource = new ResourceStep.Resource(Entries.of(view, node), target.lineage());
                return new ResourceStep.Result.Done<>(step.apply(tx, resource));
            });
        } catch (Refused e) {
            changes.journal().refused(type, view, path, e.refusal());
            return new ResourceStep.Result.Refused<>(e.refusal());
        }
    }

    /**
     * Gives a file a new entity tag, and with it all collections above, so that clients look at it again; content and times
     * stay. For what is told with a file and lies in the rows of another feature. To be called in a transaction of the
     * file's space.
     *
     * @return the new tag
     * @throws IllegalStateException when the file is gone
     */
    public ETag renew(Transaction tx, FileId file) throws SQLException {
        return changes.renew(tx, file);
    }

    Changes changes() {
        return changes;
    }

    Reading reading() {
        return reading;
    }

    Removing removing() {
        return removing;
    }

    Copying copying() {
        return copying;
    }

    Crossing crossing() {
        return crossing;
    }

    private static void requirePage(int max) {
        if (max < 1 || max > PAGE_MAX) {
            throw new IllegalArgumentException("a page has 1 to " + PAGE_MAX + " entries, not " + max);
        }
    }
}
