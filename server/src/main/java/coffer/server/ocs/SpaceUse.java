package coffer.server.ocs;

import coffer.accounts.Account;
import coffer.base.Actor;
import coffer.files.UsedQuota;

/** How full the home of an account is, asked by somebody who may see the account's record. */
@FunctionalInterface
public interface SpaceUse {
    UsedQuota of(Actor actor, Account account);
}
