package coffer.accounts;

import coffer.base.AccountId;
import coffer.base.Actor;
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
import java.text.Normalizer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Groups, their members and their administrators, with the rights of the actor checked. The group {@link Group#ADMIN}
 * exists from the start.
 *
 * <p>A change is durable, and is an event, when its method returns; a refused one is an event too. Group ids are found
 * in any letter case. Thread-safe.
 */
public final class Groups {
    /** Groups of one page. */
    public static final int LIMIT_MAX = 500;

    private final Database database;
    private final Ids ids;
    private final EventLog events;
    private final CredentialEpoch epoch;
    private final Clock clock;

    /**
     * A group as its administrators see it.
     *
     * @param members how many accounts it has
     * @param disabled how many of these are disabled
     * @param canChangeMembers whether the actor may add and remove members
     * @param quota how much each member may store whose own quota is the default; {@link Quota.Default} when the group
     *     says nothing
     */
    public record Details(Group group, int members, int disabled, boolean canChangeMembers, Quota quota) {}

    Groups(Database database, Ids ids, EventLog events, CredentialEpoch epoch, Clock clock) {
        this.database = database;
        this.ids = ids;
        this.events = events;
        this.epoch = epoch;
        this.clock = clock;
    }

    /** The group with this id. For the server's own use: whoever asks may learn of it. */
    public Optional<Group> byGid(String gid) {
        return database.read(session -> GroupTable.byGid(session, gid).map(GroupTable.Row::group));
    }

    /** The groups the account is a member of, by id. For the server's own use. */
    public List<Group> of(AccountId account) {
        return database.read(session -> groups(GroupTable.ofAccount(session, account)));
    }

    /** The groups that the account administers, by id. For the server's own use. */
    public List<Group> managedBy(AccountId account) {
        return database.read(session -> groups(GroupTable.managedBy(session, account)));
    }

    /**
     * The groups of an account as far as the actor may know them: all for itself and for administrators, for a group
     * administrator those that they administer. Empty when the account does not exist for the actor.
     */
    public Optional<List<Group>> of(Actor actor, String uid) {
        return database.read(session -> {
            Optional<AccountId> account = seen(session, actor, uid);
            if (account.isEmpty()) {
                return Optional.empty();
            }
            Administration administration = Administration.of(session, actor);
            boolean all = administration.is(account.get());
            List<Group> known = new ArrayList<>();
            for (GroupTable.Row row : GroupTable.ofAccount(session, account.get())) {
                if (all || administration.managesGroup(row.id())) {
                    known.add(row.group());
                }
            }
            return Optional.of(List.copyOf(known));
        });
    }

    /** The groups that an account administers. Empty when the account does not exist for the actor. */
    public Optional<List<Group>> managedBy(Actor actor, String uid) {
        return database.read(session -> {
            Optional<AccountId> account = seen(session, actor, uid);
            return account.isEmpty()
                    ? Optional.empty()
                    : Optional.of(groups(GroupTable.managedBy(session, account.get())));
        });
    }

    /** User ids of those who administer the group. Empty when the group does not exist for the actor. */
    public Optional<List<String>> subadmins(Actor actor, String gid) {
        return database.read(session -> {
            Optional<GroupTable.Row> group = GroupTable.byGid(session, gid);
            return group.isEmpty()
                            || !Administration.of(session, actor)
                                    .managesGroup(group.get().id())
                    ? Optional.empty()
                    : Optional.of(GroupTable.subadmins(session, group.get().id()));
        });
    }

    /** The group, if the actor administers it: then {@link Accounts#list} gives its members. */
    public Optional<Group> visible(Actor actor, String gid) {
        return database.read(session -> {
            Optional<GroupTable.Row> group = GroupTable.byGid(session, gid);
            return group.isPresent()
                            && Administration.of(session, actor)
                                    .managesGroup(group.get().id())
                    ? group.map(GroupTable.Row::group)
                    : Optional.empty();
        });
    }

    /**
     * A page of the groups that the actor administers, by id.
     *
     * @param search part of id or name in any letter case; empty for all
     * @param after only groups whose id follows this one; empty for the beginning. This is how to page.
     * @param skip leaves out this many: for protocols that page by number
     * @param limit 1 to {@value #LIMIT_MAX}
     */
    public Listing<Details> list(Actor actor, String search, String after, int skip, int limit) {
        if (limit < 1 || limit > LIMIT_MAX || skip < 0) {
            throw new IllegalArgumentException("limit from 1 to " + LIMIT_MAX + ", skip from 0");
        }
        return database.read(session -> {
            Administration administration = Administration.of(session, actor);
            if (!administration.administers()) {
                return new Listing.NotAllowed<>();
            }
            List<Details> details = new ArrayList<>();
            for (GroupTable.Row row :
                    GroupTable.page(session, administration.listsOnlyFor(), search, after, skip, limit)) {
                details.add(details(session, row));
            }
            return new Listing.Page<>(details);
        });
    }

    /** The group with numbers and quota, if the actor administers it. */
    public Optional<Details> details(Actor actor, String gid) {
        return database.read(session -> {
            Optional<GroupTable.Row> group = GroupTable.byGid(session, gid);
            return group.isPresent()
                            && Administration.of(session, actor)
                                    .managesGroup(group.get().id())
                    ? Optional.of(details(session, group.get()))
                    : Optional.empty();
        });
    }

    private static Details details(Session session, GroupTable.Row row) throws SQLException {
        GroupTable.Counts counts = GroupTable.counts(session, row.id());
        return new Details(row.group(), counts.members(), counts.disabled(), true, row.quota());
    }

    /**
     * Makes a group.
     *
     * @param displayName empty for the id
     */
    public GroupResult create(Actor actor, String gid, String displayName) {
        long id = ids.next();
        Optional<GroupName> name = GroupName.parse(gid);
        return database.write(Partition.GENERAL, tx -> {
            if (!Administration.of(tx, actor).admin()) {
                deny(tx, EventType.GROUP_CREATED, actor, Target.group(gid), "not allowed");
                return new GroupResult.NotAllowed();
            }
            if (name.isEmpty()) {
                return new GroupResult.Invalid("A group id has 1 to " + GroupName.LENGTH_MAX
                        + " characters, no / or \\, and no white space at its ends.");
            }
            Optional<String> fault = Texts.nameFault(displayName);
            if (fault.isPresent()) {
                return new GroupResult.Invalid(fault.get());
            }
            Group group =
                    new Group(name.get().value(), shown(displayName, name.get().value()));
            if (!GroupTable.insert(tx, id, name.get(), group.displayName(), now())) {
                deny(tx, EventType.GROUP_CREATED, actor, Target.group(group.gid()), "exists");
                return new GroupResult.Exists();
            }
            events.append(
                    tx,
                    Event.ok(EventType.GROUP_CREATED, actor, Target.group(group.gid()))
                            .with("displayName", group.displayName()));
            return new GroupResult.Done(group);
        });
    }

    /**
     * Changes the name that people see.
     *
     * @param displayName empty for the id
     */
    public GroupResult rename(Actor actor, String gid, String displayName) {
        return database.write(Partition.GENERAL, tx -> {
            if (!Administration.of(tx, actor).admin()) {
                deny(tx, EventType.GROUP_CHANGED, actor, Target.group(gid), "not allowed");
                return new GroupResult.NotAllowed();
            }
            Optional<GroupTable.Row> row = GroupTable.byGid(tx, gid);
            if (row.isEmpty()) {
                deny(tx, EventType.GROUP_CHANGED, actor, Target.group(gid), "unknown group");
                return new GroupResult.UnknownGroup();
            }
            Optional<String> fault = Texts.nameFault(displayName);
            if (fault.isPresent()) {
                return new GroupResult.Invalid(fault.get());
            }
            Group before = row.get().group();
            Group after = new Group(before.gid(), shown(displayName, before.gid()));
            GroupTable.rename(tx, row.get(), after.displayName());
            events.append(
                    tx,
                    Event.ok(EventType.GROUP_CHANGED, actor, Target.group(before.gid()))
                            .changed("displayName", before.displayName(), after.displayName()));
            return new GroupResult.Done(after);
        });
    }

    /**
     * Says how much each member may store whose own quota is the default. Counts from the next write on; what is stored
     * beyond a smaller quota stays.
     *
     * @param quota {@link Quota.Default} to say nothing
     */
    public GroupResult setQuota(Actor actor, String gid, Quota quota) {
        return database.write(Partition.GENERAL, tx -> {
            if (!Administration.of(tx, actor).admin()) {
                deny(tx, EventType.GROUP_CHANGED, actor, Target.group(gid), "not allowed");
                return new GroupResult.NotAllowed();
            }
            Optional<GroupTable.Row> row = GroupTable.byGid(tx, gid);
            if (row.isEmpty()) {
                deny(tx, EventType.GROUP_CHANGED, actor, Target.group(gid), "unknown group");
                return new GroupResult.UnknownGroup();
            }
            Group group = row.get().group();
            GroupTable.setQuota(tx, row.get().id(), quota);
            events.append(
                    tx,
                    Event.ok(EventType.GROUP_CHANGED, actor, Target.group(group.gid()))
                            .changed("quota", row.get().quota().text(), quota.text()));
            return new GroupResult.Done(group);
        });
    }

    /** Removes a group; its members stay accounts. */
    public GroupResult delete(Actor actor, String gid) {
        return database.write(Partition.GENERAL, tx -> {
            if (!Administration.of(tx, actor).admin()) {
                deny(tx, EventType.GROUP_DELETED, actor, Target.group(gid), "not allowed");
                return new GroupResult.NotAllowed();
            }
            Optional<GroupTable.Row> row = GroupTable.byGid(tx, gid);
            if (row.isEmpty()) {
                deny(tx, EventType.GROUP_DELETED, actor, Target.group(gid), "unknown group");
                return new GroupResult.UnknownGroup();
            }
            Group group = row.get().group();
            if (row.get().isAdmin()) {
                deny(tx, EventType.GROUP_DELETED, actor, Target.group(group.gid()), "group of administrators");
                return new GroupResult.AdminGroup();
            }
            GroupTable.delete(tx, row.get().id());
            events.append(
                    tx,
                    Event.ok(EventType.GROUP_DELETED, actor, Target.group(group.gid()))
                            .without("displayName", group.displayName()));
            return new GroupResult.Done(group);
        });
    }

    /** Makes an account a member. Group administrators do so with accounts that they manage already. */
    public MemberResult add(Actor actor, String uid, String gid) {
        return database.write(Partition.GENERAL, tx -> {
            MemberChange change = new MemberChange(EventType.GROUP_MEMBER_ADDED, actor, uid, gid);
            Optional<MemberResult> refusal = change.refusal(tx, events);
            if (refusal.isPresent()) {
                return refusal.get();
            }
            boolean added =
                    GroupTable.add(tx, change.group().id(), change.account().id(), now());
            if (added) {
                events.append(tx, change.done());
                tx.afterCommit(epoch::raise);
            }
            return new MemberResult.Done(added);
        });
    }

    /** Ends a membership. */
    public MemberResult remove(Actor actor, String uid, String gid) {
        return database.write(Partition.GENERAL, tx -> {
            MemberChange change = new MemberChange(EventType.GROUP_MEMBER_REMOVED, actor, uid, gid);
            Optional<MemberResult> refusal = change.refusal(tx, events);
            if (refusal.isPresent()) {
                return refusal.get();
            }
            boolean removed =
                    GroupTable.remove(tx, change.group().id(), change.account().id());
            if (removed) {
                events.append(tx, change.done());
                tx.afterCommit(epoch::raise);
            }
            return new MemberResult.Done(removed);
        });
    }

    /** Makes an account administrator of a group. It need not be a member. */
    public SubadminResult promote(Actor actor, String uid, String gid) {
        return subadmin(actor, uid, gid, true);
    }

    /** Ends that an account administers a group. */
    public SubadminResult demote(Actor actor, String uid, String gid) {
        return subadmin(actor, uid, gid, false);
    }

    private SubadminResult subadmin(Actor actor, String uid, String gid, boolean promote) {
        EventType type = promote ? EventType.GROUP_SUBADMIN_ADDED : EventType.GROUP_SUBADMIN_REMOVED;
        return database.write(Partition.GENERAL, tx -> {
            Target target = Target.group(gid);
            if (!Administration.of(tx, actor).admin()) {
                deny(tx, type, actor, target, "not allowed");
                return new SubadminResult.NotAllowed();
            }
            Optional<Account> account = AccountTable.byUid(tx, uid).map(AccountTable.Row::account);
            if (account.isEmpty()) {
                deny(tx, type, actor, target, "unknown account");
                return new SubadminResult.UnknownAccount();
            }
            Optional<GroupTable.Row> group = GroupTable.byGid(tx, gid);
            if (group.isEmpty()) {
                deny(tx, type, actor, target, "unknown group");
                return new SubadminResult.UnknownGroup();
            }
            if (promote && group.get().isAdmin()) {
                deny(tx, type, actor, target, "group of administrators");
                return new SubadminResult.AdminGroup();
            }
            AccountId id = account.get().id();
            boolean changed = promote
                    ? GroupTable.promote(tx, group.get().id(), id, now())
                    : GroupTable.demote(tx, group.get().id(), id);
            if (changed) {
                events.append(
                        tx,
                        Event.ok(type, actor, Target.group(group.get().group().gid()))
                                .with("account", account.get().uid()));
            } else if (!promote) {
                deny(tx, type, actor, target, "administers it not");
                return new SubadminResult.NotSubadmin();
            }
            return new SubadminResult.Done(changed);
        });
    }

    private static Optional<AccountId> seen(Session session, Actor actor, String uid) throws SQLException {
        Optional<AccountId> account =
                AccountTable.byUid(session, uid).map(row -> row.account().id());
        return account.isPresent() && Administration.of(session, actor).sees(session, account.get())
                ? account
                : Optional.empty();
    }

    private void deny(Transaction tx, EventType type, Actor actor, Target target, String reason) {
        events.append(tx, Event.denied(type, actor, target, reason));
    }

    private static String shown(String displayName, String gid) {
        return displayName.isBlank() ? gid : Normalizer.normalize(displayName.strip(), Normalizer.Form.NFC);
    }

    private static List<Group> groups(List<GroupTable.Row> rows) {
        return rows.stream().map(GroupTable.Row::group).toList();
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }
}
