package coffer.blobs;

import coffer.base.ObjectId;
import coffer.db.Session;
import coffer.keys.KeyName;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All that the row of an object says, as it is: it may be wrong. Arrays are not copied. */
final class ObjectFacts {
    private static final String AFTER = """
            SELECT id, form, size_bytes, space_key_id, space_key_version, sealed_bytes, sealed_check, inline_id
              FROM object
             WHERE id > ?
             ORDER BY id
             LIMIT ?
            """;
    private static final String ONE = """
            SELECT id, form, size_bytes, space_key_id, space_key_version, sealed_bytes, sealed_check, inline_id
              FROM object
             WHERE id = ?
            """;
    private static final int KEY_ID_BYTES = 16;

    final ObjectId id;
    final int form;
    final long sizeBytes;
    final @Nullable Long storedBytes;
    final byte @Nullable [] check;
    final @Nullable Long inlineRow;

    private final byte @Nullable [] keyId;
    private final @Nullable Long keyVersion;

    private ObjectFacts(ResultSet row) throws SQLException {
        id = ObjectRows.id(row);
        form = row.getInt(2);
        sizeBytes = row.getLong(3);
        keyId = row.getBytes(4);
        keyVersion = Session.nullableLong(row, 5);
        storedBytes = Session.nullableLong(row, 6);
        check = row.getBytes(7);
        inlineRow = Session.nullableLong(row, 8);
    }

    /** The next objects behind an id, in the order of their ids; behind no bytes at all is the first. */
    static List<ObjectFacts> after(Session session, byte[] id, int max) throws SQLException {
        return session.list(AFTER, ObjectFacts::new, id, max);
    }

    static Optional<ObjectFacts> find(Session session, ObjectId id) throws SQLException {
        return session.one(ONE, ObjectFacts::new, id.value());
    }

    /**
     * The key that the bytes are sealed with; empty where they are plain.
     *
     * @throws DamageFound when no key can be called so
     */
    Optional<KeyName> key() throws DamageFound {
        if (keyId == null && keyVersion == null) {
            return Optional.empty();
        }
        if (keyId == null
                || keyId.length != KEY_ID_BYTES
                || keyVersion == null
                || keyVersion < 1
                || keyVersion > Integer.MAX_VALUE) {
            throw new DamageFound(DamageKind.ROW, "its row names no key and yet is not that of a plain object");
        }
        ByteBuffer bytes = ByteBuffer.wrap(keyId);
        return Optional.of(new KeyName(new UUID(bytes.getLong(), bytes.getLong()), Math.toIntExact(keyVersion)));
    }
}
