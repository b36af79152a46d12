package coffer.versions;

import coffer.base.FileId;
import coffer.base.FilePath;
import coffer.base.ObjectId;
import coffer.blobs.ObjectReferences;
import coffer.blobs.RowReferences;
import coffer.db.Database;
import coffer.db.Transaction;
import coffer.events.Event;
import coffer.events.EventLog;
import coffer.events.EventType;
import coffer.events.Target;
import coffer.files.Conditions;
import coffer.files.EntityTags;
import coffer.files.Entry;
import coffer.files.Files;
import coffer.files.Refusal;
import coffer.files.ResourceStep;
import coffer.files.Right;
import coffer.files.UploadMeta;
import coffer.files.View;
import coffer.files.WriteResult;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The contents that files have and had: listing, bringing back, naming and deleting them. Thread-safe; blocks. */
public final class Versions {
    private static final ObjectReferences REFERENCES = RowReferences.of("version", "node_id, revision_s");

    /** Named versions of one file; they do not go by themselves. */
    public static final int LABELS_MAX = 500;

    private final Database database;
    private final Files files;
    private final EventLog events;
    private final VersionExpiry expiry;

    public Versions(Database database, Files files, EventLog events, VersionKeeper keeper, Clock clock) {
        this.database = database;
        this.files = files;
        this.events = events;
        this.expiry = new VersionExpiry(database, files, events, keeper, clock);
    }

    /** Which objects versions name, for the sweeper of objects. */
    public static ObjectReferences references() {
        return REFERENCES;
    }

    /**
     * A file and all its contents.
     *
     * @param versions the newest first, the present content among them
     */
    public record History(FilePath path, Entry file, List<FileVersion> versions) {
        public History {
            versions = List.copyOf(versions);
        }

        /** The one of this revision. */
        public Optional<FileVersion> version(long revision) {
            return versions.stream()
                    .filter(version -> version.revision() == revision)
                    .findFirst();
        }
    }

    /** The contents of a file; empty for a collection, and for what the view does not show. */
    public Optional<History> of(View view, FileId id) {
        return files.find(view, id).filter(found -> !found.entry().collection()).map(found -> {
            List<FileVersion> rows = database.read(session -> VersionRows.of(session, id));
            return new History(found.path(), found.entry(), withCurrent(found.entry(), rows));
        });
    }

    /** The present content is the file's own row; its row among the versions only says how it is called. */
    private static List<FileVersion> withCurrent(Entry file, List<FileVersion> rows) {
        ObjectId object = file.object();
        if (object == null) {
            return rows;
        }
        long revision = VersionRows.revision(file);
        String label = rows.stream()
                .filter(row -> row.revision() == revision)
                .map(FileVersion::label)
                .findFirst()
                .orElse("");
        List<FileVersion> all = new ArrayList<>(rows);
        all.removeIf(row -> row.revision() == revision || row.current());
        all.add(new FileVersion(
                revision,
                object,
                file.sizeBytes(),
                file.modified(),
                file.etag(),
                file.checksums(),
                file.uploader(),
                label,
                true));
        all.sort(Comparator.comparingLong(FileVersion::revision).reversed());
        return all;
    }

    /**
     * Makes a version the content of its file again, as a new write of the actor: the present content becomes a version, and
     * this one stays one.
     *
     * @param lockTokens that the request submits
     * @return as {@link Files#write}; empty when there is no such version. A failed {@code If-Match} says that the file was written
     *     meanwhile
     */
    public Optional<WriteResult> restore(View view, FileId id, long revision, Set<String> lockTokens) {
        Optional<History> history = of(view, id);
        Optional<FileVersion> found = history.flatMap(known -> known.version(revision));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        FileVersion version = found.get();
        UploadMeta meta = new UploadMeta(version.modified(), null, version.checksums(), false);
        // The path could lead to another file by now; the tag of the file that was seen must still be there.
        FilePath path = history.get().path();
        Conditions unchanged =
                new Conditions(EntityTags.of(history.get().file().etag()), null, null, List.of(), lockTokens);
        return Optional.of(files.reuse(
                view,
                path,
                version.object(),
                version.sizeBytes(),
                meta,
                unchanged,
                (tx, _) -> events.append(tx, event(EventType.VERSION_RESTORED, view, path, id, revision))));
    }

    /** Deletes a former content of a file. */
    public VersionResult delete(View view, FileId id, long revision) {
        return change(EventType.VERSION_DELETED, view, id, (tx, path, file) -> {
            if (VersionRows.revision(file) == revision) {
                return new VersionResult.IsCurrent();
            }
            if (!VersionRows.delete(tx, id, revision)) {
                return new VersionResult.NotFound();
            }
            events.append(tx, event(EventType.VERSION_DELETED, view, path, id, revision));
            return new VersionResult.Done();
        });
    }

    /**
     * Gives a version a name, or takes it.
     *
     * @param label at most {@value FileVersion#LABEL_CHARS_MAX} characters; empty takes the name
     */
    public VersionResult label(View view, FileId id, long revision, String label) {
        if (label.length() > FileVersion.LABEL_CHARS_MAX) {
            throw new IllegalArgumentException("a label has at most " + FileVersion.LABEL_CHARS_MAX + " characters");
        }
        return change(EventType.VERSION_LABELLED, view, id, (tx, path, file) -> {
            boolean current = VersionRows.revision(file) == revision;
            Optional<FileVersion> row = VersionRows.find(tx, id, revision);
            if (row.isEmpty() && !current) {
                return new VersionResult.NotFound();
            }
            String before = row.map(FileVersion::label).orElse("");
            if (!label.isEmpty() && before.isEmpty() && VersionRows.labelled(tx, id) >= LABELS_MAX) {
                return new VersionResult.TooManyLabels(LABELS_MAX);
            }
            if (row.isEmpty()) {
                VersionRows.put(tx, file, null);
            }
            if (current && label.isEmpty()) {
                VersionRows.delete(tx, id, revision);
            } else {
                VersionRows.label(tx, id, revision, label);
            }
            events.append(
                    tx,
                    event(EventType.VERSION_LABELLED, view, path, id, revision).changed("label", before, label));
            return new VersionResult.Done();
        });
    }

    /**
     * Thins out versions that have grown older, and deletes those that have to make room, as much as a round may.
     *
     * @return whether more is waiting
     */
    public boolean expire() {
        return expiry.round();
    }

    /** Something done to the versions of a file that is where it was seen. */
    private interface Change {
        VersionResult apply(Transaction tx, FilePath path, Entry file) throws SQLException;
    }

    private VersionResult change(EventType type, View view, FileId id, Change change) {
        Optional<Files.Found> found =
                files.find(view, id).filter(file -> !file.entry().collection());
        if (found.isEmpty()) {
            return new VersionResult.NotFound();
        }
        FilePath path = found.get().path();
        ResourceStep.Result<VersionResult> result =
                files.on(view, path, type, Right.UPDATE, Conditions.NONE, (tx, resource) -> {
                    Entry file = resource.entry();
                    return file.id().equals(id) ? change.apply(tx, path, file) : new VersionResult.NotFound();
                });
        return switch (result) {
            case ResourceStep.Result.Done<VersionResult>(VersionResult done) -> done;
            case ResourceStep.Result.Refused<VersionResult>(Refusal refusal) ->
                refusal instanceof Refusal.NotFound ? new VersionResult.NotFound() : new VersionResult.Refused(refusal);
        };
    }

    private static Event event(EventType type, View view, FilePath path, FileId id, long revision) {
        return Event.ok(type, view.actor(), Target.file(id, path, view.ownerUid()))
                .with("revision", Long.toString(revision));
    }
}
