package coffer.blobs;

import coffer.base.ObjectId;
import coffer.blobs.StoredObject.Inline;
import coffer.blobs.StoredObject.Manifest;
import coffer.blobs.StoredObject.Part;
import coffer.blobs.StoredObject.Seal;
import coffer.db.Session;
import coffer.db.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of objects, inline bytes and parts. Stateless. */
final class ObjectRows {
    static final int INLINE = 1;
    static final int FILE = 2;
    static final int MANIFEST = 3;

    /** Parts of a manifest that are read at once. */
    static final int PARTS_PAGE = 256;

    private static final String INSERT = """
            INSERT INTO object (id, form, size_bytes, space_key_id, space_key_version, sealed_bytes, sealed_check,
                                inline_id, created_us)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO NOTHING
            """;
    private static final String INSERT_INLINE = "INSERT INTO inline_object (id, bytes) VALUES (?, ?)";
    private static final String INSERT_PART =
            "INSERT INTO object_part (manifest_id, offset_bytes, part_id, size_bytes) VALUES (?, ?, ?, ?)";
    private static final String FITTING_PARTS = """
            SELECT count(*)
              FROM object_part p JOIN object o ON o.id = p.part_id
             WHERE p.manifest_id = ? AND o.form <> 3 AND o.size_bytes = p.size_bytes
            """;
    private static final String CONDEMNED_PARTS = """
            SELECT o.id
              FROM object_part p JOIN object o ON o.id = p.part_id
             WHERE p.manifest_id = ? AND o.condemned_us IS NOT NULL
            """;
    private static final String REVIVE =
            "UPDATE object SET condemned_us = NULL WHERE id = ? AND condemned_us IS NOT NULL";
    private static final String EXISTS = "SELECT 1 FROM object WHERE id = ?";
    private static final String FIND = """
            SELECT o.form, o.size_bytes, o.sealed_bytes, i.bytes
              FROM object o LEFT JOIN inline_object i ON i.id = o.inline_id
             WHERE o.id = ?
            """;
    private static final String PARTS_FROM = """
            SELECT offset_bytes, part_id, size_bytes
              FROM object_part
             WHERE manifest_id = ?
               AND offset_bytes >= (SELECT max(offset_bytes) FROM object_part WHERE manifest_id = ? AND offset_bytes <= ?)
             ORDER BY offset_bytes
             LIMIT ?
            """;

    private ObjectRows() {}

    /** What opening an object needs to know. The array is not copied. */
    static final class Found {
        final int form;
        final long sizeBytes;
        final long sealedBytes;
        final byte @Nullable [] inlineBytes;

        private Found(ResultSet row) throws SQLException {
            this(row.getInt(1), row.getLong(2), row.getLong(3), row.getBytes(4));
        }

        Found(int form, long sizeBytes, long sealedBytes, byte @Nullable [] inlineBytes) {
            this.form = form;
            this.sizeBytes = sizeBytes;
            this.sealedBytes = sealedBytes;
            this.inlineBytes = inlineBytes;
        }
    }

    /** A new object and when it was made, in microseconds since 1970. */
    record Arrival(StoredObject object, long micros) {}

    /** Objects that are made of bytes, in two statements however many there are. */
    static void insertAll(Session session, List<Arrival> arrivals) throws SQLException {
        List<@Nullable Object[]> rows = new ArrayList<>(arrivals.size());
        List<@Nullable Object[]> inlineRows = new ArrayList<>(arrivals.size());
        for (Arrival arrival : arrivals) {
            StoredObject object = arrival.object;
            switch (object.content()) {
                case Inline inline -> {
                    rows.add(row(object, INLINE, inline.seal, inline.row, arrival.micros));
                    inlineRows.add(new @Nullable Object[] {inline.row, inline.bytes});
                }
                case StoredObject.InFile file -> rows.add(row(object, FILE, file.seal(), null, arrival.micros));
                case Manifest _ -> throw new IllegalArgumentException("a manifest is made of objects and not of bytes");
            }
        }
        insert(session, rows);
        if (!inlineRows.isEmpty()) {
            session.batch(INSERT_INLINE, inlineRows);
        }
    }

    private static void insert(Session session, List<@Nullable Object[]> rows) throws SQLException {
        for (int inserted : session.batch(INSERT, rows)) {
            if (inserted != 1) {
                throw new IllegalStateException("an object is registered already");
            }
        }
    }

    private static @Nullable Object[] row(
            StoredObject object, int form, @Nullable Seal seal, @Nullable Long inline, long micros) {
        return new @Nullable Object[] {
            object.id().value(),
            form,
            object.sizeBytes(),
            seal == null || seal.spaceKey == null ? null : seal.spaceKey.id(),
            seal == null || seal.spaceKey == null ? null : seal.spaceKey.version(),
            seal == null ? null : seal.sealedBytes,
            seal == null ? null : seal.sealedCheck,
            inline,
            micros
        };
    }

    static void insertManifest(Transaction tx, StoredObject object, List<Part> parts, long micros) throws SQLException {
        UUID id = object.id().value();
        List<@Nullable Object[]> itself = new ArrayList<>();
        itself.add(row(object, MANIFEST, null, null, micros));
        insert(tx, itself);
        List<@Nullable Object[]> rows = new ArrayList<>(parts.size());
        for (Part part : parts) {
            rows.add(new Object[] {id, part.offsetBytes(), part.object().value(), part.sizeBytes()});
        }
        tx.batch(INSERT_PART, rows);
        long fitting = tx.one(FITTING_PARTS, row -> row.getLong(1), id).orElseThrow();
        if (fitting != parts.size()) {
            throw refusal(tx, parts);
        }
        for (UUID condemned : tx.list(CONDEMNED_PARTS, row -> Session.uuid(row, 1), id)) {
            keep(tx, new ObjectId(condemned));
        }
    }

    /** Why a manifest of these parts is refused: one is gone, or none is but one is not what it was said to be. */
    private static RuntimeException refusal(Transaction tx, List<Part> parts) throws SQLException {
        for (Part part : parts) {
            if (!exists(tx, part.object())) {
                return new ObjectMissing(part.object());
            }
        }
        return new IllegalArgumentException(
                "a part of a manifest is a manifest itself, or has another size than stated");
    }

    /** Makes sure that an object stays, now that a further row names it. */
    static void keep(Transaction tx, ObjectId id) throws SQLException {
        if (tx.update(REVIVE, id.value()) == 0 && !exists(tx, id)) {
            throw new ObjectMissing(id);
        }
    }

    static boolean exists(Session session, ObjectId id) throws SQLException {
        return session.one(EXISTS, row -> row.getInt(1), id.value()).isPresent();
    }

    static Optional<Found> find(Session session, ObjectId id) throws SQLException {
        return session.one(FIND, Found::new, id.value());
    }

    /** Some parts of a manifest, beginning with the one at or before this offset. */
    static List<Part> partsFrom(Session session, ObjectId manifest, long offsetBytes) throws SQLException {
        return session.list(
                PARTS_FROM,
                row -> new Part(row.getLong(1), new ObjectId(Session.uuid(row, 2)), row.getLong(3)),
                manifest.value(),
                manifest.value(),
                offsetBytes,
                PARTS_PAGE);
    }

    static ObjectId id(ResultSet row) throws SQLException {
        return new ObjectId(Session.uuid(row, 1));
    }

    static List<UUID> values(Collection<ObjectId> ids) {
        return ids.stream().map(ObjectId::value).toList();
    }
}
