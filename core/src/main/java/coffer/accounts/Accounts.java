package coffer.accounts;

import coffer.base.AccountId;
import coffer.base.Actor;
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
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of the installation: look-ups for everybody inside, and changes with the rights of their actor checked.
 *
 * <p>A change is durable, and is an event, when its method returns; a refused one is an event too. Credentials that a
 * change ends are dead in this process when it returns, and two seconds later in others. User ids are found in any
 * letter case. Thread-safe.
 */
public final class Accounts {
    /** The user id of the first administrator. */
    public static final String FIRST_ADMIN = "admin";

    /** Accounts that {@link #admins} has at most; more need not hear of the same thing. */
    public static final int ADMINS_TOLD_MAX = 20;

    private final Database database;
    private final EventLog events;
    private final AccountCreation creation;
    private final NewPasswords passwords;
    private final Throttle throttle;
    private final CredentialEpoch epoch;
    private final AccountPolicy policy;
    private final Clock clock;

    Accounts(
            Database database,
            Ids ids,
            EventLog events,
            NewPasswords passwords,
            Throttle throttle,
            CredentialEpoch epoch,
            AccountPolicy policy,
            Clock clock) {
        this.database = database;
        this.events = events;
        this.creation = new AccountCreation(database, ids, events, passwords, policy, clock);
        this.passwords = passwords;
        this.throttle = throttle;
        this.epoch = epoch;
        this.policy = policy;
        this.clock = clock;
    }

    /** The account with this user id, enabled or not. For the server's own use: whoever asks may learn of it. */
    public Optional<Account> byUid(String uid) {
        return database.read(session -> AccountTable.byUid(session, uid).map(AccountTable.Row::account));
    }

    /** Whether there is such an account, in the transaction that wants to keep something for it. */
    public boolean exists(Session session, AccountId id) throws SQLException {
        return AccountTable.byId(session, id).isPresent();
    }

    public Optional<Account> byId(AccountId id) {
        return database.read(session -> AccountTable.byId(session, id).map(AccountTable.Row::account));
    }

    /** The account with this user id if the actor may see its record: their own, or one they administer. */
    public Optional<Account> visible(Actor actor, String uid) {
        return database.read(session -> {
            Optional<Account> account = AccountTable.byUid(session, uid).map(AccountTable.Row::account);
            return account.isPresent()
                            && Administration.of(session, actor)
                                    .sees(session, account.get().id())
                    ? account
                    : Optional.empty();
        });
    }

    /** A page of the accounts that the actor administers. */
    public Listing<Account> list(Actor actor, AccountQuery query) {
        return database.read(session -> {
            Administration administration = Administration.of(session, actor);
            if (!administration.administers()) {
                return new Listing.NotAllowed<>();
            }
            long group = -1;
            if (!query.group().isEmpty()) {
                Optional<GroupTable.Row> row = GroupTable.byGid(session, query.group());
                if (row.isEmpty() || !administration.managesGroup(row.get().id())) {
                    return new Listing.Page<>(List.of());
                }
                group = row.get().id();
            }
            return new Listing.Page<>(AccountTable.page(session, administration.listsOnlyFor(), group, query));
        });
    }

    /** What the account says about its owner; empty for one that does not exist. */
    public Profile profile(AccountId id) {
        return database.read(session -> AccountTable.profile(session, id));
    }

    public boolean isAdmin(AccountId id) {
        return database.read(session -> GroupTable.isMember(session, GroupTable.ADMIN, id));
    }

    /** Those who administer the installation and can sign in, at most {@link #ADMINS_TOLD_MAX}, in the order of their ids. */
    public List<Account> admins() {
        return database.read(session -> {
            List<Account> admins = new ArrayList<>();
            for (AccountId id : GroupTable.admins(session, ADMINS_TOLD_MAX)) {
                AccountTable.byId(session, id).map(AccountTable.Row::account).ifPresent(admins::add);
            }
            return admins;
        });
    }

    /** Whether the actor is an administrator of the installation at this moment. */
    public boolean isAdmin(Actor actor) {
        return database.read(session -> Administration.of(session, actor).admin());
    }

    /** Whether the actor administers the installation or at least one group. */
    public boolean administers(Actor actor) {
        return database.read(session -> Administration.of(session, actor).administers());
    }

    /**
     * How much the account may store, in the snapshot or transaction that wants to store something: its own quota; if that
     * is the default, the largest of the quotas of its groups; if none of them has one, that of the installation.
     *
     * @return bytes, {@link Quota#UNLIMITED_BYTES} for no limit, 0 for an account that does not exist
     */
    public long quotaBytes(Session session, AccountId id) throws SQLException {
        return AccountTable.quota(session, id).map(policy::effectiveBytes).orElse(0L);
    }

    /** How much the account may store: bytes, or {@link Quota#UNLIMITED_BYTES}. */
    public long quotaBytes(Account account) {
        return account.quota() instanceof Quota.Default
                ? database.readOne(session -> quotaBytes(session, account.id()))
                : policy.effectiveBytes(account.quota());
    }

    /** Makes an account. */
    public CreateResult create(Actor actor, NewAccount wanted) {
        return creation.create(actor, wanted);
    }

    /**
     * Edits an account.
     *
     * @param uid of the account to edit
     */
    public EditResult edit(Actor actor, String uid, AccountChange change) {
        Optional<String> fault = AccountEdit.fault(change);
        if (fault.isPresent()) {
            return new EditResult.Invalid(fault.get());
        }
        if (!(change instanceof AccountChange.Password(Secret password))) {
            return database.write(Partition.GENERAL, tx -> edit(tx, actor, uid, change, null));
        }
        // The rules are told and the work of hashing is done only for those who may change the password.
        Optional<Account> permitted = database.read(session -> {
            Optional<Account> account = AccountTable.byUid(session, uid).map(AccountTable.Row::account);
            Administration administration = Administration.of(session, actor);
            return account.isPresent()
                            && administration.edits(session, account.get().id(), change)
                    ? account
                    : Optional.empty();
        });
        @Nullable String hash = null;
        if (permitted.isPresent()) {
            Account account = permitted.get();
            Optional<String> refusal = passwords.refusal(
                    password, account.uid(), account.email() == null ? account.uid() : account.email());
            if (refusal.isPresent()) {
                return new EditResult.PasswordRefused(refusal.get());
            }
            Optional<PasswordHash> made = passwords.hash(password);
            if (made.isEmpty()) {
                return new EditResult.Busy();
            }
            hash = made.get().text();
        }
        @Nullable String passwordHash = hash;
        return database.write(Partition.GENERAL, tx -> edit(tx, actor, uid, change, passwordHash));
    }

    private EditResult edit(
            Transaction tx, Actor actor, String uid, AccountChange change, @Nullable String passwordHash)
            throws SQLException {
        EventType type = change instanceof AccountChange.Password
                ? EventType.ACCOUNT_PASSWORD_CHANGED
                : EventType.ACCOUNT_CHANGED;
        Optional<Account> found = AccountTable.byUid(tx, uid).map(AccountTable.Row::account);
        Administration administration = Administration.of(tx, actor);
        if (found.isEmpty() || !administration.sees(tx, found.get().id())) {
            events.append(tx, Event.denied(type, actor, Target.unknownAccount(uid), "unknown account"));
            return new EditResult.UnknownAccount();
        }
        Account account = found.get();
        Target target = Target.account(account.id(), account.uid());
        boolean withoutHash = change instanceof AccountChange.Password && passwordHash == null;
        if (withoutHash || !administration.edits(tx, account.id(), change)) {
            events.append(tx, Event.denied(type, actor, target, "not allowed"));
            return new EditResult.NotAllowed();
        }
        Event event = AccountEdit.apply(tx, account, change, passwordHash, Event.ok(type, actor, target));
        if (change instanceof AccountChange.Password) {
            throttle.forgetNetworks(tx, account.id());
        }
        events.append(tx, event);
        tx.afterCommit(epoch::raise);
        return new EditResult.Changed(
                AccountTable.byId(tx, account.id()).orElseThrow().account());
    }

    /** Lets an account's credentials work again, or stops all of them at once. */
    public StateResult setEnabled(Actor actor, String uid, boolean enabled) {
        EventType type = enabled ? EventType.ACCOUNT_ENABLED : EventType.ACCOUNT_DISABLED;
        return database.write(Partition.GENERAL, tx -> {
            Optional<Account> found = AccountTable.byUid(tx, uid).map(AccountTable.Row::account);
            Optional<StateResult> refusal = stateRefusal(tx, actor, type, uid, found, !enabled);
            if (refusal.isPresent()) {
                return refusal.get();
            }
            Account account = found.orElseThrow();
            if (account.enabled() != enabled) {
                AccountTable.setEnabled(tx, account.id(), enabled);
                events.append(tx, Event.ok(type, actor, Target.account(account.id(), account.uid())));
                tx.afterCommit(epoch::raise);
            }
            return new StateResult.Done();
        });
    }

    /**
     * Deletes an account: it cannot sign in, is listed nowhere and is a member of nothing from now on. What it owns in
     * other features is removed in the background ({@link AccountRemoval}); until then nobody else gets the user id.
     */
    public StateResult delete(Actor actor, String uid) {
        return end(
                actor, EventType.ACCOUNT_DELETED, uid, (tx, account) -> AccountTable.delete(tx, account.id(), now()));
    }

    /**
     * Ends an account and keeps its files: no password or app password of it works any more, browsers are refused as long as it is
     * disabled (so the caller ends their sessions), it is a member of nothing, and its mail address, profile and
     * settings are gone; name and picture stay. It is listed as disabled. Its files can be handed over or deleted with it later; enabled again and
     * with a new password, it is as before.
     */
    public StateResult close(Actor actor, String uid) {
        return end(actor, EventType.ACCOUNT_CLOSED, uid, AccountTable::close);
    }

    /** How the row of an account becomes one of an account that has ended. */
    @FunctionalInterface
    private interface Ending {
        void of(Transaction tx, Account account) throws SQLException;
    }

    private StateResult end(Actor actor, EventType type, String uid, Ending ending) {
        return database.write(Partition.GENERAL, tx -> {
            Optional<Account> found = AccountTable.byUid(tx, uid).map(AccountTable.Row::account);
            Optional<StateResult> refusal = stateRefusal(tx, actor, type, uid, found, true);
            if (refusal.isPresent()) {
                return refusal.get();
            }
            Account account = found.orElseThrow();
            GroupTable.leaveAll(tx, account.id());
            AppPasswords.removeAll(tx, account.id());
            throttle.forgetNetworks(tx, account.id());
            ResetTable.forget(tx, account.id());
            ending.of(tx, account);
            events.append(
                    tx,
                    Event.ok(type, actor, Target.account(account.id(), account.uid()))
                            .without("displayName", account.displayName()));
            tx.afterCommit(epoch::raise);
            return new StateResult.Done();
        });
    }

    /**
     * Makes the first administrator of a fresh installation; does nothing when there is any account. Of two processes
     * that start at the same time one makes it.
     *
     * @param given the password it shall have, null to make one up; the caller closes it
     */
    public FirstAdmin ensureFirstAdmin(@Nullable Secret given) {
        if (database.read(AccountTable::any)) {
            return new FirstAdmin.Exists();
        }
        @Nullable Secret generated = given == null ? passwords.generate() : null;
        NewAccount wanted = new NewAccount(
                FIRST_ADMIN,
                given == null ? generated : given,
                "",
                null,
                List.of(Group.ADMIN),
                List.of(),
                new Quota.Default(),
                "");
        CreateResult result = create(Actor.system("first start"), wanted);
        if (result instanceof CreateResult.Created(Account account)) {
            return new FirstAdmin.Created(account, generated);
        }
        if (generated != null) {
            generated.close();
        }
        return switch (result) {
            case CreateResult.UidTaken _ -> new FirstAdmin.Exists();
            case CreateResult.PasswordRefused(String reason) -> new FirstAdmin.PasswordRefused(reason);
            default -> throw new IllegalStateException("the first administrator could not be made: " + result);
        };
    }

    /** Why the actor may not enable, disable or delete the account; written down before it is returned. */
    private Optional<StateResult> stateRefusal(
            Transaction tx, Actor actor, EventType type, String uid, Optional<Account> found, boolean ends)
            throws SQLException {
        Administration administration = Administration.of(tx, actor);
        if (found.isEmpty() || !administration.sees(tx, found.get().id())) {
            events.append(tx, Event.denied(type, actor, Target.unknownAccount(uid), "unknown account"));
            return Optional.of(new StateResult.UnknownAccount());
        }
        AccountId id = found.get().id();
        Target target = Target.account(id, found.get().uid());
        if (administration.is(id)) {
            events.append(tx, Event.denied(type, actor, target, "own account"));
            return Optional.of(new StateResult.Oneself());
        }
        if (!administration.manages(tx, id)) {
            events.append(tx, Event.denied(type, actor, target, "not allowed"));
            return Optional.of(new StateResult.NotAllowed());
        }
        if (ends && GroupTable.isMember(tx, GroupTable.ADMIN, id) && !GroupTable.anotherAdmin(tx, id)) {
            events.append(tx, Event.denied(type, actor, target, "last administrator"));
            return Optional.of(new StateResult.LastAdmin());
        }
        return Optional.empty();
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }
}
