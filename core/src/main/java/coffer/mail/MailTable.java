package coffer.mail;

import coffer.base.AccountId;
import coffer.base.MailAddress;
import coffer.db.Session;
import coffer.db.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** The rows of {@code outgoing_mail}. */
final class MailTable {
    private static final String INSERT = """
            INSERT INTO outgoing_mail (message_id, account_id, account_uid, purpose, recipient, subject, body,
                                       created_us, expires_us, attempts, next_us)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)
            """;
    private static final String NTH = "SELECT 1 FROM outgoing_mail LIMIT 1 OFFSET ?";
    private static final String DUE =
            "SELECT id, next_us FROM outgoing_mail WHERE next_us <= ? ORDER BY next_us, id LIMIT ?";

    /** Compare-and-set: of several processes that saw it due one gets it. */
    private static final String LEASE = """
            UPDATE outgoing_mail
               SET next_us = ?, attempts = attempts + 1
             WHERE id = ? AND next_us = ? AND expires_us > ?
            RETURNING id, account_id, account_uid, purpose, message_id, recipient, subject, body, created_us, attempts
            """;

    private static final String POSTPONE = "UPDATE outgoing_mail SET next_us = ? WHERE id = ? AND next_us = ?";
    private static final String REMOVE = "DELETE FROM outgoing_mail WHERE id = ?";
    private static final String REMOVE_EXPIRED = """
            DELETE FROM outgoing_mail
             WHERE id IN (SELECT id FROM outgoing_mail WHERE expires_us <= ? ORDER BY expires_us LIMIT ?)
            RETURNING id, account_id, account_uid, purpose
            """;

    private MailTable() {}

    /** Which mail this is, without what is in it. */
    record Label(long id, AccountId account, String uid, String purpose) {}

    /** A mail that may be tried, and the time that its row shows for that. */
    record Due(long id, long nextMicros) {}

    /**
     * A mail that this process may try to deliver.
     *
     * @param leaseMicros until when no other process takes it, microseconds since 1970
     * @param attempts the one that begins now included
     */
    record Leased(Label label, Letter letter, int attempts, long leaseMicros) {}

    static void insert(Transaction tx, String messageId, MailMessage message, Instant now) throws SQLException {
        tx.update(
                INSERT,
                messageId,
                message.account().value(),
                message.uid(),
                message.purpose(),
                message.recipient().text(),
                message.subject(),
                message.text(),
                micros(now),
                micros(message.expires()),
                micros(now));
    }

    /** Whether there are so many rows or more. */
    static boolean holds(Session session, int rows) throws SQLException {
        return session.one(NTH, _ -> true, rows - 1).isPresent();
    }

    /** What may be tried now, the longest waiting first. */
    static List<Due> due(Session session, Instant now, int max) throws SQLException {
        return session.list(DUE, row -> new Due(row.getLong(1), row.getLong(2)), micros(now), max);
    }

    /** Empty when another process was faster, or the mail has expired or gone. */
    static Optional<Leased> lease(Transaction tx, Due due, Instant now, Instant until) throws SQLException {
        long lease = micros(until);
        return tx.one(LEASE, row -> leased(row, lease), lease, due.id, due.nextMicros, micros(now));
    }

    /** Ends the lease: the next attempt is at {@code next}. Nothing happens when the lease was lost. */
    static void postpone(Transaction tx, Leased mail, Instant next) throws SQLException {
        tx.update(POSTPONE, micros(next), mail.label.id, mail.leaseMicros);
    }

    /** Returns whether it was still there. */
    static boolean remove(Transaction tx, long id) throws SQLException {
        return tx.update(REMOVE, id) == 1;
    }

    static List<Label> removeExpired(Transaction tx, Instant now, int max) throws SQLException {
        return tx.list(REMOVE_EXPIRED, MailTable::label, micros(now), max);
    }

    private static Leased leased(ResultSet row, long leaseMicros) throws SQLException {
        Letter letter = new Letter(
                row.getString(5),
                new MailAddress(row.getString(6)),
                row.getString(7),
                row.getString(8),
                Instant.EPOCH.plus(row.getLong(9), ChronoUnit.MICROS));
        return new Leased(label(row), letter, row.getInt(10), leaseMicros);
    }

    private static Label label(ResultSet row) throws SQLException {
        return new Label(row.getLong(1), new AccountId(row.getLong(2)), row.getString(3), row.getString(4));
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}
