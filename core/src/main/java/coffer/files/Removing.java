package coffer.files;

import coffer.base.FilePath;
import coffer.db.Transaction;
import coffer.events.EventType;
import java.sql.SQLException;
import java.util.List;

/** Removing files and collections. */
final class Removing {
    private final Changes changes;

    Removing(Changes changes) {
        this.changes = changes;
    }

    RemoveResult remove(View view, FilePath path, Conditions conditions) {
        Changes.Subject subject = new Changes.Subject(EventType.FILE_DELETED, view, path);
        return changes.change(RemoveResult.class, subject, conditions, (tx, attempt) -> {
            Located target = attempt.locate(path);
            Node node = attempt.existing(target);
            if (path.isRoot()) {
                throw new Refused(new Refusal.NotAllowed());
            }
            attempt.allowed(Right.DELETE, node);
            attempt.conditionsHold(target);
            attempt.unlocked(target.lineage(), WriteGuard.Reach.TREE);
            return new RemoveResult.Removed(Entries.of(view, detach(tx, attempt, path, node)));
        });
    }

    /**
     * Takes a node and all below it out of the tree, in one short step whatever is below: a collection goes to where
     * nobody finds it and is swept later. Everything that can refuse has been asked.
     *
     * @return the node as it was
     */
    Node detach(Transaction tx, Attempt attempt, FilePath path, Node found) throws SQLException {
        View view = attempt.view();
        Node node = found;
        attempt.guarded().release(tx, node.id());
        if (node.collection()) {
            node = changes.settled(tx, node);
            Nodes.remove(tx, List.of(node));
        } else {
            Properties.removeAll(tx, node);
            Nodes.delete(tx, List.of(node));
        }
        changes.usage().charge(tx, view, -node.sizeBytes());
        changes.touch(tx, node.parent(), -node.sizeBytes());
        changes.journal()
                .append(
                        tx,
                        Journal.ok(EventType.FILE_DELETED, view, path, node)
                                .without(Journal.SIZE, Long.toString(node.sizeBytes()))
                                .without(Journal.ETAG, node.etag().hex()));
        return node;
    }
}
