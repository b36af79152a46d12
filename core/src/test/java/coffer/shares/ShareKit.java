package coffer.shares;

import coffer.base.AccountId;
import coffer.base.FileName;
import coffer.base.SpaceId;
import coffer.db.Database;
import coffer.db.Partition;
import coffer.files.Entry;
import coffer.testkit.TurnedClock;

/** Shares as a test wants them, without anybody who is asked. */
public final class ShareKit {
    private final Database database;
    private final TurnedClock clock;

    public ShareKit(Database database, TurnedClock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Shares something with an account.
     *
     * @param bits {@link ShareBits}
     * @return its number
     */
    public int share(Entry entry, AccountId sharer, AccountId recipient, int bits) {
        return share(entry, sharer, recipient, bits, "");
    }

    /** The same, to be looked at only. */
    public int shareViewOnly(Entry entry, AccountId sharer, AccountId recipient) {
        String attributes = "[{\"scope\":\"permissions\",\"key\":\"download\",\"value\":false}]";
        return share(entry, sharer, recipient, ShareBits.READ, attributes);
    }

    private int share(Entry entry, AccountId sharer, AccountId recipient, int bits, String attributes) {
        return database.write(Partition.of(entry.space(), SpaceId.SHARING), tx -> {
            FileName name = entry.name();
            if (name == null) {
                throw new IllegalArgumentException("the root of a home is not shared");
            }
            int id = ShareRows.number(tx);
            ShareRows.insert(
                    tx,
                    new Share(
                            id,
                            ShareKind.USER,
                            entry.id(),
                            entry.space(),
                            entry.owner(),
                            sharer,
                            recipient.value(),
                            bits,
                            name,
                            attributes,
                            "",
                            "",
                            null,
                            null,
                            false,
                            null,
                            clock.instant(),
                            false));
            return id;
        });
    }

    /** Its sharer takes it back. */
    public void end(int share) {
        database.write(Partition.of(SpaceId.SHARING), tx -> {
            ShareRows.end(tx, share, clock.instant());
            return true;
        });
    }
}
