package coffer.accounts;

import coffer.base.AccountId;
import coffer.base.Actor;
import coffer.base.Origin;
import coffer.base.Secret;
import coffer.db.Database;
import coffer.db.DatabaseFull;
import coffer.db.Partition;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sign-in with an account's own password.
 *
 * <p>Programs send the password with each request, and Argon2id takes a quarter of a second. So the outcome of a check is
 * remembered for a minute under a hash of login name, network and password with a key that ends with the process. What is
 * remembered holds only while the account's row still has the credential version that was checked, and the row is read
 * again after two seconds: a changed password or a disabled account is noticed as fast as a revoked app password.
 *
 * <p>The order for an attempt that is not remembered:
 * <ol>
 *   <li>wait for earlier attempts on this account from this network, so that guesses cannot be made side by side and a
 *       client's parallel first requests cost one hash;
 *   <li>ask the throttle, and wait as long as it says, outside of any transaction;
 *   <li>hash: also for an unknown name and for a disabled account, so that time tells nothing;
 *   <li>record success or failure in one transaction.
 * </ol>
 * A password that was right from this network within twelve hours skips the first two: whatever neighbours do, its owner
 * is not slowed. Wrong passwords are remembered as well, and then cost no hash, but are slowed as before.
 */
final class PasswordLogins {
    /** How often an accepted password is hashed again. */
    static final Duration VERIFIED = Duration.ofMinutes(1);

    /** How long a password is known to have been good from a network. */
    static final Duration TRUSTED = Duration.ofHours(12);

    /** How long an attempt waits for those before it: as long as clients wait for an answer. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Outcomes remembered; each takes about 300 bytes. */
    private static final int REMEMBERED_MAX = 10_000;

    private final Database database;
    private final LoginEvents events;
    private final Passwords passwords;
    private final Throttle throttle;
    private final CredentialEpoch epoch;
    private final Pause pause;
    private final Clock clock;
    private final KeyedHash keys;
    private final FreshMap<Digest, Outcome> remembered = new FreshMap<>(REMEMBERED_MAX);
    private final Turnstile<Object> turnstile = new Turnstile<>();

    /** Attempts that take turns. */
    private record Pair(Network network, Throttle.Subject subject) {}

    /**
     * What a check has found.
     *
     * @param account null when nobody has the login name
     * @param version the credential version that was checked against; 0 without account
     * @param at when it was checked
     * @param row what the account looked like at {@code reading}; null without account
     */
    private record Outcome(
            @Nullable AccountId account,
            long version,
            boolean right,
            Instant at,
            AccountTable.@Nullable Row row,
            CredentialEpoch.Reading reading) {
        boolean holdsFor(Optional<AccountTable.Row> current) {
            return current.isEmpty()
                    ? account == null
                    : current.get().account().id().equals(account)
                            && current.get().credentialVersion() == version;
        }

        boolean youngerThan(Duration age, Instant now) {
            Duration actual = Duration.between(at, now);
            return !actual.isNegative() && actual.compareTo(age) < 0;
        }
    }

    /** One request's attempt, with what was read for it. */
    private record Attempt(
            String login,
            Secret password,
            Origin origin,
            Network network,
            Digest key,
            CredentialEpoch.Reading reading,
            Optional<AccountTable.Row> row) {
        Optional<Account> account() {
            return row.map(AccountTable.Row::account);
        }
    }

    PasswordLogins(
            Database database,
            LoginEvents events,
            Passwords passwords,
            Throttle throttle,
            CredentialEpoch epoch,
            Pause pause,
            SecureRandom random,
            Clock clock) {
        this.database = database;
        this.events = events;
        this.passwords = passwords;
        this.throttle = throttle;
        this.epoch = epoch;
        this.pause = pause;
        this.clock = clock;
        this.keys = KeyedHash.ephemeral(random);
    }

    AuthResult login(String login, Secret password, Origin origin) {
        Network network = Network.counted(origin.address());
        Digest key = key(login, network, password);
        Instant now = clock.instant();
        Optional<Outcome> known = remembered.get(key);
        if (known.isPresent()
                && known.get().right()
                && known.get().row() != null
                && known.get().row().account().enabled()
                && known.get().youngerThan(VERIFIED, now)
                && epoch.fresh(known.get().reading(), now)) {
            return authenticated(known.get().row().account(), origin);
        }
        Attempt attempt = read(login, password, origin, network, key);
        Optional<AuthResult> recent = recentSuccess(attempt);
        if (recent.isPresent()) {
            return recent.get();
        }
        boolean trusted = known.isPresent()
                && known.get().right()
                && known.get().holdsFor(attempt.row())
                && known.get().youngerThan(TRUSTED, now);
        return trusted ? inTurn(attempt, key, this::check) : inTurn(attempt, pair(attempt), this::slowed);
    }

    /** What is done with an attempt whose turn has come. */
    private interface Step {
        AuthResult apply(Attempt attempt);
    }

    private AuthResult inTurn(Attempt attempt, Object key, Step step) {
        Optional<Turnstile<Object>.Turn> turn = turnstile.enter(key, PATIENCE);
        if (turn.isEmpty()) {
            return new AuthResult.Busy(Passwords.QUEUE);
        }
        try (Turnstile<Object>.Turn _ = turn.get()) {
            // Another request with the same password may have had the turn before.
            Optional<AuthResult> recent = recentSuccess(attempt);
            return recent.isPresent() ? recent.get() : step.apply(attempt);
        }
    }

    private AuthResult slowed(Attempt attempt) {
        switch (throttle.admit(attempt.network(), subject(attempt))) {
            case Throttle.Admission.TooMany(Duration retryAfter) -> {
                events.throttled(attempt.network(), attempt.account(), attempt.login(), attempt.origin());
                return new AuthResult.Throttled(retryAfter);
            }
            case Throttle.Admission.Proceed(Duration delay) -> {
                if (delay.isZero()) {
                    return check(attempt);
                }
                sleep(delay);
                // Much can have happened meanwhile.
                return check(
                        read(attempt.login(), attempt.password(), attempt.origin(), attempt.network(), attempt.key()));
            }
        }
    }

    private AuthResult check(Attempt attempt) {
        Optional<Outcome> known = remembered.get(attempt.key());
        boolean knownWrong = known.isPresent()
                && !known.get().right()
                && known.get().holdsFor(attempt.row())
                && known.get().youngerThan(VERIFIED, clock.instant());
        if (knownWrong) {
            return refused(attempt, "wrong password");
        }
        @Nullable
        String stored = attempt.row().map(AccountTable.Row::passwordHash).orElse(null);
        Passwords.Verdict verdict = passwords.check(attempt.password(), stored);
        return switch (verdict) {
            case BUSY -> new AuthResult.Busy(Passwords.QUEUE);
            case WRONG -> {
                remember(attempt, false);
                yield refused(attempt, attempt.row().isPresent() ? "wrong password" : "unknown account");
            }
            case RIGHT, RIGHT_BUT_OUTDATED -> accept(attempt, verdict == Passwords.Verdict.RIGHT_BUT_OUTDATED);
        };
    }

    private AuthResult accept(Attempt attempt, boolean outdated) {
        AccountTable.Row row = attempt.row().orElseThrow();
        Account account = row.account();
        // When the machine is too busy the old hash stays until the next login.
        Optional<PasswordHash> renewed = outdated ? passwords.hash(attempt.password()) : Optional.empty();
        Actor actor = Actor.user(account.id(), account.uid(), null, attempt.origin());
        if (!record(attempt, row, renewed, actor)) {
            return refused(attempt, account.enabled() ? "password changed meanwhile" : "account disabled");
        }
        remember(attempt, true);
        return new AuthResult.Authenticated(account, actor, CredentialKind.PASSWORD);
    }

    /** Returns whether the account still takes this password. */
    private boolean record(Attempt attempt, AccountTable.Row row, Optional<PasswordHash> renewed, Actor actor) {
        AccountId id = row.account().id();
        try {
            return database.write(Partition.GENERAL, tx -> {
                if (!AccountTable.loggedIn(
                        tx, id, row.credentialVersion(), clock.instant().getEpochSecond())) {
                    return false;
                }
                throttle.succeeded(tx, attempt.network(), id);
                if (renewed.isPresent()) {
                    AccountTable.rehash(
                            tx, id, row.credentialVersion(), renewed.get().text());
                }
                events.accepted(tx, row.account(), actor);
                return true;
            });
        } catch (DatabaseFull _) {
            // Reading and deleting must stay possible on a full disk, or nobody could make room.
            return database.read(session -> AccountTable.byId(session, id))
                    .map(now -> now.account().enabled() && now.credentialVersion() == row.credentialVersion())
                    .orElse(false);
        }
    }

    private AuthResult refused(Attempt attempt, String reason) {
        events.refused(
                attempt.network(),
                subject(attempt),
                attempt.password(),
                attempt.account(),
                attempt.login(),
                reason,
                attempt.origin());
        return new AuthResult.Refused();
    }

    /** The answer when this password was right within the last minute and still is. */
    private Optional<AuthResult> recentSuccess(Attempt attempt) {
        Optional<Outcome> known = remembered.get(attempt.key());
        if (known.isEmpty()
                || !known.get().right()
                || !known.get().youngerThan(VERIFIED, clock.instant())
                || !known.get().holdsFor(attempt.row())) {
            return Optional.empty();
        }
        AccountTable.Row row = attempt.row().orElseThrow();
        if (!row.account().enabled()) {
            return Optional.empty();
        }
        Outcome outcome = known.get();
        remembered.put(
                attempt.key(),
                new Outcome(outcome.account(), outcome.version(), true, outcome.at(), row, attempt.reading()));
        return Optional.of(authenticated(row.account(), attempt.origin()));
    }

    private void remember(Attempt attempt, boolean right) {
        remembered.put(
                attempt.key(),
                new Outcome(
                        attempt.account().map(Account::id).orElse(null),
                        attempt.row().map(AccountTable.Row::credentialVersion).orElse(0L),
                        right,
                        clock.instant(),
                        attempt.row().orElse(null),
                        attempt.reading()));
    }

    private Attempt read(String login, Secret password, Origin origin, Network network, Digest key) {
        CredentialEpoch.Reading reading = epoch.begin(clock.instant());
        Optional<AccountTable.Row> row = database.read(session -> AccountTable.byLogin(session, login));
        return new Attempt(login, password, origin, network, key, reading, row);
    }

    private Throttle.Subject subject(Attempt attempt) {
        return attempt.account()
                .map(account -> Throttle.Subject.of(account.id()))
                .orElseGet(() -> throttle.unknown(AccountTable.key(attempt.login())));
    }

    private Pair pair(Attempt attempt) {
        return new Pair(attempt.network(), subject(attempt));
    }

    private static AuthResult authenticated(Account account, Origin origin) {
        return new AuthResult.Authenticated(
                account, Actor.user(account.id(), account.uid(), null, origin), CredentialKind.PASSWORD);
    }

    private Digest key(String login, Network network, Secret password) {
        byte[] bytes = password.revealUtf8();
        try {
            return keys.of(
                    AccountTable.key(login).getBytes(StandardCharsets.UTF_8),
                    network.toString().getBytes(StandardCharsets.US_ASCII),
                    bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private void sleep(Duration delay) {
        try {
            pause.sleep(delay);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while an attempt was slowed", e);
        }
    }
}
