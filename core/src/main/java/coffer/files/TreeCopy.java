package coffer.files;

import coffer.base.FileId;
import coffer.base.SpaceId;
import coffer.db.Partition;
import coffer.db.Session;
import coffer.db.Transaction;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One copy of a collection while it is being made: a walk down the source, depth first, that keeps one frame for each
 * level and reads the members of one collection page by page.
 *
 * <p>A collection is walked twice: first all its members are copied, sub-collections still empty, then each
 * sub-collection that both sides have is walked itself. So the copy is its own list of what remains to be done.
 */
final class TreeCopy {
    /** Rows of one transaction; a few milliseconds, for which others wait. */
    static final int BATCH_MAX = 300;

    /** After this much of dead properties a batch ends early. */
    static final long BATCH_PROPERTY_BYTES = DeadProperty.PER_FILE_BYTES_MAX;

    /** Ids are reserved for so many rows at most; what a copy does not use of them is a gap. */
    private static final int IDS_MAX = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(TreeCopy.class);

    /** The next sub-collection that both the source and the copy have. */
    private static final String NEXT_PAIR = """
            SELECT source.id, copy.id, source.name
              FROM node AS source
              JOIN node AS copy ON copy.parent_id = ? AND copy.name = source.name AND copy.collection = 1
             WHERE source.parent_id = ? AND source.name > ? AND source.collection = 1
             ORDER BY source.name
             LIMIT 1
            """;

    private final Changes changes;
    private final Node source;
    private final SpaceId space;
    private final long membersMax;
    private final FileId rootId;
    private Progress progress;

    /**
     * @param space the copy belongs to
     * @param membersMax the most files and collections that are copied, {@code source} among them
     */
    TreeCopy(Changes changes, Node source, SpaceId space, long membersMax) {
        this.changes = changes;
        this.source = source;
        this.space = space;
        this.membersMax = membersMax;
        this.rootId = changes.nextId();
        this.progress = new Progress(List.of(), 1, 0, 0);
    }

    /**
     * A pair of collections that is being walked.
     *
     * @param after the name of the last member dealt with
     * @param descending whether all members are copied, and sub-collections are next
     */
    private record Frame(long source, long copy, String after, boolean descending) {}

    /**
     * How far the walk has come. Unchanging, because a batch may run more than once.
     *
     * @param nextId the next of the reserved ids
     * @param endId behind the last of them
     */
    private record Progress(List<Frame> frames, long members, long nextId, long endId) {
        boolean wantsIds() {
            return endId - nextId < BATCH_MAX;
        }

        Progress withIds(long first, int count) {
            return new Progress(frames, members, first, first + count);
        }
    }

    /** The walk within one batch. */
    private final class Batch {
        private final Transaction tx;
        private final List<Frame> frames;
        private final long endId;
        private long nextId;
        private long members;
        private int room = BATCH_MAX;
        private long propertyRoom = BATCH_PROPERTY_BYTES;

        Batch(Transaction tx, Progress from) {
            this.tx = tx;
            this.frames = new ArrayList<>(from.frames);
            this.members = from.members;
            this.nextId = from.nextId;
            this.endId = from.endId;
        }

        Progress run() throws SQLException {
            while (!frames.isEmpty() && room > 0 && propertyRoom > 0) {
                Frame frame = frames.removeLast();
                if (frame.descending) {
                    descend(frame);
                } else {
                    copyMembers(frame);
                }
            }
            if (members > membersMax) {
                throw new Refused(new Refusal.TooManyMembers(membersMax));
            }
            return new Progress(List.copyOf(frames), members, nextId, endId);
        }

        private void descend(Frame frame) throws SQLException {
            room--;
            Optional<Frame> pair = tx.one(
                    NEXT_PAIR,
                    row -> {
                        frames.add(new Frame(frame.source, frame.copy, row.getString(3), true));
                        return new Frame(row.getLong(1), row.getLong(2), "", false);
                    },
                    frame.copy,
                    frame.source,
                    frame.after);
            pair.ifPresent(frames::add);
        }

        private void copyMembers(Frame frame) throws SQLException {
            Nodes.Copied copied = Nodes.copyMembers(
                    tx,
                    new Nodes.Page(frame.source, frame.after, room, propertyRoom),
                    frame.copy,
                    space,
                    nextId,
                    changes.nowUs());
            room -= 1 + copied.count();
            nextId += copied.count();
            members += copied.count();
            if (copied.count() == 0) {
                frames.add(new Frame(frame.source, frame.copy, "", true));
                return;
            }
            if (copied.propertyBytes() > 0) {
                Properties.copy(tx, Nodes.pairsWithProperties(tx, frame.source, frame.copy, frame.after));
                propertyRoom -= copied.propertyBytes();
            }
            changes.touch(tx, frame.copy, copied.bytes());
            frames.add(new Frame(frame.source, frame.copy, copied.last(), false));
        }
    }

    /** The row of a copy; of a collection without its members. */
    static Node copyOf(Changes changes, Node source, FileId id, SpaceId space, long parent, String name) {
        long nowUs = changes.nowUs();
        return new Node(
                id,
                parent,
                name,
                space,
                source.collection(),
                changes.newTag(),
                source.collection() ? 0 : source.sizeBytes(),
                source.modifiedUs(),
                nowUs,
                nowUs,
                source.object(),
                source.checksums(),
                source.propertyBytes(),
                source.uploader());
    }

    /** Makes all of it, out of sight. */
    void make() {
        begin();
        int wanted = BATCH_MAX;
        while (!progress.frames.isEmpty()) {
            if (progress.wantsIds()) {
                progress = progress.withIds(changes.idRange(wanted), wanted);
                wanted = Math.min(IDS_MAX, wanted * 4);
            }
            Progress from = progress;
            progress = changes.write(spaces(), tx -> {
                root(tx);
                return new Batch(tx, from).run();
            });
        }
    }

    private Partition spaces() {
        return Partition.of(source.space(), space);
    }

    /** How many files and collections it has. */
    long members() {
        return progress.members;
    }

    /** The copy's own row, not yet in its place. */
    Node root(Session session) throws SQLException {
        return Nodes.member(session, Node.MAKING, Node.nameOf(rootId))
                .orElseThrow(() -> new IllegalStateException("The copy was given up: it took too long."));
    }

    /** Leaves what was made to the sweeper. */
    void discard() {
        try {
            changes.write(spaces(), tx -> {
                Optional<Node> root = Nodes.member(tx, Node.MAKING, Node.nameOf(rootId));
                if (root.isPresent()) {
                    Nodes.place(tx, root.get(), Node.REMOVED, root.get().name());
                }
                return root.isPresent();
            });
        } catch (RuntimeException e) {
            // Nobody sees what is left; the sweeper finds it by its age.
            LOG.warn("An unfinished copy stays behind until it is swept: {}", e.toString());
        }
    }

    private void begin() {
        progress = changes.write(spaces(), tx -> {
            Node current = Nodes.byId(tx, source.id()).orElseThrow(() -> new Refused(new Refusal.NotFound()));
            Nodes.insert(tx, copyOf(changes, current, rootId, space, Node.MAKING, Node.nameOf(rootId)));
            if (current.propertyBytes() > 0) {
                Properties.copy(tx, Map.of(current.id(), rootId));
            }
            return new Progress(List.of(new Frame(current.id().value(), rootId.value(), "", false)), 1, 0, 0);
        });
    }
}
