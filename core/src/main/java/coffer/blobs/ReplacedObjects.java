package coffer.blobs;

import coffer.base.ObjectId;
import coffer.base.SpaceId;
import coffer.db.Session;
import coffer.db.Transaction;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Which object lies in the place of which, and that both stay for a while. Stateless. */
final class ReplacedObjects implements ObjectReferences {
    private static final String BEFORE_AMONG = "SELECT object_id FROM replaced_object WHERE object_id IN (:in)";
    private static final String NOW_AMONG = "SELECT DISTINCT by_id FROM replaced_object WHERE by_id IN (:in)";
    private static final String ANY = "SELECT 1 FROM replaced_object LIMIT 1";
    private static final String NOW = "SELECT by_id FROM replaced_object WHERE object_id = ?";
    private static final String INSERT =
            "INSERT INTO replaced_object (object_id, by_id, conversion_id) VALUES (?, ?, ?)";
    private static final String FORGET = """
            DELETE FROM replaced_object
             WHERE object_id IN (SELECT r.object_id
                                   FROM conversion c JOIN replaced_object r ON r.conversion_id = c.id
                                  WHERE c.ended_us < ?
                                  LIMIT ?)
            """;

    @Override
    public Set<ObjectId> named(Session session, Collection<ObjectId> candidates) throws SQLException {
        Set<ObjectId> named =
                new HashSet<>(session.listIn(BEFORE_AMONG, ObjectRows::id, ObjectRows.values(candidates)));
        named.addAll(session.listIn(NOW_AMONG, ObjectRows::id, ObjectRows.values(candidates)));
        return named;
    }

    /** They belong to no space. */
    @Override
    public Set<SpaceId> spaces(Session session, ObjectId object) {
        return Set.of();
    }

    /** What was replaced stays noted as it was. */
    @Override
    public int replace(Transaction tx, SpaceId space, ObjectId before, ObjectId now, int max) {
        return 0;
    }

    static void add(Transaction tx, ObjectId before, ObjectId now, long conversion) throws SQLException {
        tx.update(INSERT, before.value(), now.value(), conversion);
    }

    static boolean isEmpty(Session session) throws SQLException {
        return session.one(ANY, row -> row.getInt(1)).isEmpty();
    }

    /** What lies in the place of an object. */
    static Optional<ObjectId> now(Session session, ObjectId before) throws SQLException {
        return session.one(NOW, row -> new ObjectId(Session.uuid(row, 1)), before.value());
    }

    /**
     * Lets go of what was replaced by runs that have ended before this.
     *
     * @return rows that went; fewer than {@code max} when no more are due
     */
    static int forget(Transaction tx, long endedBeforeMicros, int max) throws SQLException {
        return tx.update(FORGET, endedBeforeMicros, max);
    }
}
