package coffer.base;

import org.jspecify.annotations.Nullable;

/**
 * Who is it: the first of the three questions every operation asks. Knows nothing of rights; those come from a view.
 *
 * @param account the signed-in account; null for all kinds but {@link Kind#USER}
 * @param uid the account's user id, or the name of the operator or background work
 * @param credential the app password that was used, null for an account password
 */
public record Actor(
        Kind kind,
        @Nullable AccountId account,
        String uid,
        @Nullable Long credential,
        Origin origin) {
    /** What stands behind a request. */
    public enum Kind {
        USER,
        /** A person at the command line of the machine. */
        OPERATOR,
        /** Background work of the server itself. */
        SYSTEM,
        /** Nobody has signed in. */
        ANONYMOUS
    }

    public Actor {
        if ((kind == Kind.USER) != (account != null)) {
            throw new IllegalArgumentException("exactly users have an account");
        }
    }

    public static Actor user(AccountId account, String uid, @Nullable Long credential, Origin origin) {
        return new Actor(Kind.USER, account, uid, credential, origin);
    }

    public static Actor operator(String command) {
        return new Actor(Kind.OPERATOR, null, "operator", null, Origin.local(command));
    }

    public static Actor system(String work) {
        return new Actor(Kind.SYSTEM, null, work, null, Origin.local(work));
    }

    public static Actor anonymous(Origin origin) {
        return new Actor(Kind.ANONYMOUS, null, "", null, origin);
    }
}
