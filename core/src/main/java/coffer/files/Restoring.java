package coffer.files;

import coffer.base.FileId;
import coffer.base.FileName;
import coffer.base.FilePath;
import coffer.db.Session;
import coffer.events.EventType;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Bringing back what was removed and kept, in one short transaction whatever is below it. */
final class Restoring {
    private final Changes changes;
    private final Making making;

    Restoring(Changes changes, Making making) {
        this.changes = changes;
        this.making = making;
    }

    RestoreResult restore(View view, View trash, FilePath below, Whence whence, TransactionStep also) {
        List<FileName> names = new ArrayList<>(whence.location().names());
        names.addAll(below.names());
        List<FileId> ids = new ArrayList<>();
        for (int i = 1; i < names.size(); i++) {
            ids.add(changes.nextId());
        }
        Changes.Subject subject = new Changes.Subject(EventType.FILE_RESTORED, view, whence.location());
        return changes.change(RestoreResult.class, subject, Conditions.NONE, (tx, attempt) -> {
            Node found = Tree.locate(tx, trash, below).node().orElseThrow(() -> new Refused(new Refusal.NotFound()));
            Node node = found.collection() ? changes.settled(tx, found) : found;
            Way way = way(tx, view, whence, names);
            attempt.allowed(Right.CREATE, way.lowest);
            attempt.unlocked(way.lineage, WriteGuard.Reach.ITSELF);
            changes.usage().charge(tx, view, node.sizeBytes());
            FilePath lowestPath = Tree.path(tx, view, way.lowest.id()).orElse(FilePath.ROOT);
            long parent = making.missing(tx, view, way.lowest, lowestPath, way.missing, ids);
            FileName name = FreeName.in(tx, parent, names.getLast(), node);
            Nodes.place(tx, node, parent, name.value());
            if (node.parent() > Node.ROOTS) {
                changes.retention().shrunk(tx, trash.root(), node.sizeBytes());
                changes.touch(tx, node.parent(), -node.sizeBytes());
            }
            changes.touch(tx, parent, node.sizeBytes());
            Node placed = node.withPlace(parent, name.value());
            FilePath path = Tree.path(tx, view, node.id()).orElse(whence.location());
            changes.journal()
                    .append(
                            tx,
                            Journal.ok(EventType.FILE_RESTORED, view, path, placed)
                                    .with(Journal.SIZE, Long.toString(placed.sizeBytes()))
                                    .with(Journal.ETAG, placed.etag().hex()));
            Entry entry = Entries.of(view, placed);
            changes.retention().returned(tx, entry);
            also.apply(tx, entry);
            return new RestoreResult.Restored(entry, path);
        });
    }

    /**
     * How far the way back still is there.
     *
     * @param lineage of {@code lowest}, the root of the space first
     * @param missing what has to be made below it
     */
    private record Way(Node lowest, List<FileId> lineage, List<FileName> missing) {}

    /**
     * Into the collection it was removed from, wherever that is now. When that is gone, to the place it had, with the
     * collections on the way made anew; when a file stands in that way, to the root.
     */
    private static Way way(Session session, View view, Whence whence, List<FileName> names) throws SQLException {
        int done = whence.location().names().size() - 1;
        Optional<Node> start = parent(session, view, whence.parent());
        Node lowest = start.isPresent() ? start.get() : root(session, view);
        int from = start.isPresent() ? done : 0;
        List<FileName> way = names.subList(from, names.size() - 1);
        int walked = 0;
        while (walked < way.size()) {
            Optional<Node> next =
                    Nodes.member(session, lowest.id().value(), way.get(walked).value());
            if (next.isEmpty()) {
                break;
            }
            if (!next.get().collection()) {
                Node root = root(session, view);
                return new Way(root, lineage(session, root), List.of());
            }
            lowest = next.get();
            walked++;
        }
        return new Way(lowest, lineage(session, lowest), way.subList(walked, way.size()));
    }

    private static Node root(Session session, View view) throws SQLException {
        Optional<Node> root = Nodes.byId(session, view.root());
        if (root.isEmpty() || lineage(session, root.get()).isEmpty()) {
            throw new Refused(new Refusal.NotFound());
        }
        return root.get();
    }

    private static Optional<Node> parent(Session session, View view, @Nullable FileId id) throws SQLException {
        if (id == null) {
            return Optional.empty();
        }
        Optional<Node> node = Nodes.byId(session, id).filter(Node::collection);
        return node.isPresent() && lineage(session, node.get()).contains(view.root()) ? node : Optional.empty();
    }

    private static List<FileId> lineage(Session session, Node node) throws SQLException {
        return Tree.lineages(session, List.of(node.id())).getOrDefault(node.id(), List.of());
    }

    /**
     * Where something was removed from.
     *
     * @param location it had, from the root of the space, which is the view's root
     * @param parent the collection it was in; null when only the location counts
     */
    record Whence(FilePath location, @Nullable FileId parent) {}
}
