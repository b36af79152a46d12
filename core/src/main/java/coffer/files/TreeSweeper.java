package coffer.files;

import coffer.base.SpaceId;
import coffer.db.Database;
import coffer.db.Partition;
import coffer.db.Session;
import coffer.db.Transaction;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Deletes what has been removed from the tree, in batches of some {@value #BATCH_MAX} rows, so that removing a collection
 * is one short step whatever its size. Also gives up copies that nobody finishes. Objects that no row names any more are
 * then the business of the objects' own sweeper.
 *
 * <p>May run at any time, in several processes, and stop anywhere: the next run goes on from what it finds.
 */
public final class TreeSweeper {
    /** Rows of one transaction; a few milliseconds. */
    static final int BATCH_MAX = 500;

    /** Transactions of one call of {@link #sweep}. */
    static final int BATCHES_MAX = 20;

    /** After this much of dead properties a batch ends early. */
    static final long BATCH_PROPERTY_BYTES = DeadProperty.PER_FILE_BYTES_MAX;

    /** A copy that was begun so long ago is not being made any more, whichever process did it. */
    public static final Duration COPY_TIME_MAX = Duration.ofDays(1);

    private final Database database;
    private final AncestorStep ancestors;
    private final Retention retention;
    private final Clock clock;

    TreeSweeper(Database database, AncestorStep ancestors, Retention retention, Clock clock) {
        this.database = database;
        this.ancestors = ancestors;
        this.retention = retention;
        this.clock = clock;
    }

    /**
     * Does a bounded piece of work.
     *
     * @return whether more is waiting
     */
    public boolean sweep() {
        for (int i = 0; i < BATCHES_MAX; i++) {
            Map<SpaceId, List<Node>> waiting = database.read(this::waiting);
            if (waiting.isEmpty()) {
                return false;
            }
            waiting.forEach((space, nodes) -> database.write(Partition.of(space), tx -> new Batch(tx).sweep(nodes)));
        }
        return true;
    }

    private Map<SpaceId, List<Node>> waiting(Session session) throws SQLException {
        long staleUs = FileTimes.micros(clock.instant().minus(COPY_TIME_MAX));
        List<Node> nodes = Nodes.members(session, Node.REMOVED, "", BATCH_MAX);
        if (nodes.isEmpty()) {
            // Few at any time: one for each copy under way.
            nodes = Nodes.members(session, Node.MAKING, "", BATCH_MAX).stream()
                    .filter(copy -> copy.createdUs() < staleUs)
                    .toList();
        }
        Map<SpaceId, List<Node>> bySpace = new TreeMap<>(Comparator.comparingLong(SpaceId::value));
        nodes.forEach(node ->
                bySpace.computeIfAbsent(node.space(), _ -> new ArrayList<>()).add(node));
        return bySpace;
    }

    /** One transaction. */
    private final class Batch {
        private final Transaction tx;
        private int room = BATCH_MAX;
        private long propertyRoom = BATCH_PROPERTY_BYTES;

        Batch(Transaction tx) {
            this.tx = tx;
        }

        /** Sweeps as many of these as there is room for. Another process may have been faster with any of them. */
        int sweep(List<Node> found) throws SQLException {
            // A batch of a copy in the same group has rows here that the step would otherwise miss.
            tx.settle(ancestors);
            for (Node node : found) {
                if (room <= 0 || propertyRoom <= 0) {
                    break;
                }
                Optional<Node> current = Nodes.member(tx, node.parent(), node.name());
                if (current.isPresent()) {
                    sweepOne(current.get());
                }
            }
            return BATCH_MAX - room;
        }

        private void sweepOne(Node top) throws SQLException {
            if (top.parent() == Node.MAKING) {
                // From here on the copy that made it finds that it was given up.
                Nodes.place(tx, top, Node.REMOVED, top.name());
                room--;
                return;
            }
            List<Node> members = Nodes.members(tx, top.id().value(), "", room);
            room--;
            List<Node> swept = new ArrayList<>();
            List<Node> collections = new ArrayList<>();
            boolean all = members.size() <= room;
            for (Node member : members) {
                if (propertyRoom <= 0) {
                    all = false;
                    break;
                }
                (member.collection() ? collections : swept).add(member);
                propertyRoom -= member.collection() ? 0 : member.propertyBytes();
                room--;
            }
            if (all) {
                swept.add(top);
                propertyRoom -= top.propertyBytes();
            }
            retention.forgotten(tx, swept.stream().map(Node::id).toList());
            for (Node node : swept) {
                Properties.removeAll(tx, node);
            }
            // Each becomes a top of its own, so a tree of any depth is swept without walking down it.
            Nodes.remove(tx, collections);
            Nodes.delete(tx, swept);
        }
    }
}
