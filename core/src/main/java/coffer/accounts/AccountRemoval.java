package coffer.accounts;

import coffer.base.AccountId;

/**
 * What a feature above does when an account was deleted: it removes what it keeps for the account. Each feature brings
 * one; the user id becomes free only when all of them are done.
 */
public interface AccountRemoval {
    /**
     * Removes a bounded part of what belongs to the account; called again until nothing is left, also after a restart.
     * Runs outside any transaction.
     *
     * @return whether nothing of the account is left
     */
    boolean remove(AccountId account);
}
