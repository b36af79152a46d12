package coffer.files;

import coffer.base.FileId;
import coffer.base.FilePath;
import coffer.base.SpaceId;
import coffer.db.Transaction;
import coffer.events.EventType;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Removing files and collections: out of the tree, and what was kept of them out of the trash. */
final class Removing {
    private final Changes changes;

    Removing(Changes changes) {
        this.changes = changes;
    }

    /** @param keep whether it is offered to {@link Retention} */
    RemoveResult remove(View view, FilePath path, Conditions conditions, boolean keep) {
        return remove(view, path, conditions, keep, _ -> {});
    }

    /** What else happens in the transaction. */
    interface Also {
        void apply(Transaction tx) throws SQLException;
    }

    RemoveResult remove(View view, FilePath path, Conditions conditions, boolean keep, Also also) {
        Changes.Subject subject = new Changes.Subject(type(view), view, path);
        return changes.change(RemoveResult.class, subject, conditions, (tx, attempt) -> {
            Located target = attempt.locate(path);
            Node node = attempt.existing(target);
            if (path.isRoot()) {
                throw new Refused(new Refusal.NotAllowed());
            }
            attempt.allowed(Right.DELETE, node);
            attempt.conditionsHold(target);
            attempt.unlocked(target.lineage(), WriteGuard.Reach.TREE);
            also.apply(tx);
            return new RemoveResult.Removed(Entries.of(view, detach(tx, attempt, target, node, keep)));
        });
    }

    /** What was removed and kept is deleted for good when it is removed once more. */
    private static EventType type(View view) {
        return view.realm() == View.Realm.TREE ? EventType.FILE_DELETED : EventType.TRASH_DELETED;
    }

    /**
     * Takes a node and all below it out of its place, in one short step whatever is below. Everything that can refuse has
     * been asked.
     *
     * @return the node as it was
     */
    Node detach(Transaction tx, Attempt attempt, Located target, Node found) throws SQLException {
        return detach(tx, attempt, target, found, true);
    }

    private Node detach(Transaction tx, Attempt attempt, Located target, Node found, boolean keep) throws SQLException {
        View view = attempt.view();
        attempt.guarded().release(tx, found.id());
        Node node = found.collection() ? changes.settled(tx, found) : found;
        if (view.realm() == View.Realm.TREE) {
            Retention.Removal removal = new Retention.Removal(view, target.location(tx), Entries.of(view, node));
            changes.retention().leaving(tx, removal);
            if (keep && changes.retention().removed(tx, removal)) {
                Nodes.keep(tx, node);
            } else {
                destroy(tx, node);
            }
            changes.usage().charge(tx, view, -node.sizeBytes());
        } else {
            changes.retention().shrunk(tx, view.root(), node.sizeBytes());
            destroy(tx, node);
        }
        changes.touch(tx, node.parent(), -node.sizeBytes());
        changes.journal()
                .append(
                        tx,
                        Journal.ok(type(view), view, target.path(), node)
                                .without(Journal.SIZE, Long.toString(node.sizeBytes()))
                                .without(Journal.ETAG, node.etag().hex()));
        return node;
    }

    /** Deletes for good what was removed from a space and kept. */
    List<FileId> purge(SpaceId space, Collection<FileId> removed, PurgeStep also) {
        return changes.write(space, tx -> {
            List<FileId> purged = new ArrayList<>();
            for (FileId id : removed) {
                Optional<Node> node = Nodes.byId(tx, id).filter(found -> found.parent() == Node.TRASH);
                if (node.isPresent()) {
                    also.apply(tx, id);
                    destroy(tx, node.get());
                    purged.add(id);
                }
            }
            return purged;
        });
    }

    /** A collection goes to where nobody finds it and is swept later. */
    private void destroy(Transaction tx, Node node) throws SQLException {
        if (node.collection()) {
            Nodes.remove(tx, List.of(node));
        } else {
            changes.retention().forgotten(tx, List.of(node.id()));
            Properties.removeAll(tx, node);
            Nodes.delete(tx, List.of(node));
        }
    }
}
