package coffer.shares;

import coffer.accounts.AccountRemoval;
import coffer.base.AccountId;
import coffer.base.Actor;
import coffer.base.SpaceId;
import coffer.db.Database;
import coffer.db.Partition;
import coffer.events.EventLog;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * What becomes of shares when an account is removed: those it has made, and those with it, end; its answers and places go. Shares of its files end
 * when these are deleted for good.
 */
public final class ShareRemoval implements AccountRemoval {
    /** Shares that end in one transaction. */
    static final int BATCH_MAX = 300;

    private final Database database;
    private final ShareJournal journal;
    private final Clock clock;

    public ShareRemoval(Database database, EventLog events, Clock clock) {
        this.database = database;
        this.journal = new ShareJournal(events);
        this.clock = clock;
    }

    @Override
    public boolean remove(AccountId account) {
        return database.write(Partition.of(SpaceId.SHARING), tx -> {
            List<Share> going = ShareRows.ofGone(tx, account, BATCH_MAX);
            Instant now = clock.instant();
            for (Share share : going) {
                ShareRows.end(tx, share.id(), now);
                tx.raises(share.space());
                journal.ended(tx, Actor.system("account removal"), share, Shares.ownerUid(tx, share));
            }
            if (going.size() < BATCH_MAX) {
                AnswerRows.accountGone(tx, account);
                return true;
            }
            return false;
        });
    }
}
