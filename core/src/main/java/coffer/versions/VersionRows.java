package coffer.versions;

import coffer.base.AccountId;
import coffer.base.Checksum;
import coffer.base.ETag;
import coffer.base.FileId;
import coffer.base.ObjectId;
import coffer.base.SpaceId;
import coffer.db.Session;
import coffer.files.Entry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The statements on table {@code version}. */
final class VersionRows {
    private static final String COLUMNS =
            "revision_s, object_id, size_bytes, modified_us, etag, checksums, author_id, label, replaced_us";

    private static final String OF_FILE =
            "SELECT " + COLUMNS + " FROM version WHERE node_id = ? ORDER BY revision_s DESC";

    private static final String ONE = "SELECT " + COLUMNS + " FROM version WHERE node_id = ? AND revision_s = ?";

    private static final String PUT = """
            INSERT INTO version (node_id, revision_s, space_id, object_id, size_bytes, modified_us, etag, checksums, author_id,
                                 label, replaced_us)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?)
            ON CONFLICT (node_id, revision_s) DO UPDATE SET replaced_us = excluded.replaced_us
            """;

    private static final String UNLABELLED = """
            SELECT revision_s
              FROM version
             WHERE node_id = ? AND label = '' AND replaced_us IS NOT NULL
             ORDER BY revision_s DESC
            """;

    private static final String LABEL = "UPDATE version SET label = ? WHERE node_id = ? AND revision_s = ?";

    private static final String LABELLED = "SELECT COUNT(*) FROM version WHERE node_id = ? AND label <> ''";

    private static final String DELETE = "DELETE FROM version WHERE node_id = ? AND revision_s = ?";

    private static final String DELETE_ALL = "DELETE FROM version WHERE node_id = ?";

    private static final String TO_SPACE = "UPDATE version SET space_id = ? WHERE node_id = ?";

    private static final String FILES =
            "SELECT DISTINCT node_id, space_id FROM version WHERE node_id > ? ORDER BY node_id LIMIT ?";

    private static final String SPACES = """
            SELECT DISTINCT space_id
              FROM version
             WHERE space_id > ? AND replaced_us IS NOT NULL
             ORDER BY space_id
             LIMIT ?
            """;

    private static final String BYTES =
            "SELECT COALESCE(SUM(size_bytes), 0) FROM version WHERE space_id = ? AND replaced_us IS NOT NULL";

    private static final String OLDEST = """
            SELECT node_id, revision_s, size_bytes
              FROM version
             WHERE space_id = ? AND replaced_us IS NOT NULL AND label = ''
             ORDER BY replaced_us, node_id, revision_s
             LIMIT ?
            """;

    private static final String NAMING = """
            SELECT node_id, revision_s
              FROM version
             WHERE object_id = ? AND replaced_us IS NOT NULL
             ORDER BY node_id, revision_s
             LIMIT ?
            """;

    private VersionRows() {}

    /** The newest first. */
    static List<FileVersion> of(Session session, FileId file) throws SQLException {
        return session.list(OF_FILE, VersionRows::read, file.value());
    }

    static Optional<FileVersion> find(Session session, FileId file, long revision) throws SQLException {
        return session.one(ONE, VersionRows::read, file.value(), revision);
    }

    /**
     * Notes a content of a file, unless it has a row already.
     *
     * @param replaced when it was replaced; null for the present one
     */
    static void put(Session tx, Entry file, @Nullable Instant replaced) throws SQLException {
        ObjectId object = file.object();
        AccountId author = file.uploader();
        tx.update(
                PUT,
                file.id().value(),
                revision(file),
                file.space().value(),
                object == null ? null : object.value(),
                file.sizeBytes(),
                micros(file.modified()),
                file.etag().value(),
                file.checksums().stream().map(Checksum::toString).collect(Collectors.joining(" ")),
                author == null ? null : author.value(),
                replaced == null ? null : micros(replaced));
    }

    /** What the present content of a file will be called among its versions. */
    static long revision(Entry file) {
        return file.uploaded().getEpochSecond();
    }

    /** Revisions of former contents that nobody has named, the newest first. */
    static List<Long> unlabelled(Session session, FileId file) throws SQLException {
        return session.list(UNLABELLED, row -> row.getLong(1), file.value());
    }

    static boolean label(Session tx, FileId file, long revision, String label) throws SQLException {
        return tx.update(LABEL, label, file.value(), revision) == 1;
    }

    static long labelled(Session session, FileId file) throws SQLException {
        return session.one(LABELLED, row -> row.getLong(1), file.value()).orElse(0L);
    }

    static boolean delete(Session tx, FileId file, long revision) throws SQLException {
        return tx.update(DELETE, file.value(), revision) == 1;
    }

    static void delete(Session tx, FileId file, Collection<Long> revisions) throws SQLException {
        if (!revisions.isEmpty()) {
            List<@Nullable Object[]> rows = new ArrayList<>(revisions.size());
            revisions.forEach(revision -> rows.add(new @Nullable Object[] {file.value(), revision}));
            tx.batch(DELETE, rows);
        }
    }

    static void deleteAll(Session tx, Collection<FileId> files) throws SQLException {
        if (!files.isEmpty()) {
            List<@Nullable Object[]> rows = new ArrayList<>(files.size());
            files.forEach(file -> rows.add(new @Nullable Object[] {file.value()}));
            tx.batch(DELETE_ALL, rows);
        }
    }

    static void toSpace(Session tx, Collection<FileId> files, SpaceId to) throws SQLException {
        if (!files.isEmpty()) {
            List<@Nullable Object[]> rows = new ArrayList<>(files.size());
            files.forEach(file -> rows.add(new @Nullable Object[] {to.value(), file.value()}));
            tx.batch(TO_SPACE, rows);
        }
    }

    /** A file that has versions, and where it lies. */
    record Owner(FileId file, SpaceId space) {}

    static List<Owner> files(Session session, long after, int max) throws SQLException {
        return session.list(
                FILES, row -> new Owner(new FileId(row.getLong(1)), new SpaceId(row.getLong(2))), after, max);
    }

    static List<SpaceId> spaces(Session session, long after, int max) throws SQLException {
        return session.list(SPACES, row -> new SpaceId(row.getLong(1)), after, max);
    }

    static long bytes(Session session, SpaceId space) throws SQLException {
        return session.one(BYTES, row -> row.getLong(1), space.value()).orElse(0L);
    }

    /** A former content that nobody has named. */
    record Old(FileId file, long revision, long sizeBytes) {}

    static List<Old> oldest(Session session, SpaceId space, int max) throws SQLException {
        return session.list(
                OLDEST, row -> new Old(new FileId(row.getLong(1)), row.getLong(2), row.getLong(3)), space.value(), max);
    }

    /** A file, and when it got a content that it has no more. */
    record Former(FileId file, Instant stored) {}

    /** Some of the files that had this content. */
    static List<Former> naming(Session session, ObjectId object, int max) throws SQLException {
        return session.list(
                NAMING,
                row -> new Former(new FileId(row.getLong(1)), Instant.ofEpochSecond(row.getLong(2))),
                object.value(),
                max);
    }

    private static FileVersion read(ResultSet row) throws SQLException {
        Long author = Session.nullableLong(row, 7);
        return new FileVersion(
                row.getLong(1),
                new ObjectId(Session.uuid(row, 2)),
                row.getLong(3),
                Instant.EPOCH.plus(row.getLong(4), ChronoUnit.MICROS),
                new ETag(row.getLong(5)),
                checksums(row.getString(6)),
                author == null ? null : new AccountId(author),
                row.getString(8),
                Session.nullableLong(row, 9) == null);
    }

    private static List<Checksum> checksums(String text) {
        List<Checksum> checksums = new ArrayList<>();
        for (String one : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
            checksums.add(
                    Checksum.parse(one).orElseThrow(() -> new IllegalStateException("not a stored checksum: " + one)));
        }
        return checksums;
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
