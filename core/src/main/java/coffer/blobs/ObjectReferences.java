package coffer.blobs;

import coffer.base.ObjectId;
import coffer.base.SpaceId;
import coffer.db.Session;
import coffer.db.Transaction;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Set;

/**
 * Which objects the rows of one feature name. Every feature whose rows hold object ids brings one; an object that none
 * of them names is dead.
 */
public interface ObjectReferences {
    /**
     * Those of the candidates that a row of this feature names. To err on the side of naming is harmless, the other way
     * loses content.
     *
     * @param session the transaction in which the answer must hold
     * @param candidates at most a few hundred
     */
    Set<ObjectId> named(Session session, Collection<ObjectId> candidates) throws SQLException;

    /** The spaces that the rows belong to which name an object. */
    Set<SpaceId> spaces(Session session, ObjectId object) throws SQLException;

    /**
     * Lets rows name another object with the same content. Nothing that a client sees changes.
     *
     * @param tx in the partition of the space
     * @param max rows to change at most, so that the transaction stays short
     * @return rows changed; fewer than {@code max} when none is left
     */
    int replace(Transaction tx, SpaceId space, ObjectId before, ObjectId now, int max) throws SQLException;
}
