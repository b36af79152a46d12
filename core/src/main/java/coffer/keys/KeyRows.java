package coffer.keys;

import coffer.base.SpaceId;
import coffer.db.Databases;
import coffer.db.Session;
import coffer.db.Transaction;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The ring's rows. Stateless. */
final class KeyRows {
    private static final String ENTRIES =
            "SELECT key_id, version, space_id, entry FROM space_key ORDER BY key_id, version";
    private static final String NEWEST =
            "SELECT entry FROM space_key WHERE space_id = ? ORDER BY version DESC, key_id LIMIT 1";
    private static final String NAMED = "SELECT entry FROM space_key WHERE key_id = ? AND version = ?";
    private static final String PUT = """
            INSERT INTO space_key (key_id, version, space_id, entry) VALUES (?, ?, ?, ?)
            ON CONFLICT (key_id, version) DO UPDATE SET space_id = excluded.space_id, entry = excluded.entry
            """;

    private KeyRows() {}

    /** One row, not verified; its first three columns stand in the entry as well. */
    static final class Row {
        private final KeyName name;
        private final long space;
        private final byte[] entry;

        Row(KeyName name, long space, byte[] entry) {
            this.name = name;
            this.space = space;
            this.entry = entry;
        }

        KeyName name() {
            return name;
        }

        /** The entry, if the root key vouches for it and it belongs into this row. */
        RingEntry verified(RootKey root) throws SealBroken {
            RingEntry verified = RingEntry.parse(entry, root);
            if (verified.space().value() != space || !verified.name().equals(name)) {
                throw new SealBroken("a ring entry lies in the row of another");
            }
            return verified;
        }

        /** The root key that the entry names, whoever wrote it. */
        Optional<UUID> claimedRoot() {
            return RingEntry.claimedRoot(entry);
        }
    }

    static List<Row> all(Session session) throws SQLException {
        return session.list(ENTRIES, KeyRows::row);
    }

    /** The same before migrations have run: the table may be missing, and the database too. */
    static List<Row> peek(@Nullable Connection connection) throws SQLException {
        return connection != null && Databases.hasTable(connection, "space_key")
                ? all(Databases.session(connection))
                : List.of();
    }

    /** The newest key of a space. */
    static Optional<byte[]> newest(Session session, SpaceId space) throws SQLException {
        return session.one(NEWEST, row -> row.getBytes(1), space.value());
    }

    static Optional<byte[]> named(Session session, KeyName name) throws SQLException {
        return session.one(NAMED, row -> row.getBytes(1), name.id(), name.version());
    }

    static void put(Transaction tx, RingEntry entry) throws SQLException {
        KeyName name = entry.name();
        tx.update(PUT, name.id(), name.version(), entry.space().value(), entry.bytes());
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(new KeyName(Session.uuid(row, 1), row.getInt(2)), row.getLong(3), row.getBytes(4));
    }
}
