package coffer.files;

import coffer.base.FileId;
import coffer.base.FileName;
import coffer.base.FilePath;
import coffer.db.Transaction;
import coffer.events.EventType;
import java.sql.SQLException;
import java.util.List;

/** Making collections. */
final class Making {
    private final Changes changes;

    Making(Changes changes) {
        this.changes = changes;
    }

    MakeResult make(View view, FilePath path, Conditions conditions, List<PropertyChange> properties) {
        FileId id = changes.nextId();
        Changes.Subject subject = new Changes.Subject(EventType.COLLECTION_CREATED, view, path);
        return changes.change(MakeResult.class, subject, conditions, (tx, attempt) -> {
            Located target = attempt.locate(path);
            if (target.node().isPresent()) {
                throw new Refused(new Refusal.NameTaken());
            }
            Node parent = attempt.parent(target);
            attempt.allowed(Right.CREATE, parent);
            attempt.conditionsHold(target);
            attempt.unlocked(target.parentLineage(), WriteGuard.Reach.ITSELF);
            // A row takes no quota, but a full space takes no more rows: stock 32 answers 507 here too.
            changes.usage().requireFree(tx, view, 1);
            Node empty = changes.emptyCollection(
                    view, id, parent.id().value(), path.name().value());
            PropertyPlan plan = PropertyPlan.of(tx, empty, properties);
            Nodes.insert(tx, empty);
            Node made = plan.write(changes, tx, empty);
            if (!made.equals(empty)) {
                Nodes.times(tx, made);
            }
            changes.touch(tx, parent.id().value(), 0);
            changes.journal().append(tx, Journal.ok(EventType.COLLECTION_CREATED, view, path, made));
            return new MakeResult.Made(Entries.of(view, made));
        });
    }

    /**
     * Makes collections that are missing on the way to something, each in the one before, and returns the last; {@code lowest}
     * when none is missing. Whoever stores the thing renews what lies above it.
     *
     * @param path of {@code lowest} in the view
     * @param ids at least one for each name
     */
    long missing(Transaction tx, View view, Node lowest, FilePath path, List<FileName> names, List<FileId> ids)
            throws SQLException {
        long parent = lowest.id().value();
        FilePath at = path;
        for (int i = 0; i < names.size(); i++) {
            Node collection = changes.emptyCollection(
                    view, ids.get(i), parent, names.get(i).value());
            Nodes.insert(tx, collection);
            at = at.child(names.get(i));
            changes.journal().append(tx, Journal.ok(EventType.COLLECTION_CREATED, view, at, collection));
            parent = collection.id().value();
        }
        return parent;
    }
}
