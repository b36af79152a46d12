package coffer.files;

import coffer.base.AccountId;
import coffer.base.FileId;
import coffer.base.ObjectId;
import coffer.blobs.Manifests;
import coffer.blobs.SeenAs;
import coffer.db.Database;
import coffer.db.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where people see an object in the tree: the files whose present content it is, or a part of it. Files in the trash bin are told as such;
 * what is removed for good, or not yet in its place, is not seen by anybody. Thread-safe.
 */
public final class ObjectPlaces implements SeenAs {
    /** Files that are looked at for one object. */
    private static final int FILES_MAX = 100;

    private static final String FILES = """
            SELECT n.id, s.owner_id
              FROM node n JOIN space s ON s.id = n.space_id
             WHERE n.object_id = ?
             ORDER BY n.id
             LIMIT ?
            """;

    private static final String FILE =
            "SELECT n.id, s.owner_id FROM node n JOIN space s ON s.id = n.space_id WHERE n.id = ?";

    private final Database database;

    public ObjectPlaces(Database database) {
        this.database = database;
    }

    private record File(long id, AccountId owner) {
        static File read(ResultSet row) throws SQLException {
            return new File(row.getLong(1), new AccountId(row.getLong(2)));
        }
    }

    /** Where people see a file, as {@link #places} tells it; empty when nobody does. */
    public Optional<Place> place(FileId file) {
        return database
                .read(session -> {
                    Optional<File> found = session.one(FILE, File::read, file.value());
                    return found.isEmpty() ? List.<Place>of() : seen(session, List.of(found.get()));
                })
                .stream()
                .findFirst();
    }

    @Override
    public List<Place> places(ObjectId object) {
        return database.read(session -> find(session, object));
    }

    private static List<Place> find(Session session, ObjectId object) throws SQLException {
        List<ObjectId> contents = new ArrayList<>(Manifests.naming(session, object, FILES_MAX));
        contents.addFirst(object);
        List<Place> places = new ArrayList<>();
        for (ObjectId content : contents) {
            for (Place place : seen(session, session.list(FILES, File::read, content.value(), FILES_MAX))) {
                places.add(place);
                if (places.size() == PLACES_MAX) {
                    return places;
                }
            }
        }
        return places;
    }

    /** Those of the files that people see, in this order. */
    private static List<Place> seen(Session session, List<File> files) throws SQLException {
        Map<Long, Nodes.Place> above =
                Tree.ancestry(session, files.stream().map(File::id).toList());
        List<Place> places = new ArrayList<>();
        for (File file : files) {
            String where = where(above, file.id);
            if (where != null) {
                places.add(new Place(file.owner, new FileId(file.id), where, Optional.empty()));
            }
        }
        return places;
    }

    /** The way down to a file, as people see it; null when they do not. */
    private static @Nullable String where(Map<Long, Nodes.Place> above, long file) {
        Deque<String> names = new ArrayDeque<>();
        Nodes.Place at = above.get(file);
        while (at != null && above.containsKey(at.parent())) {
            names.addFirst(at.name());
            at = above.get(at.parent());
        }
        if (at == null) {
            return null;
        }
        String below = "/" + String.join("/", names);
        if (at.parent() == Node.ROOTS) {
            return below;
        }
        if (at.parent() == Node.TRASH) {
            // What it was called there is known to the trash bin alone.
            return names.isEmpty() ? "in the trash bin" : "in the trash bin, below something: " + below;
        }
        return null;
    }
}
