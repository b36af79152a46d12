package coffer.keys;

import coffer.db.Databases;
import coffer.db.RowMapper;
import coffer.db.Session;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What the database knows about keys.
 *
 * @param entries the ring's rows
 * @param objects whether any object is registered
 * @param sample keys that some of the objects name; object ids are random, so the first by id are a fair sample
 */
record KeyRows(List<Row> entries, boolean objects, Set<KeyName> sample) {
    static final KeyRows NONE = new KeyRows(List.of(), false, Set.of());

    /** Objects whose keys are looked at. */
    private static final int SAMPLE = 256;

    private static final String ENTRIES = "SELECT key_id, version, space_id, entry FROM space_key";
    private static final String ANY_OBJECT = "SELECT 1 FROM object LIMIT 1";
    private static final String SAMPLE_KEYS =
            "SELECT space_key_id, space_key_version FROM object WHERE space_key_id IS NOT NULL ORDER BY id LIMIT "
                    + SAMPLE;

    /** One row of {@code space_key}, not verified; its first three columns stand in the entry as well. */
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

    static KeyRows read(Session session) throws SQLException {
        return new KeyRows(
                session.list(ENTRIES, KeyRows::row),
                session.one(ANY_OBJECT, row -> row.getInt(1)).isPresent(),
                new HashSet<>(session.list(SAMPLE_KEYS, KeyRows::name)));
    }

    /** The same before migrations have run: tables may be missing. Reads only. */
    static KeyRows peek(Connection connection) throws SQLException {
        List<Row> entries =
                Databases.hasTable(connection, "space_key") ? list(connection, ENTRIES, KeyRows::row) : List.of();
        if (!Databases.hasTable(connection, "object")) {
            return new KeyRows(entries, false, Set.of());
        }
        return new KeyRows(
                entries,
                !list(connection, ANY_OBJECT, row -> row.getInt(1)).isEmpty(),
                new HashSet<>(list(connection, SAMPLE_KEYS, KeyRows::name)));
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(name(row), row.getLong(3), row.getBytes(4));
    }

    private static KeyName name(ResultSet row) throws SQLException {
        return new KeyName(Session.uuid(row, 1), row.getInt(2));
    }

    private static <T> List<T> list(Connection connection, String sql, RowMapper<T> mapper) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            List<T> list = new ArrayList<>();
            while (rows.next()) {
                list.add(mapper.map(rows));
            }
            return list;
        }
    }
}
