package coffer.accounts;

import coffer.base.AccountId;
import coffer.base.Secret;
import coffer.db.Database;
import coffer.db.Partition;
import coffer.db.Session;
import coffer.db.Transaction;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;

/**
 * Slows guessing down without locking anybody out.
 *
 * <p>Failures are rows, so all processes of an installation count together. Three numbers are made of them, each over
 * {@link ThrottleSchedule#WINDOW}: those of a network (an IPv4 address, an IPv6 /56), those of an account, and those of
 * an account from one network. The same wrong secret counts once, however often it is tried: a forgotten device with an
 * old password is no attack.
 *
 * <ul>
 *   <li>The next attempt waits {@link ThrottleSchedule#delay} for the larger of the first two numbers.
 *   <li>A network with more than {@link ThrottleSchedule#FAILURES_MAX} failures within {@link ThrottleSchedule#HARD_WINDOW}
 *       is turned away unseen. An account never is, wherever the failures came from: otherwise anybody could lock it.
 *   <li>Where the account's password has been good before, only the third number counts for it, so that neither guessing
 *       elsewhere nor neighbours behind the same address get in its owner's way.
 *   <li>A success removes the account's failures from that network.
 * </ul>
 *
 * <p>Nothing is counted or slowed for exempt networks. An app password that is right never comes here at all.
 *
 * <p>Accepted: attempts for one account from one network are checked one after another in a process, but attempts on
 * many accounts may be under way together, and then see the same number of failures. They are bounded by the hashes this
 * machine can compute ({@link Passwords}).
 */
public final class Throttle {
    /** Rows that are kept at most; the oldest go first. A single network can add about 260 within the window. */
    static final int FAILURES_KEPT_MAX = 100_000;

    /** Networks remembered for one account; the ones longest unused go first. */
    static final int KNOWN_NETWORKS_MAX = 32;

    /** A network from which an account was not used for this long is forgotten. */
    static final Duration KNOWN_FOR = Duration.ofDays(90);

    /** Rows of one transaction when sweeping. */
    private static final int SWEEP_ROWS = 500;

    /** See the column {@code digest}. */
    private static final long DIGEST_MASK = 0xFFFF;

    private static final String OF_NETWORK = """
            SELECT failed_us
              FROM failed_login
             WHERE network = ? AND failed_us > ?
             ORDER BY failed_us DESC
             LIMIT ?
            """;
    private static final String OF_PAIR = """
            SELECT failed_us
              FROM failed_login
             WHERE network = ? AND subject = ? AND failed_us > ?
             ORDER BY failed_us DESC
             LIMIT ?
            """;
    private static final String OF_SUBJECT = """
            SELECT COUNT(*)
              FROM (SELECT DISTINCT digest
                      FROM failed_login
                     WHERE subject = ? AND failed_us > ?
                     LIMIT ?) AS recent
            """;
    private static final String IS_KNOWN =
            "SELECT 1 FROM known_network WHERE account_id = ? AND network = ? AND good_s > ?";
    private static final String FAILED = """
            INSERT INTO failed_login (network, subject, digest, failed_us)
            VALUES (?, ?, ?, ?)
            ON CONFLICT (network, subject, digest) DO UPDATE
               SET failed_us = excluded.failed_us
             WHERE failed_login.failed_us <= ?
            """;
    private static final String FORGIVE = "DELETE FROM failed_login WHERE network = ? AND subject = ?";
    private static final String KNOW = """
            INSERT INTO known_network (account_id, network, good_s)
            VALUES (?, ?, ?)
            ON CONFLICT (account_id, network) DO UPDATE SET good_s = excluded.good_s
            """;
    private static final String KNOW_FEWER = """
            DELETE FROM known_network
             WHERE account_id = ?
               AND network NOT IN (SELECT network
                                     FROM known_network
                                    WHERE account_id = ?
                                    ORDER BY good_s DESC, network
                                    LIMIT ?)
            """;
    private static final String FORGET_NETWORKS = "DELETE FROM known_network WHERE account_id = ?";
    private static final String OLDEST_KEPT =
            "SELECT failed_us FROM failed_login ORDER BY failed_us DESC LIMIT 1 OFFSET ?";
    private static final String SWEEP_FAILURES = """
            DELETE FROM failed_login
             WHERE (network, subject, digest) IN (SELECT network, subject, digest
                                                    FROM failed_login
                                                   WHERE failed_us <= ?
                                                   LIMIT ?)
            """;
    private static final String SWEEP_NETWORKS = """
            DELETE FROM known_network
             WHERE (account_id, network) IN (SELECT account_id, network
                                               FROM known_network
                                              WHERE good_s <= ?
                                              LIMIT ?)
            """;

    private final Database database;
    private final KeyedHash secrets;
    private final KeyedHash names;
    private final List<Network> exempt;
    private final Clock clock;

    /** Whether an attempt may be made. */
    sealed interface Admission {
        /** After waiting this long, outside of any transaction. */
        record Proceed(Duration delay) implements Admission {}

        record TooMany(Duration retryAfter) implements Admission {}
    }

    /**
     * Whose account is tried.
     *
     * @param value the account's id; below 0 for a login name that nobody has; 0 when no name was given
     */
    record Subject(long value) {
        /** A bare token. */
        static final Subject NONE = new Subject(0);

        static Subject of(AccountId account) {
            return new Subject(account.value());
        }
    }

    /**
     * @param instance from which the hashes of wrong secrets and unknown names are derived
     */
    Throttle(Database database, KeyedHash instance, List<Network> exempt, Clock clock) {
        this.database = database;
        this.secrets = instance.derive("failed login: secret");
        this.names = instance.derive("failed login: name");
        this.exempt = List.copyOf(exempt);
        this.clock = clock;
    }

    boolean isExempt(Network network) {
        return exempt.stream().anyMatch(block -> block.contains(network));
    }

    /** Names that nobody has are counted like accounts, or the difference would tell which exist. */
    Subject unknown(String loginKey) {
        long hash = names.of(loginKey.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .a();
        return new Subject(hash | Long.MIN_VALUE);
    }

    /** May this subject be tried from this network now? */
    Admission admit(Network network, Subject subject) {
        if (isExempt(network)) {
            return new Admission.Proceed(Duration.ZERO);
        }
        Instant now = clock.instant();
        return database.read(session -> admit(session, network, subject, now));
    }

    private static Admission admit(Session session, Network network, Subject subject, Instant now) throws SQLException {
        long since = micros(now.minus(ThrottleSchedule.WINDOW));
        int enough = ThrottleSchedule.FAILURES_MAX + 1;
        boolean known = knows(session, network, subject, now);
        List<Long> here = known
                ? session.list(OF_PAIR, row -> row.getLong(1), network.toString(), subject.value(), since, enough)
                : session.list(OF_NETWORK, row -> row.getLong(1), network.toString(), since, enough);
        if (here.size() == enough) {
            Instant free = instant(here.getLast()).plus(ThrottleSchedule.HARD_WINDOW);
            if (free.isAfter(now)) {
                return new Admission.TooMany(Duration.between(now, free));
            }
        }
        int failures = here.size();
        if (!known && !subject.equals(Subject.NONE)) {
            failures = Math.max(
                    failures,
                    session.one(OF_SUBJECT, row -> row.getInt(1), subject.value(), since, enough)
                            .orElse(0));
        }
        return new Admission.Proceed(ThrottleSchedule.delay(failures));
    }

    private static boolean knows(Session session, Network network, Subject subject, Instant now) throws SQLException {
        long since = now.minus(KNOWN_FOR).getEpochSecond();
        return subject.value() > 0
                && session.one(IS_KNOWN, _ -> true, subject.value(), network.toString(), since)
                        .isPresent();
    }

    /** Counts a failure, unless the same secret was wrong for the same subject from this network before. */
    void failed(Transaction tx, Network network, Subject subject, Secret secret) throws SQLException {
        if (isExempt(network)) {
            return;
        }
        Instant now = clock.instant();
        tx.update(
                FAILED,
                network.toString(),
                subject.value(),
                digest(subject, secret),
                micros(now),
                micros(now.minus(ThrottleSchedule.WINDOW)));
    }

    /** The account's password was right: its failures from here are forgiven, and the network is known from now on. */
    void succeeded(Transaction tx, Network network, AccountId account) throws SQLException {
        if (isExempt(network)) {
            return;
        }
        String block = network.toString();
        tx.update(FORGIVE, block, account.value());
        tx.update(KNOW, account.value(), block, clock.instant().getEpochSecond());
        tx.update(KNOW_FEWER, account.value(), account.value(), KNOWN_NETWORKS_MAX);
    }

    /** The account's password is another now: whoever knew the old one is a stranger again. */
    void forgetNetworks(Transaction tx, AccountId account) throws SQLException {
        tx.update(FORGET_NETWORKS, account.value());
    }

    /** Removes what no longer counts and what is too much, in short transactions. */
    void sweep() {
        Instant now = clock.instant();
        long expired = micros(now.minus(ThrottleSchedule.WINDOW));
        long crowded = database.read(session -> session.one(OLDEST_KEPT, row -> row.getLong(1), FAILURES_KEPT_MAX)
                .orElse(Long.MIN_VALUE));
        sweep(SWEEP_FAILURES, Math.max(expired, crowded));
        sweep(SWEEP_NETWORKS, now.minus(KNOWN_FOR).getEpochSecond());
    }

    private void sweep(String statement, long until) {
        int removed = SWEEP_ROWS;
        while (removed == SWEEP_ROWS) {
            removed = database.write(Partition.GENERAL, tx -> tx.update(statement, until, SWEEP_ROWS));
        }
    }

    private long digest(Subject subject, Secret secret) {
        byte[] bytes = secret.revealUtf8();
        try {
            byte[] of = Long.toString(subject.value()).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            return secrets.of(of, bytes).a() & DIGEST_MASK;
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
