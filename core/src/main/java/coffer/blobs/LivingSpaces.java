package coffer.blobs;

import coffer.base.SpaceId;
import coffer.db.Session;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Which spaces there are. Filled at wiring by the feature that keeps them. */
@FunctionalInterface
public interface LivingSpaces {
    /** Those of the candidates that exist. To err on this side is harmless, the other way destroys keys. */
    Set<SpaceId> among(Session session, Collection<SpaceId> candidates) throws SQLException;

    /** The same, and one that no feature keeps. */
    static LivingSpaces and(SpaceId always, LivingSpaces others) {
        return (session, candidates) -> {
            Set<SpaceId> living = new HashSet<>(others.among(session, candidates));
            living.add(always);
            return living;
        };
    }
}
