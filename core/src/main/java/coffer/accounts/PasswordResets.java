package coffer.accounts;

import coffer.base.AccountId;
import coffer.base.Actor;
import coffer.base.MailAddress;
import coffer.base.Origin;
import coffer.base.Secret;
import coffer.db.Database;
import coffer.db.Ids;
import coffer.db.Partition;
import coffer.db.Session;
import coffer.db.Transaction;
import coffer.events.Event;
import coffer.events.EventLog;
import coffer.events.EventType;
import coffer.events.Target;
import coffer.mail.MailMessage;
import coffer.mail.Outbox;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Setting a new password by a link that comes by mail, for people who have forgotten theirs.
 *
 * <p>{@link #request} always ends the same way and does about the same work, whether or not there is such an account;
 * what became of it only the event log tells. A link holds 256 random bits, of which only the SHA-256 is stored. It works
 * once, for {@link #VALID}, until a newer one is asked for, and until the password is changed or the account disabled.
 *
 * <p>Too many requests are dropped in silence ({@link #PER_ACCOUNT_MAX}, {@link #PER_NETWORK_MAX}). Accepted: several at
 * the very same moment in different processes may each see the same number before them. Thread-safe.
 */
public final class PasswordResets {
    /** How long a link works. */
    public static final Duration VALID = Duration.ofHours(1);

    /** The time in which requests are counted. */
    public static final Duration WINDOW = Duration.ofHours(1);

    /** Mails to one account within {@link #WINDOW}: nobody's mailbox is filled. */
    public static final int PER_ACCOUNT_MAX = 3;

    /** Requests from one network within {@link #WINDOW}, for whatever accounts, existing or not. */
    public static final int PER_NETWORK_MAX = 20;

    /** Where the page lies that takes the link: this and the token follow the address of the server. */
    public static final String PATH = "/login/reset/";

    /** Characters of a token: 32 bytes in base64url without padding (RFC 4648 § 5). */
    public static final int TOKEN_LENGTH = 43;

    /** Characters of the address of the server, which has to fit into one line of a mail with the token. */
    public static final int BASE_LENGTH_MAX = 200;

    private final Database database;
    private final Ids ids;
    private final EventLog events;
    private final NewPasswords passwords;
    private final Throttle throttle;
    private final CredentialEpoch epoch;
    private final Outbox outbox;
    private final SecureRandom random;
    private final Clock clock;
    private final QuietEvents refusals;

    PasswordResets(
            Database database,
            Ids ids,
            EventLog events,
            NewPasswords passwords,
            Throttle throttle,
            CredentialEpoch epoch,
            Outbox outbox,
            SecureRandom random,
            Clock clock) {
        this.database = database;
        this.ids = ids;
        this.events = events;
        this.passwords = passwords;
        this.throttle = throttle;
        this.epoch = epoch;
        this.outbox = outbox;
        this.random = random;
        this.clock = clock;
        this.refusals = new QuietEvents(clock);
    }

    /** Whether mail is on, without which there are no links: a page should offer them only then. */
    public boolean available() {
        return outbox.enabled();
    }

    /**
     * Sends a link to the owner of an account, if there is one that is enabled, has an e-mail address, and signs in by a
     * password of this server. The caller tells nothing but "if there is such an account, a mail is on its way".
     *
     * @param login user id or e-mail address, as typed
     * @param base the public address of the server as the operator configured it, never one that a request names, without
     *     a slash at the end; the link is this, {@link #PATH} and the token
     * @param origin who asks; their network is counted
     * @throws IllegalArgumentException when {@code base} is longer than {@link #BASE_LENGTH_MAX}
     */
    public void request(String login, String base, Origin origin) {
        if (base.length() > BASE_LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "the address of the server has at most " + BASE_LENGTH_MAX + " characters");
        }
        long id = ids.next();
        Network network = Network.counted(origin.address());
        ResetToken token = ResetToken.random(random);
        Actor actor = Actor.anonymous(origin);
        database.write(Partition.GENERAL, tx -> {
            Instant now = clock.instant();
            if (ResetTable.fromNetwork(tx, network, now.minus(WINDOW)) >= PER_NETWORK_MAX) {
                Target target = LoginEvents.target(Optional.empty(), login);
                if (refusals.isDue(EventType.ACCOUNT_PASSWORD_RESET_REQUESTED, network)) {
                    deny(tx, EventType.ACCOUNT_PASSWORD_RESET_REQUESTED, actor, target, "too many from " + network);
                }
                return false;
            }
            Optional<AccountTable.Row> found = couldBeOne(login) ? AccountTable.byLogin(tx, login) : Optional.empty();
            Target target = LoginEvents.target(found.map(AccountTable.Row::account), login);
            Optional<String> refusal = refusal(tx, found, now);
            long counted =
                    refusal.isEmpty() ? found.orElseThrow().account().id().value() : 0;
            ResetTable.count(tx, id, network, counted, now);
            if (refusal.isPresent()) {
                deny(tx, EventType.ACCOUNT_PASSWORD_RESET_REQUESTED, actor, target, refusal.get());
                return false;
            }
            AccountTable.Row row = found.orElseThrow();
            Instant expires = now.plus(VALID);
            ResetTable.put(tx, row.account().id(), token.hash(), row.credentialVersion(), expires);
            outbox.add(tx, mail(row.account(), base, token, origin, now, expires));
            events.append(tx, Event.ok(EventType.ACCOUNT_PASSWORD_RESET_REQUESTED, actor, target));
            return true;
        });
    }

    /** Whose password the token of a link may set at this moment; empty for any other text. For the page's greeting. */
    public Optional<Account> find(Secret token) {
        Optional<ResetToken> given = ResetToken.of(token);
        return given.isEmpty()
                ? Optional.empty()
                : database.read(session -> owner(session, given.get())).map(AccountTable.Row::account);
    }

    /**
     * Sets the password by the token of a link, which is dead then. All in one transaction: of two attempts at the same
     * time one succeeds.
     *
     * @param token as it stood in the link
     * @param password the new one; the caller closes both
     */
    public ResetResult complete(Secret token, Secret password, Origin origin) {
        Actor actor = Actor.anonymous(origin);
        Optional<ResetToken> given = ResetToken.of(token);
        Optional<Account> owner = find(token);
        if (given.isEmpty() || owner.isEmpty()) {
            return expired(actor);
        }
        Optional<String> fault = passwords.refusal(password, names(owner.get()));
        if (fault.isPresent()) {
            events.append(Event.denied(
                    EventType.ACCOUNT_PASSWORD_RESET, actor, target(owner.get()), "the password breaks a rule"));
            return new ResetResult.PasswordRefused(fault.get());
        }
        Optional<PasswordHash> hash = passwords.hash(password);
        if (hash.isEmpty()) {
            return new ResetResult.Busy();
        }
        return database.write(
                        Partition.GENERAL,
                        tx -> set(tx, actor, given.get(), hash.get().text()))
                .<ResetResult>map(ResetResult.Done::new)
                .orElseGet(() -> expired(actor));
    }

    /** Empty, and nothing changed, when the link is no longer good. */
    private Optional<Account> set(Transaction tx, Actor actor, ResetToken token, String hash) throws SQLException {
        Optional<AccountTable.Row> row = owner(tx, token);
        if (row.isEmpty() || !ResetTable.use(tx, token.hash())) {
            return Optional.empty();
        }
        AccountId id = row.get().account().id();
        AccountTable.setPassword(tx, id, hash);
        throttle.forgetNetworks(tx, id);
        events.append(
                tx,
                Event.ok(
                                EventType.ACCOUNT_PASSWORD_RESET,
                                actor,
                                target(row.get().account()))
                        .changed("password", Event.CHANGED, Event.CHANGED));
        tx.afterCommit(epoch::raise);
        return AccountTable.byId(tx, id).map(AccountTable.Row::account);
    }

    private ResetResult expired(Actor actor) {
        if (refusals.isDue(
                EventType.ACCOUNT_PASSWORD_RESET, Network.counted(actor.origin().address()))) {
            events.append(Event.denied(EventType.ACCOUNT_PASSWORD_RESET, actor, Target.NONE, "no such link"));
        }
        return new ResetResult.Expired();
    }

    private Optional<AccountTable.Row> owner(Session session, ResetToken token) throws SQLException {
        Optional<ResetTable.Link> link = ResetTable.link(session, token.hash(), clock.instant());
        if (link.isEmpty()) {
            return Optional.empty();
        }
        return AccountTable.byId(session, link.get().account())
                .filter(row -> row.account().enabled()
                        && row.credentialVersion() == link.get().credentialVersion());
    }

    private Optional<String> refusal(Transaction tx, Optional<AccountTable.Row> found, Instant now)
            throws SQLException {
        if (!outbox.enabled()) {
            return Optional.of("mail is off");
        }
        if (found.isEmpty()) {
            return Optional.of("unknown account");
        }
        Account account = found.get().account();
        if (!account.enabled()) {
            return Optional.of("disabled");
        }
        if (account.email() == null) {
            return Optional.of("no e-mail address");
        }
        if (found.get().passwordHash() == null) {
            return Optional.of("no password to sign in with");
        }
        return ResetTable.forAccount(tx, account.id(), now.minus(WINDOW)) >= PER_ACCOUNT_MAX
                ? Optional.of("too many for this account")
                : Optional.empty();
    }

    /** What is neither a user id nor an address is not looked for, nor does it reach an event. */
    private static boolean couldBeOne(String login) {
        return Uid.parse(login).isPresent() || Texts.emailFault(login).isEmpty();
    }

    private static MailMessage mail(
            Account account, String base, ResetToken token, Origin origin, Instant now, Instant expires) {
        return new MailMessage(
                account.id(),
                account.uid(),
                "password reset",
                new MailAddress(java.util.Objects.requireNonNull(account.email())),
                ResetMail.SUBJECT,
                ResetMail.text(account, base, base + PATH + token.text(), origin.address(), now),
                expires);
    }

    private void deny(Transaction tx, EventType type, Actor actor, Target target, String reason) {
        events.append(tx, Event.denied(type, actor, target, reason));
    }

    private static Target target(Account account) {
        return Target.account(account.id(), account.uid());
    }

    private static String[] names(Account account) {
        return account.email() == null ? new String[] {account.uid()} : new String[] {account.uid(), account.email()};
    }
}
