package coffer.files;

import coffer.base.FileId;
import coffer.db.Transaction;
import coffer.events.EventType;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Moving from one view to another: within a space in one step, to another space as a transfer. What somebody takes out of a space that is not their own
 * stays there as well, as a copy in the trash bin.
 */
final class Crossing {
    private final Changes changes;
    private final Removing removing;
    private final Transferring transferring;
    private final long membersMax;

    Crossing(Changes changes, Removing removing, Transferring transferring, long membersMax) {
        this.changes = changes;
        this.removing = removing;
        this.transferring = transferring;
        this.membersMax = membersMax;
    }

    MoveResult move(Spot from, Spot to, boolean overwrite, Conditions conditions) {
        Changes.Subject subject = new Changes.Subject(EventType.FILE_MOVED, from.view(), from.path());
        return changes.answer(MoveResult.class, subject, () -> {
            Node source = changes.commit(from.view(), to.view(), conditions, (_, leaving, arriving) -> find(
                            leaving, arriving, from, to, overwrite)
                    .node);
            boolean same = from.view().space().equals(to.view().space());
            TreeCopy left = !same && leavesCopy(from.view()) && source.collection()
                    ? new TreeCopy(changes, source, from.view().space(), membersMax)
                    : null;
            return move(from, to, overwrite, conditions, source, left);
        });
    }

    private MoveResult move(
            Spot from, Spot to, boolean overwrite, Conditions conditions, Node begun, @Nullable TreeCopy left) {
        boolean done = false;
        try {
            if (left != null) {
                left.make();
            }
            FileId copyId = changes.nextId();
            MoveResult.Moved moved = changes.commit(from.view(), to.view(), conditions, (tx, leaving, arriving) -> {
                Found found = find(leaving, arriving, from, to, overwrite);
                if (!found.node.id().equals(begun.id())) {
                    throw new Refused(new Refusal.NotFound());
                }
                return moved(tx, leaving, arriving, found, left, copyId);
            });
            done = true;
            if (from.view().space().equals(to.view().space())) {
                return moved;
            }
            transferring.finish(begun.id());
            return changes.read(session -> Nodes.byId(session, begun.id()))
                    .map(node -> new MoveResult.Moved(Entries.of(to.view(), node), moved.replaced()))
                    .orElse(moved);
        } finally {
            if (!done && left != null) {
                left.discard();
            }
        }
    }

    private static boolean leavesCopy(View from) {
        return !from.owner().equals(from.actor().account());
    }

    private record Found(Located source, Node node, Target target) {}

    private static Found find(Attempt leaving, Attempt arriving, Spot from, Spot to, boolean overwrite)
            throws SQLException {
        Located source = leaving.locate(from.path());
        Node node = leaving.existing(source);
        if (from.path().isRoot()) {
            throw new Refused(new Refusal.InvalidTarget(Refusal.InvalidTarget.Reason.ROOT));
        }
        Target target = Target.across(source, arriving, to.path(), overwrite);
        leaving.conditionsHold(source);
        leaving.allowed(Right.UPDATE, node);
        leaving.allowed(Right.DELETE, node);
        leaving.takenAway(from.view(), to.view());
        target.requireAllowed(arriving);
        leaving.unlocked(source.lineage(), WriteGuard.Reach.TREE);
        target.requireUnlockedThere(arriving);
        return new Found(source, node, target);
    }

    /** All of a move within a space; of one to another the beginning, after which nobody sees it until it is finished. */
    private MoveResult.Moved moved(
            Transaction tx, Attempt leaving, Attempt arriving, Found found, @Nullable TreeCopy left, FileId copyId)
            throws SQLException {
        Target target = found.target;
        Node node = found.node.collection() ? changes.settled(tx, found.node) : found.node;
        Optional<Node> replaced = target.replaced();
        if (replaced.isPresent()) {
            removing.detach(tx, arriving, target.located(), replaced.get());
        }
        long parent = target.parent().id().value();
        if (leaving.view().space().equals(arriving.view().space())) {
            leaving.guarded().moved(tx, node.id());
            Nodes.place(tx, node, parent, target.path().name().value());
            changes.touch(tx, node.parent(), -node.sizeBytes());
            changes.touch(tx, parent, node.sizeBytes());
        } else {
            if (leavesCopy(leaving.view())) {
                leaveCopy(tx, leaving.view(), found.source, node, left, copyId);
            }
            transferring.takeOut(
                    tx,
                    leaving,
                    found.source,
                    node,
                    new Transferring.Destination(
                            arriving.view(), target.parent().id(), target.path().name()));
        }
        changes.journal()
                .append(
                        tx,
                        Journal.ok(EventType.FILE_MOVED, leaving.view(), found.source.path(), node)
                                .changed(
                                        Journal.PATH,
                                        found.source.path().toString(),
                                        target.path().toString())
                                .changed(
                                        "owner",
                                        leaving.view().ownerUid(),
                                        arriving.view().ownerUid()));
        Node placed = node.withPlace(parent, target.path().name().value());
        return new MoveResult.Moved(Entries.of(arriving.view(), placed), replaced.isPresent());
    }

    /** What was taken away from its owner is offered to {@link Retention}, as if it had been removed. */
    private void leaveCopy(Transaction tx, View view, Located source, Node node, @Nullable TreeCopy left, FileId copyId)
            throws SQLException {
        Node copy;
        if (left == null) {
            copy = TreeCopy.copyOf(changes, node, copyId, node.space(), Node.MAKING, Node.nameOf(copyId));
            Nodes.insert(tx, copy);
        } else {
            copy = changes.settled(tx, left.root(tx));
        }
        Entry offered = Entries.of(view, copy.withPlace(node.parent(), node.name()));
        boolean kept = changes.retention().removed(tx, new Retention.Removal(view, source.location(tx), offered));
        Nodes.place(tx, copy, kept ? Node.TRASH : Node.REMOVED, Node.nameOf(copy.id()));
    }
}
