package coffer.keys;

import coffer.base.SpaceId;
import coffer.db.Transaction;
import java.util.UUID;

/**
 * What the ring has to tell the house of keys that it makes and retires. Passed in at wiring, because this package stands below those that
 * keep records. Called on any thread, never within a transaction but where one is given; may write to the database.
 */
public interface KeyReports {
    /**
     * A root key was made for a fresh installation, and no ring exists yet. After a crash just then it is told again at
     * the next start.
     */
    void rootKeyMade(UUID root);

    /** All space keys are wrapped by another root key now. A crash just then leaves it untold. */
    void rootKeyRotated(UUID before, UUID now);

    /**
     * A space has got a key. To be recorded in the transaction that adds the key; that may run again.
     *
     * @param key id and version of the key, as object headers name it
     */
    void spaceKeyMade(Transaction tx, SpaceId space, String key);

    /** A key seals nothing new from now on, or opens nothing any more. To be recorded in the transaction that says so. */
    void spaceKeyRetired(Transaction tx, SpaceId space, String key, boolean destroyed);

    /** A generation of the ring file is durable. A crash just then leaves it untold. */
    void ringWritten(long generation, int keys);
}
