package coffer.accounts;

import coffer.base.Actor;
import coffer.db.Database;
import coffer.db.Partition;
import coffer.events.BackgroundLoop;
import coffer.events.Event;
import coffer.events.EventLog;
import coffer.events.EventType;
import coffer.events.Target;
import java.util.List;

/**
 * Brings deletions to their end: lets each feature remove what it keeps for a deleted account, and then frees the user
 * id. Goes on where it stopped after a restart, because a deleted account is a row until nothing is left of it.
 */
final class AccountRemovals {
    /** Deleted accounts looked at in one run. */
    private static final int BATCH = 50;

    private final Database database;
    private final EventLog events;
    private final List<AccountRemoval> steps;

    /** Where the last run stopped: an account that takes long must not keep others waiting. */
    private long after;

    AccountRemovals(Database database, EventLog events, List<AccountRemoval> steps) {
        this.database = database;
        this.events = events;
        this.steps = List.copyOf(steps);
    }

    /** One bounded run; for one thread. */
    BackgroundLoop.Next run() {
        long from = after;
        List<AccountTable.Deleted> accounts = database.read(session -> AccountTable.deleted(session, from, BATCH));
        boolean more = accounts.size() == BATCH;
        for (AccountTable.Deleted account : accounts) {
            more |= !remove(account);
        }
        after = accounts.size() == BATCH ? accounts.getLast().id().value() : 0;
        return more ? BackgroundLoop.Next.AGAIN : BackgroundLoop.Next.WAIT;
    }

    /** Returns whether nothing of the account is left. */
    private boolean remove(AccountTable.Deleted account) {
        boolean gone = true;
        for (AccountRemoval step : steps) {
            gone &= step.remove(account.id());
        }
        if (gone) {
            database.write(Partition.GENERAL, tx -> {
                boolean released = AccountTable.release(tx, account.id());
                if (released) {
                    events.append(
                            tx,
                            Event.ok(
                                    EventType.ACCOUNT_RELEASED,
                                    Actor.system("account removal"),
                                    Target.account(account.id(), account.uid())));
                }
                return released;
            });
        }
        return gone;
    }
}
