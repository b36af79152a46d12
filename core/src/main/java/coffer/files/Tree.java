package coffer.files;

import coffer.base.FileId;
import coffer.base.FileName;
import coffer.base.FilePath;
import coffer.base.InvalidName;
import coffer.db.Session;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finding one's way in the tree, for this package and for features whose rows name its nodes. */
public final class Tree {
    private Tree() {}

    /** Walks a path from the root of the view, one row a segment, as far as it leads. */
    static Located locate(Session session, View view, FilePath path) throws SQLException {
        List<FileName> names = path.names();
        List<Node> nodes = Nodes.walk(session, view.root(), names.subList(0, Math.min(Nodes.WALK_MAX, names.size())));
        if (nodes.isEmpty() || !nodes.getFirst().space().equals(view.space())) {
            return new Located(view, path, List.of(), List.of());
        }
        List<FileId> above = List.of();
        if (nodes.getFirst().parent() != view.top()) {
            above = lineages(session, List.of(view.root()), view.top()).getOrDefault(view.root(), List.of());
            if (above.isEmpty()) {
                return new Located(view, path, List.of(), List.of());
            }
            above = above.subList(0, above.size() - 1);
        }
        return new Located(view, path, above, walk(session, nodes, names, Nodes.WALK_MAX));
    }

    /** Walks on from a collection on the way, of which all that was met is taken as it is. */
    static Located onward(Session session, Located from, FilePath path) throws SQLException {
        List<Node> nodes = new ArrayList<>(from.nodes());
        int walked = from.path().names().size();
        return new Located(from.view(), path, from.above(), walk(session, nodes, path.names(), walked));
    }

    /** Adds what the names behind the first {@code walked} lead to, a piece at a time while all of the last one was there. */
    private static List<Node> walk(Session session, List<Node> nodes, List<FileName> names, int walked)
            throws SQLException {
        for (int at = walked; at < names.size() && nodes.size() == at + 1; at += Nodes.WALK_MAX) {
            List<FileName> piece = names.subList(at, Math.min(at + Nodes.WALK_MAX, names.size()));
            List<Node> found = Nodes.walk(session, nodes.getLast().id(), piece);
            nodes.addAll(found.subList(Math.min(1, found.size()), found.size()));
        }
        return nodes;
    }

    /**
     * The ancestors of files, from the root of the space down to and with the file itself. What is gone, removed or not
     * yet attached is absent. A few statements whatever the number of files.
     */
    public static Map<FileId, List<FileId>> lineages(Session session, Collection<FileId> files) throws SQLException {
        return lineages(session, files, Node.ROOTS);
    }

    private static Map<FileId, List<FileId>> lineages(Session session, Collection<FileId> files, long wantedTop)
            throws SQLException {
        Map<Long, Nodes.Place> places =
                ancestry(session, files.stream().map(FileId::value).toList());
        Map<FileId, List<FileId>> lineages = new HashMap<>();
        for (FileId file : files) {
            List<FileId> upwards = new ArrayList<>();
            long top = Node.REMOVED;
            Nodes.Place place = places.get(file.value());
            while (place != null) {
                upwards.add(new FileId(place.id()));
                top = place.parent();
                place = places.get(top);
            }
            if (top == wantedTop) {
                lineages.put(file, List.copyOf(upwards.reversed()));
            }
        }
        return lineages;
    }

    /**
     * The ancestors of a file that the view shows and may read, from the root of the space down to and with the file itself.
     * Empty for every other file.
     */
    public static List<FileId> shown(Session session, View view, FileId file) throws SQLException {
        List<FileId> lineage = view.rights().contains(Right.READ)
                ? lineages(session, List.of(file)).getOrDefault(file, List.of())
                : List.of();
        return lineage.contains(view.root()) ? lineage : List.of();
    }

    /**
     * Those of these files that are still there, within reach or not. Ids are never used again, so what is absent is gone for
     * good. A few statements whatever the number of files.
     */
    public static Set<FileId> existing(Session session, Collection<FileId> files) throws SQLException {
        return Nodes.existing(session, files);
    }

    /** The way from the root of the view to a file; empty when it lies elsewhere, or deeper than a path can name. */
    public static Optional<FilePath> path(Session session, View view, FileId file) throws SQLException {
        return path(session, view.root(), file);
    }

    /** The way from a collection down to what lies in it; empty when it lies elsewhere, or deeper than a path can name. */
    static Optional<FilePath> path(Session session, FileId from, FileId file) throws SQLException {
        return path(ancestry(session, List.of(file.value())), from, file);
    }

    /** The same, among rows that are known. */
    static Optional<FilePath> path(Map<Long, Nodes.Place> places, FileId from, FileId file) {
        List<FileName> names = new ArrayList<>();
        long at = file.value();
        while (at != from.value()) {
            Nodes.Place place = places.get(at);
            if (place == null) {
                return Optional.empty();
            }
            names.add(new FileName(place.name()));
            at = place.parent();
        }
        return path(names.reversed());
    }

    /** Empty when it is deeper than a path can name. */
    static Optional<FilePath> path(List<FileName> names) {
        try {
            return Optional.of(new FilePath(names));
        } catch (InvalidName _) {
            // A collection that was moved down can have members below what a path can name.
            return Optional.empty();
        }
    }

    /** These rows and all above them, by id. */
    static Map<Long, Nodes.Place> ancestry(Session session, Collection<Long> ids) throws SQLException {
        Map<Long, Nodes.Place> places = new HashMap<>();
        for (Nodes.Place place : Nodes.withAncestors(session, ids)) {
            places.put(place.id(), place);
        }
        return places;
    }
}
