package coffer.blobs;

import coffer.base.ObjectId;
import coffer.base.SpaceId;
import coffer.db.Session;
import coffer.db.Transaction;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The parts that manifests name. A part belongs to the spaces of its manifests. */
final class PartReferences implements ObjectReferences {
    private static final String PARTS_AMONG = "SELECT DISTINCT part_id FROM object_part WHERE part_id IN (:in)";
    private static final String MANIFESTS = "SELECT DISTINCT manifest_id FROM object_part WHERE part_id = ? LIMIT ?";
    private static final String REPLACE = """
            UPDATE object_part SET part_id = ?
             WHERE part_id = ?
               AND manifest_id IN (SELECT manifest_id FROM object_part WHERE part_id = ? ORDER BY manifest_id LIMIT ?)
            """;

    /** Of one part that many manifests name, as after copying a file into many spaces; the rest is found in the next look. */
    private static final int MANIFESTS_MAX = 100;

    private final List<ObjectReferences> features;

    /** @param features whose rows name manifests */
    PartReferences(List<ObjectReferences> features) {
        this.features = List.copyOf(features);
    }

    @Override
    public Set<ObjectId> named(Session session, Collection<ObjectId> candidates) throws SQLException {
        return new HashSet<>(session.listIn(PARTS_AMONG, ObjectRows::id, ObjectRows.values(candidates)));
    }

    @Override
    public Set<SpaceId> spaces(Session session, ObjectId object) throws SQLException {
        Set<SpaceId> spaces = new HashSet<>();
        for (ObjectId manifest : session.list(MANIFESTS, ObjectRows::id, object.value(), MANIFESTS_MAX)) {
            for (ObjectReferences feature : features) {
                spaces.addAll(feature.spaces(session, manifest));
            }
        }
        return spaces;
    }

    /** In all spaces alike: who reads a manifest asks for its parts each time. */
    @Override
    public int replace(Transaction tx, SpaceId space, ObjectId before, ObjectId now, int max) throws SQLException {
        return tx.update(REPLACE, now.value(), before.value(), before.value(), max);
    }
}
