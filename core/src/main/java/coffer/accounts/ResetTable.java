package coffer.accounts;

import coffer.base.AccountId;
import coffer.db.Database;
import coffer.db.Partition;
import coffer.db.Session;
import coffer.db.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The rows of {@code password_reset} and {@code password_reset_request}. */
final class ResetTable {
    /** Rows of one transaction when sweeping. */
    private static final int SWEEP_ROWS = 500;

    private static final String PUT = """
            INSERT INTO password_reset (account_id, token_hash, credential_version, expires_us)
            VALUES (?, ?, ?, ?)
            ON CONFLICT (account_id) DO UPDATE
               SET token_hash = excluded.token_hash, credential_version = excluded.credential_version,
                   expires_us = excluded.expires_us
            """;
    private static final String LINK = """
            SELECT account_id, credential_version
              FROM password_reset
             WHERE token_hash = ? AND expires_us > ?
            """;
    private static final String USE = "DELETE FROM password_reset WHERE token_hash = ?";
    private static final String COUNT = """
            INSERT INTO password_reset_request (id, network, account_id, asked_us)
            VALUES (?, ?, ?, ?)
            """;
    private static final String FROM_NETWORK =
            "SELECT COUNT(*) FROM password_reset_request WHERE network = ? AND asked_us > ?";
    private static final String FOR_ACCOUNT =
            "SELECT COUNT(*) FROM password_reset_request WHERE account_id = ? AND asked_us > ?";
    private static final String FORGET_LINK = "DELETE FROM password_reset WHERE account_id = ?";
    private static final String FORGET_REQUESTS = "DELETE FROM password_reset_request WHERE account_id = ?";
    private static final String SWEEP_LINKS = """
            DELETE FROM password_reset
             WHERE account_id IN (SELECT account_id FROM password_reset WHERE expires_us <= ? LIMIT ?)
            """;
    private static final String SWEEP_REQUESTS = """
            DELETE FROM password_reset_request
             WHERE id IN (SELECT id FROM password_reset_request WHERE asked_us <= ? LIMIT ?)
            """;

    private ResetTable() {}

    /**
     * What a link is for.
     *
     * @param credentialVersion the account's when the link was asked for
     */
    record Link(AccountId account, long credentialVersion) {}

    /** Keeps a link and ends the one before. */
    static void put(Transaction tx, AccountId account, byte[] hash, long credentialVersion, Instant expires)
            throws SQLException {
        tx.update(PUT, account.value(), hash, credentialVersion, micros(expires));
    }

    static Optional<Link> link(Session session, byte[] hash, Instant now) throws SQLException {
        return session.one(LINK, row -> new Link(new AccountId(row.getLong(1)), row.getLong(2)), hash, micros(now));
    }

    /** Returns whether the link was still there: the caller alone may use it. */
    static boolean use(Transaction tx, byte[] hash) throws SQLException {
        return tx.update(USE, (Object) hash) == 1;
    }

    /**
     * @param account 0 when no mail is sent
     */
    static void count(Transaction tx, long id, Network network, long account, Instant now) throws SQLException {
        tx.update(COUNT, id, network.toString(), account, micros(now));
    }

    static int fromNetwork(Session session, Network network, Instant since) throws SQLException {
        return session.one(FROM_NETWORK, row -> row.getInt(1), network.toString(), micros(since))
                .orElseThrow();
    }

    static int forAccount(Session session, AccountId account, Instant since) throws SQLException {
        return session.one(FOR_ACCOUNT, row -> row.getInt(1), account.value(), micros(since))
                .orElseThrow();
    }

    /** The account is deleted. */
    static void forget(Transaction tx, AccountId account) throws SQLException {
        tx.update(FORGET_LINK, account.value());
        tx.update(FORGET_REQUESTS, account.value());
    }

    /** Removes what means nothing any more, in short transactions. */
    static void sweep(Database database, Instant now) {
        sweep(database, SWEEP_LINKS, now);
        sweep(database, SWEEP_REQUESTS, now.minus(PasswordResets.WINDOW));
    }

    private static void sweep(Database database, String statement, Instant until) {
        int removed = SWEEP_ROWS;
        while (removed == SWEEP_ROWS) {
            removed = database.write(Partition.GENERAL, tx -> tx.update(statement, micros(until), SWEEP_ROWS));
        }
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}
