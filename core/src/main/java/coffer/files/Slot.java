package coffer.files;

import coffer.base.FileName;
import coffer.base.FilePath;
import java.util.List;
import java.util.Optional;

/**
 * Where content is about to be stored.
 *
 * @param replaced the file whose content it replaces
 * @param lowest the lowest collection on the way that exists
 * @param missing the collections to be made between {@code lowest} and the file
 */
record Slot(Located target, Optional<Node> replaced, Node lowest, List<FileName> missing) {
    /**
     * Finds it, and asks right, conditions and locks.
     *
     * @param makeParents whether collections may be missing on the way
     */
    static Slot find(Attempt attempt, Located target, boolean makeParents) throws java.sql.SQLException {
        Optional<Node> there = target.node();
        if (there.isPresent()) {
            attempt.allowed(Right.UPDATE, there.get());
            if (there.get().collection()) {
                throw new Refused(new Refusal.IsCollection());
            }
            attempt.conditionsHold(target);
            attempt.unlocked(target.lineage(), WriteGuard.Reach.ITSELF);
            // What was shared may be a single file, and what holds it lies outside of the view.
            return new Slot(target, there, target.parent().orElse(there.get()), List.of());
        }
        int depth = target.nodes().size();
        Node lowest = makeParents && depth > 0 && target.nodes().getLast().collection()
                ? target.nodes().getLast()
                : attempt.parent(target);
        attempt.allowed(Right.CREATE, lowest);
        attempt.conditionsHold(target);
        attempt.unlocked(target.lineage(depth - 1), WriteGuard.Reach.ITSELF);
        List<FileName> names = target.path().names();
        return new Slot(target, Optional.empty(), lowest, names.subList(depth - 1, names.size() - 1));
    }

    /** Of {@link #lowest}, in the view. */
    FilePath lowestPath() {
        List<FileName> names = target.path().names();
        return new FilePath(names.subList(0, names.size() - 1 - missing.size()));
    }

    long replacedBytes() {
        return replaced.map(Node::sizeBytes).orElse(0L);
    }
}
