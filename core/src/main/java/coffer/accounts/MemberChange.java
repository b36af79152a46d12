package coffer.accounts;

import coffer.base.Actor;
import coffer.db.Transaction;
import coffer.events.Event;
import coffer.events.EventLog;
import coffer.events.EventType;
import coffer.events.Target;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One account entering or leaving one group: whether it may, and how it is told. For one transaction. */
final class MemberChange {
    private final EventType type;
    private final Actor actor;
    private final String uid;
    private final String gid;
    private GroupTable.@Nullable Row group;
    private @Nullable Account account;

    /**
     * @param type {@code GROUP_MEMBER_ADDED} or {@code GROUP_MEMBER_REMOVED}
     */
    MemberChange(EventType type, Actor actor, String uid, String gid) {
        this.type = type;
        this.actor = actor;
        this.uid = uid;
        this.gid = gid;
    }

    /** Why it must not happen; then it has been written down. */
    Optional<MemberResult> refusal(Transaction tx, EventLog events) throws SQLException {
        Administration administration = Administration.of(tx, actor);
        Optional<GroupTable.Row> foundGroup = GroupTable.byGid(tx, gid);
        if (foundGroup.isEmpty()) {
            return refuse(tx, events, new MemberResult.UnknownGroup(), "unknown group");
        }
        group = foundGroup.get();
        Optional<Account> foundAccount = AccountTable.byUid(tx, uid).map(AccountTable.Row::account);
        if (foundAccount.isEmpty()
                || !administration.sees(tx, foundAccount.get().id())) {
            return refuse(tx, events, new MemberResult.UnknownAccount(), "unknown account");
        }
        account = foundAccount.get();
        if (!administration.managesGroup(group.id())) {
            return refuse(tx, events, new MemberResult.NotAllowed(), "not allowed");
        }
        return type == EventType.GROUP_MEMBER_REMOVED
                ? removalRefusal(tx, events, administration, group, account)
                : additionRefusal(tx, events, administration, account);
    }

    private Optional<MemberResult> additionRefusal(
            Transaction tx, EventLog events, Administration administration, Account whom) throws SQLException {
        return administration.manages(tx, whom.id())
                ? Optional.empty()
                : refuse(tx, events, new MemberResult.NotAllowed(), "not allowed");
    }

    private Optional<MemberResult> removalRefusal(
            Transaction tx, EventLog events, Administration administration, GroupTable.Row from, Account whom)
            throws SQLException {
        if (administration.is(whom.id()) && (from.isAdmin() || !administration.admin())) {
            return refuse(tx, events, new MemberResult.Oneself(), "own membership");
        }
        if (!administration.manages(tx, whom.id())) {
            return refuse(tx, events, new MemberResult.NotAllowed(), "not allowed");
        }
        if (from.isAdmin()
                && GroupTable.isMember(tx, from.id(), whom.id())
                && !GroupTable.anotherAdmin(tx, whom.id())) {
            return refuse(tx, events, new MemberResult.LastAdmin(), "last administrator");
        }
        if (!administration.seesWithout(tx, whom.id(), from.id())) {
            return refuse(tx, events, new MemberResult.LastManagedGroup(), "last common group");
        }
        return Optional.empty();
    }

    GroupTable.Row group() {
        return Objects.requireNonNull(group);
    }

    Account account() {
        return Objects.requireNonNull(account);
    }

    /** The event of the change. */
    Event done() {
        return Event.ok(type, actor, Target.group(group().group().gid()))
                .with("account", account().uid());
    }

    private Optional<MemberResult> refuse(Transaction tx, EventLog events, MemberResult result, String reason) {
        events.append(tx, Event.denied(type, actor, Target.group(gid), reason).with("account", uid));
        return Optional.of(result);
    }
}
