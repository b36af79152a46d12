package coffer.files;

import coffer.base.FileId;
import coffer.base.FilePath;
import coffer.db.Session;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far a path leads.
 *
 * @param above the ancestors of the view's root, the root of the space first; empty for a home
 * @param nodes what was met on the way, the view's root first; empty when that is gone
 */
record Located(View view, FilePath path, List<FileId> above, List<Node> nodes) {
    /** What the path names. */
    Optional<Node> node() {
        return nodes.size() == path.names().size() + 1 ? Optional.of(nodes.getLast()) : Optional.empty();
    }

    /** What the path names, if the view shows it: whoever may not read meets nothing but the root. */
    Optional<Node> shown() {
        return node().filter(_ -> view.rights().contains(Right.READ) || path.isRoot());
    }

    /** What this is, or how it is refused when the view does not show it. */
    Node existing() {
        return shown().orElseThrow(() -> new Refused(new Refusal.NotFound()));
    }

    /** How a condition on it is refused. */
    Refused failed(Conditions.Field field) {
        Entry current = shown().map(node -> Entries.of(view, node)).orElse(null);
        return new Refused(new Refusal.PreconditionFailed(field, current));
    }

    /** The collection that holds, or would hold, what the path names. */
    Optional<Node> parent() {
        int segments = path.names().size();
        return segments > 0
                        && nodes.size() >= segments
                        && nodes.get(segments - 1).collection()
                ? Optional.of(nodes.get(segments - 1))
                : Optional.empty();
    }

    /** Where what exists here is, from the root of the space or of what was removed; as the view names it where that is too deep for a path. */
    FilePath location(Session session) throws SQLException {
        return above.isEmpty()
                ? path
                : Tree.path(session, above.getFirst(), nodes.getLast().id()).orElse(path);
    }

    /** The collection that holds what the path names, as far as it leads. */
    Optional<Located> collectionAbove() {
        int segments = path.names().size();
        return segments > 0 && nodes.size() >= segments
                ? Optional.of(new Located(view, path.parent(), above, nodes.subList(0, segments)))
                : Optional.empty();
    }

    /** Ids from the root of the space down to the first {@code depth} segments of the path. */
    List<FileId> lineage(int depth) {
        List<FileId> ids = new ArrayList<>(above);
        nodes.stream().limit(depth + 1L).map(Node::id).forEach(ids::add);
        return ids;
    }

    /** From the root of the space to what the path names. */
    List<FileId> lineage() {
        return lineage(path.names().size());
    }

    /** From the root of the space to the collection above. */
    List<FileId> parentLineage() {
        return lineage(path.names().size() - 1);
    }
}
