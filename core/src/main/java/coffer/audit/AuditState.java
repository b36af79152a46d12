package coffer.audit;

import coffer.db.Databases;
import coffer.db.Session;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the database knows of the audit files: everything up to here has been durable in them. A copy of it is what an
 * offline verification compares the end of the files with.
 *
 * @param chain UUID that stands in every entry
 * @param lastSeq number of the last entry, 0 before the first
 * @param lastCheckpoint counter of the last checkpoint, 0 before the first
 * @param checkpointHash SHA-256 of its line
 */
public record AuditState(
        String chain,
        AuditPublicKey publicKey,
        long lastSeq,
        Digest lastHash,
        long lastCheckpoint,
        Digest checkpointHash) {
    private static final String SELECT = """
            SELECT chain, public_key, last_seq, last_hash, last_checkpoint, checkpoint_hash
              FROM audit_state
             WHERE id = 1
            """;
    private static final String UPSERT = """
            INSERT INTO audit_state (id, chain, public_key, last_seq, last_hash, last_checkpoint, checkpoint_hash)
            VALUES (1, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE
               SET chain = excluded.chain,
                   public_key = excluded.public_key,
                   last_seq = excluded.last_seq,
                   last_hash = excluded.last_hash,
                   last_checkpoint = excluded.last_checkpoint,
                   checkpoint_hash = excluded.checkpoint_hash
            """;

    /** The state in this database; empty when it has never met an audit log. */
    public static Optional<AuditState> in(Session session) throws SQLException {
        return session.one(
                SELECT,
                row -> new AuditState(
                        row.getString(1),
                        AuditPublicKey.of(row.getBytes(2)),
                        row.getLong(3),
                        Digest.of(row.getBytes(4)),
                        row.getLong(5),
                        Digest.of(row.getBytes(6))));
    }

    /**
     * The state in a database that is not running, in any version; empty when it has never met an audit log.
     *
     * @param connection of a {@link Databases.Peek}; null when there is no database yet
     */
    public static Optional<AuditState> peek(@Nullable Connection connection) throws SQLException {
        return connection != null && Databases.hasTable(connection, "audit_state")
                ? in(Databases.session(connection))
                : Optional.empty();
    }

    void save(Session session) throws SQLException {
        session.update(
                UPSERT, chain, publicKey.bytes(), lastSeq, lastHash.bytes(), lastCheckpoint, checkpointHash.bytes());
    }
}
