package coffer.files;

import coffer.base.FileId;
import coffer.base.FileName;
import coffer.base.FilePath;
import coffer.db.Session;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where a home shows files that are known by their ids. */
final class Showing {
    private final View home;
    private final Mounts mounts;
    private final Map<Long, Nodes.Place> places;

    private Showing(View home, Mounts mounts, Map<Long, Nodes.Place> places) {
        this.home = home;
        this.mounts = mounts;
        this.places = places;
    }

    static Map<FileId, Files.Found> of(Session session, View home, Mounts mounts, Collection<FileId> ids)
            throws SQLException {
        Set<Long> wanted = new LinkedHashSet<>();
        ids.forEach(id -> wanted.add(id.value()));
        mounts.parents().forEach(id -> wanted.add(id.value()));
        Showing showing = new Showing(home, mounts, Tree.ancestry(session, wanted));
        Map<FileId, Files.Found> found = new HashMap<>();
        for (Node node : Nodes.byIds(session, ids)) {
            showing.found(node).ifPresent(one -> found.put(node.id(), one));
        }
        return found;
    }

    private Optional<Files.Found> found(Node node) {
        if (node.space().equals(home.space())) {
            return Tree.path(places, home.root(), node.id())
                    .filter(_ -> reachable(home.root()))
                    .map(path -> new Files.Found(path, Entries.of(home, node)));
        }
        Nodes.Place place = places.get(node.id().value());
        while (place != null) {
            Optional<Mount> mount = mounts.of(new FileId(place.id()));
            if (mount.isPresent() && reachable(new FileId(place.id()))) {
                return through(mount.get(), node);
            }
            place = places.get(place.parent());
        }
        return Optional.empty();
    }

    private Optional<Files.Found> through(Mount mount, Node node) {
        Entry entry = Entries.of(mount.view(home.actor()), node);
        boolean itself = node.id().equals(mount.root());
        return Tree.path(places, home.root(), mount.parent())
                .map(above -> above.child(mount.name()))
                .flatMap(above -> Tree.path(places, mount.root(), node.id()).flatMap(below -> joined(above, below)))
                .map(path -> new Files.Found(path, itself ? entry.named(mount.name()) : entry));
    }

    private static Optional<FilePath> joined(FilePath above, FilePath below) {
        List<FileName> names = new ArrayList<>(above.names());
        names.addAll(below.names());
        return Tree.path(names);
    }

    private boolean reachable(FileId file) {
        Nodes.Place place = places.get(file.value());
        while (place != null && place.parent() > Node.ROOTS) {
            place = places.get(place.parent());
        }
        return place != null && place.parent() == Node.ROOTS;
    }
}
