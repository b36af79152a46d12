package coffer.blobs;

import coffer.base.ObjectId;
import coffer.base.SpaceId;
import coffer.db.Transaction;
import coffer.keys.KeyReports;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers, a line each, what content and keys had to tell. */
public final class ToldReports implements KeyReports, BlobReports {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    /** In the order in which they came. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void rootKeyMade(UUID root) {
        lines.add("root " + root);
    }

    @Override
    public void spaceKeyMade(Transaction tx, SpaceId space, String key) {
        tx.afterCommit(() -> lines.add("space " + space.value() + " key " + key));
    }

    @Override
    public void rootKeyRotated(UUID before, UUID now) {
        lines.add("root " + before + " became " + now);
    }

    @Override
    public void spaceKeyRetired(Transaction tx, SpaceId space, String key, boolean destroyed) {
        tx.afterCommit(() -> lines.add("space " + space.value() + (destroyed ? " destroyed " : " retired ") + key));
    }

    @Override
    public void ringWritten(long generation, int keys) {
        lines.add("ring " + generation + " keys " + keys);
    }

    @Override
    public void damaged(ObjectId object, String reason) {
        lines.add("damaged " + object + ": " + reason);
    }

    @Override
    public void repaired(ObjectId object) {
        lines.add("repaired " + object);
    }

    @Override
    public void missing(ObjectId object) {
        lines.add("missing " + object);
    }
}
