package coffer.accounts;

import coffer.db.Database;
import coffer.db.Ids;
import coffer.events.BackgroundLoop;
import coffer.events.EventLog;
import coffer.mail.Outbox;
import coffer.passwords.PasswordPolicies;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Builds accounts, groups and sign-in on one database, top to bottom, and runs what they do in the background. */
public final class AccountsFeature implements AutoCloseable {
    /** How often uses of credentials are written. */
    private static final Duration FLUSH_EVERY = Duration.ofSeconds(15);

    private static final Duration SWEEP_EVERY = Duration.ofMinutes(10);

    /** How often deleted accounts are looked for; features above make progress in between. */
    private static final Duration REMOVE_EVERY = Duration.ofMinutes(1);

    private final Database database;
    private final Ids ids;
    private final EventLog events;
    private final SecureRandom random;
    private final Clock clock;
    private final Passwords passwords;
    private final PasswordPolicies policies;
    private final NewPasswords newPasswords;
    private final CredentialEpoch epoch;
    private final CredentialUses uses;
    private final Throttle throttle;
    private final Accounts accounts;
    private final Groups groups;
    private final AppPasswords appPasswords;
    private final DeviceWipes deviceWipes;
    private final Authenticator authenticator;
    private final List<BackgroundLoop> loops = new ArrayList<>();
    private Instant swept = Instant.MIN;

    private AccountsFeature(
            Database database,
            Ids ids,
            EventLog events,
            Passwords passwords,
            AccountsSettings settings,
            Pause pause,
            SecureRandom random,
            Clock clock) {
        this.database = database;
        this.ids = ids;
        this.events = events;
        this.passwords = passwords;
        this.policies = settings.passwords();
        this.newPasswords = new NewPasswords(passwords, policies.account(), random);
        this.random = random;
        this.clock = clock;
        KeyedHash instance = InstanceSecret.of(database, random, clock);
        epoch = new CredentialEpoch();
        uses = new CredentialUses(database);
        throttle = new Throttle(database, instance, settings.exempt(), clock);
        accounts = new Accounts(database, ids, events, newPasswords, throttle, epoch, settings.policy(), clock);
        groups = new Groups(database, ids, events, epoch, clock);
        appPasswords = new AppPasswords(database, ids, events, epoch, uses, instance, random, clock);
        deviceWipes = new DeviceWipes(database, events, appPasswords, epoch, throttle, clock);
        LoginEvents loginEvents = new LoginEvents(database, events, throttle, clock);
        PasswordLogins passwordLogins =
                new PasswordLogins(database, loginEvents, passwords, throttle, epoch, pause, random, clock);
        authenticator = new Authenticator(appPasswords, passwordLogins, loginEvents, throttle, pause);
    }

    /** On a migrated database. Nothing runs in the background before {@link #start}. */
    public static AccountsFeature open(
            Database database, Ids ids, EventLog events, AccountsSettings settings, SecureRandom random, Clock clock) {
        return new AccountsFeature(
                database, ids, events, Passwords.standard(random), settings, Thread::sleep, random, clock);
    }

    /** With another cost of passwords and other waiting, for tests. Closes {@code passwords} in the end. */
    static AccountsFeature open(
            Database database,
            Ids ids,
            EventLog events,
            Passwords passwords,
            AccountsSettings settings,
            Pause pause,
            SecureRandom random,
            Clock clock) {
        return new AccountsFeature(database, ids, events, passwords, settings, pause, random, clock);
    }

    public Accounts accounts() {
        return accounts;
    }

    public Groups groups() {
        return groups;
    }

    public AppPasswords appPasswords() {
        return appPasswords;
    }

    public DeviceWipes deviceWipes() {
        return deviceWipes;
    }

    public Authenticator authenticator() {
        return authenticator;
    }

    /** What new passwords must be like, those of accounts and those of shares. */
    public PasswordPolicies passwordPolicies() {
        return policies;
    }

    /** Setting a new password by a link that this outbox sends. Called once. */
    public PasswordResets passwordResets(Outbox outbox) {
        return new PasswordResets(database, ids, events, newPasswords, throttle, epoch, outbox, random, clock);
    }

    /**
     * Starts what runs in the background. Called once.
     *
     * @param removals of all features that keep something for accounts; without any, user ids of deleted accounts
     *     become free at once
     */
    public void start(List<AccountRemoval> removals) {
        AccountRemovals removal = new AccountRemovals(database, events, removals);
        loops.add(new BackgroundLoop("accounts-upkeep", FLUSH_EVERY, this::upkeep, clock));
        loops.add(new BackgroundLoop("accounts-removal", REMOVE_EVERY, removal::run, clock));
        loops.forEach(BackgroundLoop::start);
    }

    /** The background work, for the health page. */
    public List<BackgroundLoop> loops() {
        return List.copyOf(loops);
    }

    /** Ends the background work and writes what it has gathered. The database stays open. */
    @Override
    public void close() {
        loops.forEach(BackgroundLoop::close);
        uses.flush();
        passwords.close();
    }

    /** Writes what was gathered, and now and then removes what has expired. */
    BackgroundLoop.Next upkeep() {
        uses.flush();
        Instant now = clock.instant();
        if (swept.isBefore(now.minus(SWEEP_EVERY)) || swept.isAfter(now)) {
            throttle.sweep();
            deviceWipes.sweep();
            ResetTable.sweep(database, now);
            swept = now;
        }
        return BackgroundLoop.Next.WAIT;
    }
}
