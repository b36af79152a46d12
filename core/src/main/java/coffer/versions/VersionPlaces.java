package coffer.versions;

import coffer.base.FileId;
import coffer.base.ObjectId;
import coffer.blobs.DamagedObjects;
import coffer.blobs.Manifests;
import coffer.blobs.SeenAs;
import coffer.db.Database;
import coffer.db.Session;
import coffer.files.ObjectPlaces;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where people see an object: at the files whose content it is, and at those that had it before, with the time at which it was stored. Says of
 * each file which other content of it could be brought back. Thread-safe.
 */
public final class VersionPlaces implements SeenAs {
    private final Database database;
    private final ObjectPlaces files;
    private final DamagedObjects damaged;

    public VersionPlaces(Database database, ObjectPlaces files) {
        this.database = database;
        this.files = files;
        this.damaged = new DamagedObjects(database);
    }

    @Override
    public List<Place> places(ObjectId object) {
        List<ObjectId> lost =
                new ArrayList<>(database.readOne(session -> Manifests.naming(session, object, PLACES_MAX)));
        lost.addFirst(object);
        List<Place> places = new ArrayList<>();
        for (Place place : files.places(object)) {
            places.add(place.with(lastGood(place.file(), lost)));
        }
        for (VersionRows.Former former : database.read(session -> naming(session, lost))) {
            files.place(former.file())
                    .map(place -> place.at(place.where() + ", the version of " + former.stored()))
                    .ifPresent(places::add);
        }
        return places.stream().limit(PLACES_MAX).toList();
    }

    private static List<VersionRows.Former> naming(Session session, List<ObjectId> contents) throws SQLException {
        List<VersionRows.Former> found = new ArrayList<>();
        for (ObjectId content : contents) {
            found.addAll(VersionRows.naming(session, content, PLACES_MAX - found.size()));
        }
        return found;
    }

    /** The newest former content that is not known to be damaged. */
    private Optional<Instant> lastGood(FileId file, List<ObjectId> lost) {
        List<FileVersion> former = database.readOne(session -> VersionRows.of(session, file)).stream()
                .filter(version -> !version.current() && !lost.contains(version.object()))
                .toList();
        Set<ObjectId> broken =
                damaged.among(former.stream().map(FileVersion::object).collect(Collectors.toSet()));
        return former.stream()
                .filter(version -> !broken.contains(version.object()))
                .map(version -> Instant.ofEpochSecond(version.revision()))
                .findFirst();
    }
}
