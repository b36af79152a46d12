package coffer.files;

import coffer.base.FileId;
import coffer.base.FilePath;
import coffer.events.EventType;
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
}
