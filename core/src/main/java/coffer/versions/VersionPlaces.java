package coffer.versions;

import coffer.base.ObjectId;
import coffer.blobs.Manifests;
import coffer.blobs.SeenAs;
import coffer.db.Database;
import coffer.db.Session;
import coffer.files.ObjectPlaces;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Where people would miss a content that files had before: at the file, with the time at which it was stored. Thread-safe. */
public final class VersionPlaces implements SeenAs {
    private final Database database;
    private final ObjectPlaces files;

    public VersionPlaces(Database database, ObjectPlaces files) {
        this.database = database;
        this.files = files;
    }

    @Override
    public List<String> places(ObjectId object) {
        return database.read(session -> naming(session, object)).stream()
                .flatMap(former ->
                        files.place(former.file()).map(place -> place + ", the version of " + former.stored()).stream())
                .toList();
    }

    private static List<VersionRows.Former> naming(Session session, ObjectId object) throws SQLException {
        List<ObjectId> contents = new ArrayList<>(Manifests.naming(session, object, PLACES_MAX));
        contents.addFirst(object);
        List<VersionRows.Former> found = new ArrayList<>();
        for (ObjectId content : contents) {
            found.addAll(VersionRows.naming(session, content, PLACES_MAX - found.size()));
        }
        return found;
    }
}
