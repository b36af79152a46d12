package coffer.files;

import coffer.base.Actor;
import coffer.base.FileId;
import coffer.base.FileName;
import coffer.base.FilePath;
import coffer.db.Partition;
import coffer.db.Session;
import coffer.db.Transaction;
import coffer.events.Event;
import coffer.events.EventType;
import coffer.files.TransferRows.Transfer;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Handing files and collections over to another account: from one space to another. One transaction takes the thing out of sight and
 * settles the quotas, batches rewrite the space of what is below it, and one transaction puts it in its place. A transfer that was interrupted is taken up
 * again from its beginning; rewriting twice changes nothing.
 */
final class Transferring {
    /** Rows of one transaction; a few milliseconds. */
    static final int BATCH_MAX = 300;

    /** Transfers that one call of {@link #resume} takes up. */
    private static final int RESUMED_MAX = 10;

    private final Changes changes;
    private final Making making;
    private final Moving moving;

    Transferring(Changes changes, Making making, Moving moving) {
        this.changes = changes;
        this.making = making;
        this.moving = moving;
    }

    TransferResult transfer(View from, FilePath path, View to, FilePath into) {
        if (from.space().equals(to.space())) {
            throw new IllegalArgumentException("what stays in its space is moved and not handed over");
        }
        Changes.Subject subject = new Changes.Subject(EventType.FILE_TRANSFERRED, from, path);
        return changes.answer(TransferResult.class, subject, () -> {
            FileId id = begin(from, path, to, into);
            return finish(
                    changes.read(session -> TransferRows.find(session, id)).orElseThrow());
        });
    }

    /** All members of the root go into one collection, a move each, and then that is handed over. */
    TransferResult transferAll(View from, View to, FileName folder) {
        FilePath gathered = new FilePath(List.of(folder));
        making.make(from, gathered, Conditions.NONE, List.of());
        List<Node> members;
        String after = "";
        do {
            String behind = after;
            members = changes.read(session -> Nodes.members(session, from.root().value(), behind, BATCH_MAX));
            for (Node member : members) {
                after = member.name();
                FileName name = new FileName(member.name());
                if (!name.equals(folder)
                        && gather(from, name, gathered, member) instanceof Refusal.Locked(FilePath locked, boolean _)) {
                    return new Refusal.Locked(locked);
                }
            }
        } while (!members.isEmpty());
        return transfer(from, gathered, to, FilePath.ROOT);
    }

    private MoveResult gather(View from, FileName name, FilePath gathered, Node member) {
        FilePath path = new FilePath(List.of(name));
        MoveResult result = moving.move(from, path, gathered.child(name), false, Conditions.NONE);
        if (result instanceof Refusal.TargetExists) {
            // Left by an earlier attempt, and somebody has made it anew since.
            FileName other = FreeName.with(name, " (" + member.id().value() + ")");
            return moving.move(from, path, gathered.child(other), false, Conditions.NONE);
        }
        return result;
    }

    boolean resume() {
        List<Transfer> begun = changes.read(session -> TransferRows.some(session, RESUMED_MAX));
        begun.forEach(this::finish);
        return begun.size() == RESUMED_MAX;
    }

    /** After this it is nobody's to see, and will be the other's whatever happens. */
    private FileId begin(View from, FilePath path, View to, FilePath into) {
        return changes.commit(from, to, (tx, attempt) -> {
            Located source = attempt.locate(path);
            Node found = attempt.existing(source);
            if (path.isRoot()) {
                throw new Refused(new Refusal.NotAllowed());
            }
            attempt.allowed(Right.DELETE, found);
            Node target = Tree.locate(tx, to, into)
                    .shown()
                    .filter(Node::collection)
                    .orElseThrow(() -> new Refused(new Refusal.NoParent()));
            Node node = found.collection() ? changes.settled(tx, found) : found;
            takeOut(tx, attempt, source, node, new Destination(to, target.id(), path.name()));
            return node.id();
        });
    }

    /** Where something will be in another space. */
    record Destination(View view, FileId parent, FileName name) {}

    /**
     * Takes something out of sight, all of whose sizes are settled, and puts it down for {@link #finish}. Everything that can refuse has been asked
     * but the quota of the other space.
     */
    void takeOut(Transaction tx, Attempt attempt, Located source, Node node, Destination destination)
            throws SQLException {
        View from = attempt.view();
        View to = destination.view;
        attempt.guarded().moved(tx, node.id());
        changes.usage().charge(tx, to, node.sizeBytes());
        changes.usage().charge(tx, from, -node.sizeBytes());
        TransferRows.insert(
                tx,
                new Transfer(
                        node.id(),
                        from.space(),
                        to.space(),
                        destination.parent,
                        destination.name,
                        source.location(tx).toString(),
                        from.ownerUid(),
                        to.ownerUid(),
                        changes.nowUs()));
        Nodes.place(tx, node, Node.MOVING, Node.nameOf(node.id()));
        changes.touch(tx, node.parent(), -node.sizeBytes());
    }

    /** Goes on with what {@link #takeOut} has begun, to its end. */
    void finish(FileId id) {
        Optional<Transfer> begun = changes.read(session -> TransferRows.find(session, id));
        begun.ifPresent(this::finish);
    }

    private TransferResult finish(Transfer transfer) {
        long members = 1;
        Deque<Frame> frames = new ArrayDeque<>();
        frames.add(new Frame(transfer.id().value(), ""));
        while (!frames.isEmpty()) {
            Frame frame = frames.removeLast();
            Page page = changes.write(Partition.of(transfer.from(), transfer.to()), tx -> rewrite(tx, transfer, frame));
            members += page.count;
            if (page.count > 0) {
                frames.add(new Frame(frame.collection, page.last));
            }
            page.collections.forEach(collection -> frames.add(new Frame(collection, "")));
        }
        FilePath path = changes.write(Partition.of(transfer.from(), transfer.to()), tx -> place(tx, transfer));
        return new TransferResult.Transferred(path, members);
    }

    /** A collection whose members up to a name are rewritten. */
    private record Frame(long collection, String after) {}

    private record Page(int count, String last, List<Long> collections) {}

    private Page rewrite(Transaction tx, Transfer transfer, Frame frame) throws SQLException {
        boolean over = TransferRows.find(tx, transfer.id()).isEmpty();
        List<Node> members = over ? List.of() : Nodes.members(tx, frame.collection, frame.after, BATCH_MAX);
        if (members.isEmpty()) {
            return new Page(0, "", List.of());
        }
        String last = members.getLast().name();
        TransferRows.membersToSpace(tx, frame.collection, frame.after, last, transfer.to());
        tell(tx, members.stream().map(Node::id).toList(), transfer);
        List<Long> collections = members.stream()
                .filter(Node::collection)
                .map(node -> node.id().value())
                .toList();
        return new Page(members.size(), last, collections);
    }

    /** Features above keep rows about files by their space. */
    private void tell(Transaction tx, List<FileId> files, Transfer transfer) throws SQLException {
        changes.retention().transferred(tx, files, transfer.to());
        changes.guard().transferred(tx, files, transfer.from(), transfer.to());
    }

    private FilePath place(Transaction tx, Transfer transfer) throws SQLException {
        Optional<Node> found = Nodes.byId(tx, transfer.id()).filter(node -> node.parent() == Node.MOVING);
        Optional<Node> home =
                Nodes.member(tx, Node.ROOTS, Long.toString(transfer.to().value()));
        if (found.isEmpty() || home.isEmpty()) {
            return placedOrLost(tx, transfer, found, home);
        }
        Node node = found.get();
        Node root = home.get();
        Node parent = Nodes.byId(tx, transfer.parent())
                .filter(Node::collection)
                .filter(collection -> collection.space().equals(transfer.to()))
                .orElse(root);
        if (lineage(tx, parent).isEmpty()) {
            parent = root;
        }
        FileName name = FreeName.in(tx, parent.id().value(), transfer.name(), node);
        TransferRows.toSpace(tx, node.id(), transfer.to());
        tell(tx, List.of(node.id()), transfer);
        Nodes.place(tx, node, parent.id().value(), name.value());
        changes.touch(tx, parent.id().value(), node.sizeBytes());
        TransferRows.delete(tx, node.id());
        FilePath path = Tree.path(tx, root.id(), node.id()).orElse(new FilePath(List.of(name)));
        changes.journal().append(tx, event(transfer, node, path));
        return path;
    }

    private static Event event(Transfer transfer, Node node, FilePath path) {
        return Event.ok(
                        EventType.FILE_TRANSFERRED,
                        Actor.operator("transfer"),
                        node.collection()
                                ? coffer.events.Target.collection(node.id(), path, transfer.toUid())
                                : coffer.events.Target.file(node.id(), path, transfer.toUid()))
                .changed(Journal.PATH, transfer.location(), path.toString())
                .changed("owner", transfer.fromUid(), transfer.toUid())
                .with(Journal.SIZE, Long.toString(node.sizeBytes()));
    }

    /** Another thread was faster, or the account that was to have it has gone meanwhile, and what is its own goes with it. */
    private static FilePath placedOrLost(Transaction tx, Transfer transfer, Optional<Node> found, Optional<Node> home)
            throws SQLException {
        if (found.isPresent()) {
            Nodes.remove(tx, List.of(found.get()));
            TransferRows.delete(tx, transfer.id());
        }
        return home.isEmpty()
                ? FilePath.ROOT
                : Tree.path(tx, home.get().id(), transfer.id()).orElse(FilePath.ROOT);
    }

    private static List<FileId> lineage(Session session, Node node) throws SQLException {
        return Tree.lineages(session, List.of(node.id())).getOrDefault(node.id(), List.of());
    }
}
