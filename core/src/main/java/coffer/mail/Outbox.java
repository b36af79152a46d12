package coffer.mail;

import coffer.base.Actor;
import coffer.db.Database;
import coffer.db.Partition;
import coffer.db.Transaction;
import coffer.events.BackgroundLoop;
import coffer.events.Event;
import coffer.events.EventLog;
import coffer.events.EventType;
import coffer.events.Target;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mails that wait for the mail server, and the background work that hands them over.
 *
 * <p>After a temporary failure a mail waits, longer each time ({@link #pause}), until it has expired or was tried
 * {@link #ATTEMPTS_MAX} times. Who tries a mail holds it for {@link #LEASE}; after that another process may. Thread-safe.
 */
public final class Outbox implements AutoCloseable {
    /** How long a mail may be under way: what the expiry of a {@link MailMessage} may be ahead at most. */
    public static final Duration AGE_MAX = Duration.ofDays(2);

    /** Attempts for one mail; with the pauses between them about 14 hours. */
    public static final int ATTEMPTS_MAX = 20;

    /** Before the second attempt. */
    public static final Duration PAUSE_FIRST = Duration.ofMinutes(1);

    public static final Duration PAUSE_MOST = Duration.ofHours(1);

    /** Longer than any attempt takes, so that a second process steps in only when the first is gone. */
    public static final Duration LEASE = Duration.ofMinutes(15);

    /** Mails that wait at the same time; more are not taken. At about 1 KiB each, 10 MiB. */
    public static final int QUEUED_MAX = 10_000;

    /** Characters of a server's answer that are kept. */
    static final int REASON_LENGTH_MAX = 300;

    /** Between two looks, for mails of other processes and for those that wait for another attempt. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(15);

    /** Mails of one round. */
    static final int BATCH = 20;

    /** Expired mails removed in one transaction. */
    static final int EXPIRE_MAX = 100;

    private static final int ID_BYTES = 16;

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final Pattern ADDRESS = Pattern.compile("[^\\s<>@]{1,64}@[^\\s<>@]+");

    private final Database database;
    private final EventLog events;
    private final Optional<MailTransport> transport;
    private final SecureRandom random;
    private final Clock clock;
    private final BackgroundLoop loop;
    /** Accepted by the server, but not yet written down: never tried again here. Only the loop's thread sees it. */
    private final List<MailTable.Leased> accepted = new ArrayList<>();

    private volatile boolean closing;

    /**
     * An outbox that sends nothing before {@link #start}.
     *
     * @param transport empty when no mail server is configured
     */
    public Outbox(
            Database database, EventLog events, Optional<MailTransport> transport, SecureRandom random, Clock clock) {
        this.database = database;
        this.events = events;
        this.transport = transport;
        this.random = random;
        this.clock = clock;
        this.loop = new BackgroundLoop("mail", LOOK_EVERY, this::run, clock);
    }

    /** Whether there is a mail server to send through. Does not change while the program runs. */
    public boolean enabled() {
        return transport.isPresent();
    }

    /**
     * Queues a mail in the transaction of the change that it tells of. It is tried as soon as that is committed.
     *
     * @return false when mail is off or {@link #QUEUED_MAX} mails are waiting; nothing is queued then, and the second is
     *     an event
     * @throws IllegalArgumentException when it expires more than {@link #AGE_MAX} from now
     */
    public boolean add(Transaction tx, MailMessage message) throws SQLException {
        if (!enabled()) {
            return false;
        }
        Instant now = clock.instant();
        if (message.expires().isAfter(now.plus(AGE_MAX))) {
            throw new IllegalArgumentException("a mail is under way for at most " + AGE_MAX);
        }
        if (MailTable.holds(tx, QUEUED_MAX)) {
            Target account = Target.account(message.account(), message.uid());
            events.append(tx, givenUp(message.purpose(), account, "too many mails are waiting"));
            return false;
        }
        MailTable.insert(tx, randomId(), message, now);
        tx.afterCommit(loop::wake);
        return true;
    }

    /** Starts sending. Without a mail server only what was queued earlier and has expired is removed. Called once. */
    public void start() {
        loop.start();
    }

    /** The background work, for the health page. */
    public BackgroundLoop loop() {
        return loop;
    }

    /** Ends sending after the mail that is under way. What is left waits for the next start. */
    @Override
    public void close() {
        closing = true;
        loop.close();
    }

    /** One round: writes down what is still to be written down, removes what has expired, tries what is due. */
    BackgroundLoop.Next run() {
        while (!accepted.isEmpty()) {
            settle(accepted.getLast());
            accepted.removeLast();
        }
        boolean more = expire();
        if (transport.isPresent()) {
            List<MailTable.Due> due = database.read(session -> MailTable.due(session, clock.instant(), BATCH));
            for (MailTable.Due one : due) {
                if (closing) {
                    return BackgroundLoop.Next.WAIT;
                }
                attempt(transport.get(), one);
            }
            more |= due.size() == BATCH;
        }
        return more ? BackgroundLoop.Next.AGAIN : BackgroundLoop.Next.WAIT;
    }

    /** How long a mail waits after so many attempts. */
    static Duration pause(int attempts) {
        // Six doublings are beyond the most.
        Duration time = PAUSE_FIRST.multipliedBy(1L << Math.min(attempts - 1, 6));
        return time.compareTo(PAUSE_MOST) < 0 ? time : PAUSE_MOST;
    }

    private void attempt(MailTransport to, MailTable.Due due) {
        Instant now = clock.instant();
        Optional<MailTable.Leased> leased =
                database.write(Partition.GENERAL, tx -> MailTable.lease(tx, due, now, now.plus(LEASE)));
        if (leased.isEmpty()) {
            return;
        }
        MailTable.Leased mail = leased.get();
        switch (deliver(to, mail.letter())) {
            case Delivery.Accepted _ -> {
                accepted.add(mail);
                settle(mail);
                accepted.removeLast();
            }
            case Delivery.PermanentFailure(String reason) -> giveUp(mail, shown(reason));
            case Delivery.TemporaryFailure(String reason)
            when mail.attempts() >= ATTEMPTS_MAX ->
                giveUp(mail, "tried " + mail.attempts() + " times: " + shown(reason));
            case Delivery.TemporaryFailure(String reason) -> postpone(mail, shown(reason));
        }
    }

    private static Delivery deliver(MailTransport to, Letter letter) {
        try {
            return to.deliver(letter);
        } catch (RuntimeException e) {
            // Of its message nothing is known, so it may hold the text of the mail.
            return new Delivery.TemporaryFailure(
                    "the transport has failed: " + e.getClass().getName());
        }
    }

    /** Removes a mail that the server has accepted. */
    private void settle(MailTable.Leased mail) {
        database.write(Partition.GENERAL, tx -> {
            if (MailTable.remove(tx, mail.label().id())) {
                Target account =
                        Target.account(mail.label().account(), mail.label().uid());
                events.append(
                        tx,
                        Event.ok(EventType.MAIL_SENT, Actor.system("mail"), account)
                                .with("purpose", mail.label().purpose()));
            }
            return true;
        });
    }

    private void giveUp(MailTable.Leased mail, String reason) {
        LOG.warn("A mail ({}) was given up: {}", mail.label().purpose(), reason);
        database.write(Partition.GENERAL, tx -> {
            if (MailTable.remove(tx, mail.label().id())) {
                events.append(tx, givenUp(mail.label(), reason));
            }
            return true;
        });
    }

    private void postpone(MailTable.Leased mail, String reason) {
        Duration pause = pause(mail.attempts());
        LOG.warn(
                "A mail ({}) could not be sent, attempt {}, the next in {} min: {}",
                mail.label().purpose(),
                mail.attempts(),
                pause.toMinutes(),
                reason);
        database.write(Partition.GENERAL, tx -> {
            MailTable.postpone(tx, mail, clock.instant().plus(pause));
            return true;
        });
    }

    /** Removes expired mails and returns whether there may be more. */
    private boolean expire() {
        Instant now = clock.instant();
        return database.write(Partition.GENERAL, tx -> {
            List<MailTable.Label> expired = MailTable.removeExpired(tx, now, EXPIRE_MAX);
            for (MailTable.Label label : expired) {
                events.append(tx, givenUp(label, "expired before the mail server has taken it"));
            }
            return expired.size() == EXPIRE_MAX;
        });
    }

    private static Event givenUp(MailTable.Label label, String reason) {
        return givenUp(label.purpose(), Target.account(label.account(), label.uid()), reason);
    }

    private static Event givenUp(String purpose, Target account, String reason) {
        return Event.error(EventType.MAIL_SENT, Actor.system("mail"), account, reason)
                .with("purpose", purpose);
    }

    /** A server's answer as logs and events may show it: one line, bounded, without addresses. */
    static String shown(String reason) {
        String line = reason.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        String cut = line.length() <= REASON_LENGTH_MAX ? line : line.substring(0, REASON_LENGTH_MAX);
        return ADDRESS.matcher(cut).replaceAll("[address]");
    }

    private String randomId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
