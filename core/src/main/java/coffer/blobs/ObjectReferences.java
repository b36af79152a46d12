package coffer.blobs;

import coffer.base.ObjectId;
import coffer.db.Session;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Set;

/**
 * Which objects the rows of one feature name. Every feature whose rows hold object ids brings one; an object that none
 * of them names is dead.
 */
@FunctionalInterface
public interface ObjectReferences {
    /**
     * Those of the candidates that a row of this feature names. To err on the side of naming is harmless, the other way
     * loses content.
     *
     * @param session the transaction in which the answer must hold
     * @param candidates at most a few hundred
     */
    Set<ObjectId> named(Session session, Collection<ObjectId> candidates) throws SQLException;
}
