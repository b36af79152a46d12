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
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Making accounts: the rules of the request, the rights of its actor, the rows. */
final class AccountCreation {
    private final Database database;
    private final Ids ids;
    private final EventLog events;
    private final NewPasswords passwords;
    private final AccountPolicy policy;
    private final Clock clock;

    AccountCreation(
            Database database, Ids ids, EventLog events, NewPasswords passwords, AccountPolicy policy, Clock clock) {
        this.database = database;
        this.ids = ids;
        this.events = events;
        this.passwords = passwords;
        this.policy = policy;
        this.clock = clock;
    }

    CreateResult create(Actor actor, NewAccount wanted) {
        if (wanted.groups().size() > NewAccount.GROUPS_MAX
                || wanted.subadminOf().size() > NewAccount.GROUPS_MAX) {
            return new CreateResult.Invalid("More than " + NewAccount.GROUPS_MAX + " groups.");
        }
        Optional<CreateResult> fault = fault(wanted);
        @Nullable Secret password = wanted.password();
        @Nullable String hash = null;
        // Refusals are written down in the transaction below; here they only spare the hash.
        boolean refused =
                database.read(session -> refusal(session, actor, wanted).isPresent());
        if (!refused && fault.isEmpty() && password != null && password.length() > 0) {
            Optional<PasswordHash> made = passwords.hash(password);
            if (made.isEmpty()) {
                return new CreateResult.Busy();
            }
            hash = made.get().text();
        }
        if (refused || fault.isEmpty()) {
            AccountId id = new AccountId(ids.next());
            @Nullable String passwordHash = hash;
            return database.write(Partition.GENERAL, tx -> create(tx, actor, wanted, fault, id, passwordHash));
        }
        return fault.get();
    }

    private CreateResult create(
            Transaction tx,
            Actor actor,
            NewAccount wanted,
            Optional<CreateResult> fault,
            AccountId id,
            @Nullable String passwordHash)
            throws SQLException {
        Optional<Refusal> refusal = refusal(tx, actor, wanted);
        if (refusal.isPresent()) {
            Target target = Target.unknownAccount(wanted.uid());
            events.append(
                    tx,
                    Event.denied(
                            EventType.ACCOUNT_CREATED,
                            actor,
                            target,
                            refusal.get().reason()));
            return refusal.get().result();
        }
        if (fault.isPresent()) {
            return fault.get();
        }
        if (passwordHash == null
                && wanted.password() != null
                && wanted.password().length() > 0) {
            // What stood against the request a moment ago is gone, and the password was not hashed for it.
            return new CreateResult.Busy();
        }
        Uid uid = new Uid(wanted.uid());
        long now = clock.instant().getEpochSecond();
        String displayName = AccountEdit.displayName(wanted.displayName(), uid.value());
        boolean inserted = AccountTable.insert(
                tx,
                id,
                uid,
                displayName,
                AccountEdit.emailOrNull(wanted.email()),
                wanted.quota(),
                wanted.language(),
                passwordHash,
                now);
        if (!inserted) {
            return new CreateResult.UidTaken();
        }
        for (String gid : wanted.groups()) {
            GroupTable.add(tx, GroupTable.byGid(tx, gid).orElseThrow().id(), id, now);
        }
        for (String gid : wanted.subadminOf()) {
            GroupTable.promote(tx, GroupTable.byGid(tx, gid).orElseThrow().id(), id, now);
        }
        events.append(
                tx,
                Event.ok(EventType.ACCOUNT_CREATED, actor, Target.account(id, uid.value()))
                        .with("displayName", displayName)
                        .with("quota", wanted.quota().text())
                        .with("groups", String.join(", ", wanted.groups()))
                        .with("subadminOf", String.join(", ", wanted.subadminOf())));
        return new CreateResult.Created(AccountTable.byId(tx, id).orElseThrow().account());
    }

    /** What is wrong with the request whoever sends it. */
    private Optional<CreateResult> fault(NewAccount wanted) {
        if (Uid.parse(wanted.uid()).isEmpty()) {
            return invalid("A user id has 1 to " + Uid.LENGTH_MAX
                    + " letters (a-z), digits, spaces and . _ @ - ' and no space at its ends.");
        }
        List<AccountChange> values = List.of(
                new AccountChange.DisplayName(wanted.displayName()),
                new AccountChange.Language(wanted.language()),
                new AccountChange.Email(wanted.email() == null ? "" : wanted.email()));
        for (AccountChange value : values) {
            Optional<String> fault = AccountEdit.fault(value);
            if (fault.isPresent()) {
                return invalid(fault.get());
            }
        }
        if (policy.emailRequired() && AccountEdit.emailOrNull(wanted.email()) == null) {
            return Optional.of(new CreateResult.EmailRequired());
        }
        @Nullable Secret password = wanted.password();
        if (password == null || password.length() == 0) {
            return AccountEdit.emailOrNull(wanted.email()) == null
                    ? Optional.of(new CreateResult.PasswordRequired())
                    : Optional.empty();
        }
        String email = wanted.email() == null ? wanted.uid() : wanted.email();
        return passwords.refusal(password, wanted.uid(), email).map(CreateResult.PasswordRefused::new);
    }

    /**
     * Why the request is refused to this actor, or at this moment.
     *
     * @param reason for the event log
     */
    private record Refusal(CreateResult result, String reason) {
        static Optional<Refusal> of(CreateResult result, String reason) {
            return Optional.of(new Refusal(result, reason));
        }
    }

    private static Optional<Refusal> refusal(Session session, Actor actor, NewAccount wanted) throws SQLException {
        Administration administration = Administration.of(session, actor);
        if (!administration.administers()) {
            return Refusal.of(new CreateResult.NotAllowed(), "not allowed");
        }
        if (AccountTable.taken(session, wanted.uid())) {
            return Refusal.of(new CreateResult.UidTaken(), "user id taken");
        }
        for (String gid : wanted.groups()) {
            Optional<GroupTable.Row> group = GroupTable.byGid(session, gid);
            if (group.isEmpty()) {
                return Refusal.of(new CreateResult.UnknownGroup(gid), "unknown group");
            }
            if (!administration.managesGroup(group.get().id())) {
                return Refusal.of(new CreateResult.GroupNotAllowed(gid), "not allowed for the group");
            }
        }
        if (wanted.groups().isEmpty() && !administration.admin()) {
            return Refusal.of(new CreateResult.GroupRequired(), "no group given");
        }
        for (String gid : wanted.subadminOf()) {
            Optional<GroupTable.Row> group = GroupTable.byGid(session, gid);
            if (group.isEmpty()) {
                return Refusal.of(new CreateResult.UnknownSubadminGroup(gid), "unknown group");
            }
            if (group.get().isAdmin()) {
                return Refusal.of(new CreateResult.SubadminOfAdminGroup(), "subadmin of administrators");
            }
            if (!administration.managesGroup(group.get().id())) {
                return Refusal.of(new CreateResult.GroupNotAllowed(gid), "not allowed for the group");
            }
        }
        return Optional.empty();
    }

    private static Optional<CreateResult> invalid(String reason) {
        return Optional.of(new CreateResult.Invalid(reason));
    }
}
