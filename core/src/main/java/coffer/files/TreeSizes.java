package coffer.files;

import coffer.base.ETag;
import coffer.base.FileId;
import coffer.base.ObjectId;
import coffer.base.SpaceId;
import coffer.blobs.ObjectSizes;
import coffer.db.Database;
import coffer.db.Partition;
import coffer.db.Recount;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Counts the sizes of files and collections anew, and how much of each space is used, from the contents that files name: in the tree, in the
 * trash bin, of what is on its way to another space, and of copies in the making. What is removed and waits to be swept is left out.
 *
 * <p>What gets another size gets another entity tag, and so does all above it, in the same transaction, so that clients look again. For one
 * thread, while nobody else writes.
 */
public final class TreeSizes {
    private static final String TABLE = "node";
    private static final String SIZE = "size_bytes";
    private static final String SET = "UPDATE node SET size_bytes = ?, etag = ? WHERE id = ?";
    private static final String USED = "SELECT used_bytes FROM space WHERE id = ?";
    private static final String SET_USED = "UPDATE space SET used_bytes = ? WHERE id = ?";

    private final Database database;
    private final Recount recount;
    private final ObjectSizes objects;
    private final TreeWalk walk;
    private final RandomGenerator random;
    private final AncestorStep ancestors;

    /** @param objects counted before */
    public TreeSizes(Database database, Recount recount, ObjectSizes objects, RandomGenerator random) {
        this.database = database;
        this.recount = recount;
        this.objects = objects;
        this.walk = new TreeWalk(database, objects);
        this.random = random;
        this.ancestors = new AncestorStep(random);
    }

    /** Counts everything. */
    public void count() {
        Nodewise nodes = new Nodewise();
        walk.below(Node.MAKING, nodes);
        walk.below(Node.TRASH, nodes);
        walk.below(Node.MOVING, nodes);
        walk.below(Node.ROOTS, nodes);
        nodes.flush();
        countUsage(nodes.used);
    }

    /** How large files and collections are, to be called behind {@link #count}; those that are gone are absent. */
    public Map<FileId, Long> of(Collection<FileId> ids) {
        List<Node> nodes = database.read(session -> Nodes.byIds(session, ids));
        Map<FileId, Long> sizes = new HashMap<>();
        Map<ObjectId, Long> contents = recount.rowsHold() ? Map.of() : objects.of(TreeWalk.contents(nodes));
        for (Node node : nodes) {
            sizes.put(node.id(), recount.rowsHold() ? node.sizeBytes() : counted(node, contents));
        }
        return sizes;
    }

    private long counted(Node node, Map<ObjectId, Long> contents) {
        return node.collection() ? walk.below(node.id().value(), SILENT) : walk.file(node, contents, SILENT);
    }

    /** Of what is counted once more everything was told. */
    private static final TreeWalk.Visitor SILENT = new TreeWalk.Visitor() {
        @Override
        public void counted(TreeWalk.Member member, long bytes) {}

        @Override
        public void unknown(TreeWalk.Member member, @Nullable ObjectId content) {}
    };

    /** @param counted what is at the root of each space and on its way into it */
    private void countUsage(Map<SpaceId, Long> counted) {
        List<SpaceId> spaces = new ArrayList<>(counted.keySet());
        for (int from = 0; from < spaces.size(); from += Recount.ROWS) {
            countUsage(spaces.subList(from, Math.min(spaces.size(), from + Recount.ROWS)), counted);
        }
    }

    private void countUsage(List<SpaceId> spaces, Map<SpaceId, Long> counted) {
        Recount.Batch batch = recount.batch("space");
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (SpaceId space : spaces) {
            long bytes = counted.getOrDefault(space, 0L);
            Optional<Long> said = database.readOne(session -> session.one(USED, row -> row.getLong(1), space.value()));
            if (said.isPresent() && batch.differs(Long.toString(space.value()), "used_bytes", said.get(), bytes)) {
                rows.add(new Object[] {bytes, space.value()});
            }
        }
        batch.end(Partition.of(spaces.toArray(SpaceId[]::new)), tx -> tx.batch(SET_USED, rows));
    }

    /** Compares what was counted with the rows, and mends these in batches. */
    private final class Nodewise implements TreeWalk.Visitor {
        private final Recount.Batch batch = recount.batch(TABLE);
        private final List<@Nullable Object[]> rows = new ArrayList<>();
        private final Set<SpaceId> spaces = new HashSet<>();
        private final Set<Long> parents = new HashSet<>();
        private final Map<SpaceId, Long> used = new HashMap<>();

        @Override
        public void counted(TreeWalk.Member member, long bytes) {
            if (member.parent() == Node.ROOTS) {
                used.merge(member.space(), bytes, Long::sum);
            } else if (member.parent() == Node.MOVING) {
                onItsWay(member, bytes);
            }
            if (batch.differs(Long.toString(member.id().value()), SIZE, member.saidBytes(), bytes)) {
                rows.add(new Object[] {
                    bytes, ETag.random(random).value(), member.id().value()
                });
                spaces.add(member.space());
                if (member.parent() > Node.ROOTS) {
                    parents.add(member.parent());
                }
                if (batch.size() >= Recount.ROWS) {
                    flush();
                }
            }
        }

        @Override
        public void unknown(TreeWalk.Member member, @Nullable ObjectId content) {
            recount.unknown(
                    TABLE,
                    Long.toString(member.id().value()),
                    SIZE,
                    member.saidBytes(),
                    "its content " + content + " cannot be counted");
            if (member.parent() == Node.MOVING) {
                onItsWay(member, member.saidBytes());
            }
        }

        /** Its bytes count where it goes. */
        private void onItsWay(TreeWalk.Member member, long bytes) {
            database.readOne(session -> TransferRows.find(session, member.id()))
                    .ifPresent(transfer -> used.merge(transfer.to(), bytes, Long::sum));
        }

        void flush() {
            batch.end(Partition.of(spaces.toArray(SpaceId[]::new)), tx -> {
                tx.batch(SET, rows);
                for (long parent : parents) {
                    // At no time: nothing was modified, so what is above keeps its time too.
                    tx.atCommit(ancestors, new AncestorStep.Growth(new FileId(parent), 0, 0));
                }
            });
            rows.clear();
            spaces.clear();
            parents.clear();
        }
    }
}
