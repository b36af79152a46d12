package coffer.versions;

import coffer.base.FileId;
import coffer.base.SpaceId;
import coffer.db.Transaction;
import coffer.files.Entry;
import coffer.files.Retention;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;

/** Makes what is replaced a version, in the transaction that replaces it, and thins out the file's older ones. */
public final class VersionKeeper implements Retention {
    private final VersionPolicy policy;
    private final Clock clock;

    public VersionKeeper(VersionPolicy policy, Clock clock) {
        this.policy = policy;
        this.clock = clock;
    }

    @Override
    public void replaced(Transaction tx, Entry previous) throws SQLException {
        // Programs that store an empty file first and its content a moment later would leave nothing but such versions.
        if (previous.sizeBytes() > 0 && policy.keepsAnything()) {
            Instant now = clock.instant();
            VersionRows.put(tx, previous, now);
            thin(tx, previous.id(), now);
        } else {
            VersionRows.delete(tx, previous.id(), VersionRows.revision(previous));
        }
    }

    /** Deletes the versions of a file that need not stay, and returns how many. */
    int thin(Transaction tx, FileId file, Instant now) throws SQLException {
        var superfluous = policy.superfluous(VersionRows.unlabelled(tx, file), now.getEpochSecond());
        VersionRows.delete(tx, file, superfluous);
        return superfluous.size();
    }

    @Override
    public void transferred(Transaction tx, Collection<FileId> files, SpaceId to) throws SQLException {
        VersionRows.toSpace(tx, files, to);
    }

    @Override
    public void forgotten(Transaction tx, Collection<FileId> files) throws SQLException {
        VersionRows.deleteAll(tx, files);
    }
}
