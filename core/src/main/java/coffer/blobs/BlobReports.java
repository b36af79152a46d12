package coffer.blobs;

import coffer.base.ObjectId;
import coffer.base.SpaceId;
import coffer.db.Transaction;
import java.util.UUID;

/**
 * What this package has to tell the house of keys that it makes and of content that it cannot give back. Passed in at
 * wiring, because this package stands below those that keep records. Called on any thread, never within a transaction
 * but where one is given; may write to the database.
 */
public interface BlobReports {
    /**
     * A root key was made for a fresh installation, and no ring exists yet. After a crash just then it is told again at
     * the next start.
     */
    void rootKeyMade(UUID root);

    /**
     * A space has got a key. To be recorded in the transaction that adds the key; that may run again.
     *
     * @param key id and version of the key, as object headers name it
     */
    void spaceKeyMade(Transaction tx, SpaceId space, String key);

    /** A generation of the ring file is durable. A crash just then leaves it untold. */
    void ringWritten(long generation, int keys);

    /** Stored content could not be read back. Told once for each object while the process runs. */
    void damaged(ObjectId object, String reason);

    /** Content was asked for that no row knows. Told once for each object while the process runs. */
    void missing(ObjectId object);
}
