package coffer.locks;

import coffer.base.AccountId;

/**
 * Whose lock it is.
 *
 * @param uid the account's user id; empty for a lock that an earlier release has taken
 * @param name what people called the account when the lock was taken; empty for locks of programs
 */
public record LockHolder(AccountId account, String uid, String name) {
    /** For people: the name, or the user id where no name is known. */
    public String shownName() {
        return name.isEmpty() ? uid : name;
    }
}
