package coffer.blobs;

import coffer.base.ObjectId;
import coffer.db.Session;
import java.sql.SQLException;
import java.util.List;

/** For features whose rows name objects: of what an object is a part. Stateless. */
public final class Manifests {
    private static final String NAMING =
            "SELECT DISTINCT manifest_id FROM object_part WHERE part_id = ? ORDER BY manifest_id LIMIT ?";

    private Manifests() {}

    /** Some of the objects that have this one as a part, in the order of their ids. */
    public static List<ObjectId> naming(Session session, ObjectId part, int max) throws SQLException {
        return session.list(NAMING, ObjectRows::id, part.value(), max);
    }
}
