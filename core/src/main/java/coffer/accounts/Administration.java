package coffer.accounts;

import coffer.base.AccountId;
import coffer.base.Actor;
import coffer.db.Session;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may administer whom: decided here alone, on the rows of the transaction that makes the change.
 *
 * <ul>
 *   <li>Members of {@code admin}, the operator at the machine and the server itself may do everything.
 *   <li>A group administrator (subadmin) sees the members of their groups, and manages those among them who have no
 *       rights that they lack themselves: no administrators, and nobody who administers a group that they do not. They
 *       make accounts only inside their groups, and move only accounts that they manage.
 *   <li>Everybody sees their own account and edits it, but for the quota. Whoever signed in with an app password changes
 *       neither the account's password nor its e-mail address, to which links for a new password are sent: a stolen
 *       device must not take the account with it.
 *   <li>Whoever may not see an account gets the answer of one that does not exist.
 * </ul>
 *
 * @param self the account of the actor, null for those who act without one
 * @param admin whether everything is allowed
 * @param groups ids of the rows of the groups the actor administers
 * @param byAppPassword whether the actor signed in with an app password
 */
record Administration(@Nullable AccountId self, boolean admin, Set<Long> groups, boolean byAppPassword) {

    /** What the actor may do, as of this snapshot; the account may have lost its rights since it signed in. */
    static Administration of(Session session, Actor actor) throws SQLException {
        return switch (actor.kind()) {
            case OPERATOR, SYSTEM -> new Administration(null, true, Set.of(), false);
            case ANONYMOUS -> new Administration(null, false, Set.of(), false);
            case USER -> ofAccount(session, actor.account(), actor.credential() != null);
        };
    }

    private static Administration ofAccount(Session session, @Nullable AccountId id, boolean byAppPassword)
            throws SQLException {
        boolean usable = id != null
                && AccountTable.byId(session, id)
                        .map(row -> row.account().enabled())
                        .orElse(false);
        if (id == null || !usable) {
            return new Administration(null, false, Set.of(), false);
        }
        return new Administration(
                id,
                GroupTable.isMember(session, GroupTable.ADMIN, id),
                GroupTable.managedIds(session, id),
                byAppPassword);
    }

    /** Whether the actor administers anybody at all. */
    boolean administers() {
        return admin || !groups.isEmpty();
    }

    boolean is(AccountId account) {
        return account.equals(self);
    }

    /** Whether the actor administers the members of this group. */
    boolean managesGroup(long group) {
        return admin || groups.contains(group);
    }

    /** Whether the account exists for the actor. */
    boolean sees(Session session, AccountId account) throws SQLException {
        return admin || is(account) || shareGroup(GroupTable.memberIds(session, account));
    }

    /** Whether the actor may change what only administrators change of others. Nobody is their own group administrator. */
    boolean manages(Session session, AccountId account) throws SQLException {
        if (admin) {
            return true;
        }
        if (is(account)) {
            return false;
        }
        Set<Long> memberOf = GroupTable.memberIds(session, account);
        return shareGroup(memberOf)
                && !memberOf.contains(GroupTable.ADMIN)
                && groups.containsAll(GroupTable.managedIds(session, account));
    }

    /** Whether the actor may make this edit. */
    boolean edits(Session session, AccountId account, AccountChange change) throws SQLException {
        return switch (change) {
            case AccountChange.SetQuota _ -> manages(session, account);
            case AccountChange.Password _, AccountChange.Email _ ->
                is(account) ? !byAppPassword : manages(session, account);
            case AccountChange.DisplayName _,
                    AccountChange.Language _,
                    AccountChange.Locale _,
                    AccountChange.Timezone _,
                    AccountChange.ProfileText _ -> is(account) || manages(session, account);
        };
    }

    /** Whether the account is a member of a further group that the actor administers. */
    boolean seesWithout(Session session, AccountId account, long group) throws SQLException {
        Set<Long> others = GroupTable.memberIds(session, account);
        others.remove(group);
        return admin || shareGroup(others);
    }

    /** For whom lists are cut to their groups; null for whoever sees all. */
    @Nullable
    AccountId listsOnlyFor() {
        return admin ? null : self;
    }

    private boolean shareGroup(Set<Long> memberOf) {
        return memberOf.stream().anyMatch(groups::contains);
    }
}
