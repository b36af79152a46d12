package coffer.trash;

import coffer.base.Actor;
import coffer.base.FileId;
import coffer.base.FileName;
import coffer.base.SpaceId;
import coffer.db.Transaction;
import coffer.files.Entry;
import coffer.files.Retention;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;

/** Puts what leaves the tree into the trash bin, in the transaction that removes it. */
public final class TrashKeeper implements Retention {
    private final TrashPolicy policy;
    private final Clock clock;

    public TrashKeeper(TrashPolicy policy, Clock clock) {
        this.policy = policy;
        this.clock = clock;
    }

    @Override
    public boolean removed(Transaction tx, Removal removal) throws SQLException {
        if (!policy.keepsAnything()) {
            return false;
        }
        Entry entry = removal.entry();
        Actor actor = removal.view().actor();
        SpaceId space = entry.space();
        FileName name = removal.location().name();
        Instant now = clock.instant();
        TrashRows.insert(
                tx,
                new TrashItem(
                        entry.id(),
                        space,
                        removal.view().ownerUid(),
                        new TrashKey(name, TrashRows.freeMark(tx, space, name, now.getEpochSecond())),
                        removal.location(),
                        Objects.requireNonNull(entry.parent(), "the root of a space is never removed"),
                        entry.sizeBytes(),
                        now,
                        actor.account(),
                        actor.uid()));
        return true;
    }

    @Override
    public void shrunk(Transaction tx, FileId removed, long bytes) throws SQLException {
        TrashRows.shrink(tx, removed, bytes);
    }
}
