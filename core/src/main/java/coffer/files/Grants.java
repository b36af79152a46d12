package coffer.files;

import coffer.db.Session;
import java.sql.SQLException;
import java.util.Set;

/**
 * What shares allow now: asked again in the transaction of each change that somebody makes through one, so that a share that
 * has ended while content was coming in admits nothing any more. What answers lives in a feature above.
 */
public interface Grants {
    /** Nothing is shared. */
    Grants NONE = (_, _) -> Set.of();

    /**
     * What may be done through a view whose {@link View#grant} is not one's own.
     *
     * @return nothing when the share has ended
     */
    Set<Right> rights(Session session, View view) throws SQLException;
}
