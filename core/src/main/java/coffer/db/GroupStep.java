package coffer.db;

import java.sql.SQLException;
import java.util.List;

/**
 * Work that a whole group of changes does once, just before its commit: the entity tags of common ancestors, say. Two
 * changes share the work when they pass the same instance.
 */
@FunctionalInterface
public interface GroupStep<D> {
    /**
     * Does the work for the whole group.
     *
     * @param deltas what the changes of the group that succeeded have asked for, in their order; never empty
     */
    void apply(Session session, List<D> deltas) throws SQLException;
}
