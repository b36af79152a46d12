package coffer.files;

import coffer.base.FilePath;
import coffer.events.Event;
import coffer.events.EventType;
import java.util.List;

/** Changing times and dead properties. */
final class Patching {
    private final Changes changes;

    Patching(Changes changes) {
        this.changes = changes;
    }

    PatchResult patch(View view, FilePath path, List<PropertyChange> wanted, Conditions conditions) {
        Changes.Subject subject = new Changes.Subject(EventType.FILE_PROPERTIES_CHANGED, view, path);
        return changes.change(PatchResult.class, subject, conditions, (tx, attempt) -> {
            Located target = attempt.locate(path);
            Node node = attempt.existing(target);
            attempt.allowed(Right.UPDATE, node);
            attempt.conditionsHold(target);
            attempt.unlocked(target.lineage(), WriteGuard.Reach.ITSELF);
            if (node.collection()) {
                node = changes.settled(tx, node);
            }
            PropertyPlan plan = PropertyPlan.of(tx, node, wanted);
            Node patched = plan.write(changes, tx, node);
            if (!patched.etag().equals(node.etag())) {
                Nodes.times(tx, patched);
                if (node.parent() > Node.ROOTS) {
                    changes.touch(tx, node.parent(), 0);
                }
            }
            Event event = Journal.ok(EventType.FILE_PROPERTIES_CHANGED, view, path, node)
                    .with("properties", plan.names());
            changes.journal().append(tx, event);
            return new PatchResult.Patched(Entries.of(view, patched), plan.outcomes());
        });
    }
}
