package coffer.files;

import coffer.base.FilePath;
import coffer.db.Transaction;
import coffer.events.EventType;
import java.sql.SQLException;
import java.util.Optional;

/** Moving and renaming within a space. */
final class Moving {
    private final Changes changes;
    private final Removing removing;

    Moving(Changes changes, Removing removing) {
        this.changes = changes;
        this.removing = removing;
    }

    MoveResult move(View view, FilePath from, FilePath to, boolean overwrite, Conditions conditions) {
        Changes.Subject subject = new Changes.Subject(EventType.FILE_MOVED, view, from);
        return changes.change(MoveResult.class, subject, conditions, (tx, attempt) -> {
            Located source = attempt.locate(from);
            Node node = attempt.existing(source);
            Target target = Target.of(attempt, from, to, overwrite);
            attempt.conditionsHold(source);
            attempt.allowed(Right.UPDATE, node);
            boolean elsewhere = node.parent() != target.parent().id().value();
            if (elsewhere) {
                attempt.allowed(Right.DELETE, node);
            }
            target.requireAllowed(attempt);
            attempt.unlocked(source.lineage(), WriteGuard.Reach.TREE);
            target.requireUnlocked(attempt);
            Node moved = place(tx, attempt, from, node, target);
            return new MoveResult.Moved(
                    Entries.of(view, moved), target.replaced().isPresent());
        });
    }

    private Node place(Transaction tx, Attempt attempt, FilePath from, Node found, Target target) throws SQLException {
        Node node = found.collection() ? changes.settled(tx, found) : found;
        Optional<Node> replaced = target.replaced();
        if (replaced.isPresent()) {
            removing.detach(tx, attempt, target.located(), replaced.get());
        }
        attempt.guarded().moved(tx, node.id());
        long parent = target.parent().id().value();
        String name = target.path().name().value();
        Nodes.place(tx, node, parent, name);
        changes.touch(tx, node.parent(), -node.sizeBytes());
        changes.touch(tx, parent, node.sizeBytes());
        changes.journal()
                .append(
                        tx,
                        Journal.ok(EventType.FILE_MOVED, attempt.view(), from, node)
                                .changed(
                                        Journal.PATH,
                                        from.toString(),
                                        target.path().toString()));
        return node.withPlace(parent, name);
    }
}
