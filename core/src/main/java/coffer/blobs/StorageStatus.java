package coffer.blobs;

import coffer.db.Database;
import coffer.db.Session;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is stored, in numbers: all objects that have a row, whoever names them, so those of versions and of the trash bin too.
 *
 * @param inline in the database
 * @param files in the store
 * @param manifests made of other objects; their stored bytes are those of their parts and not counted here
 * @param plain of inline and files, those that lie as they are
 * @param sealed of inline and files, those that are sealed, by the version of their key in its space
 * @param damaged objects that the self-check has found damaged and that have not been whole since
 * @param lastChecks walks of the self-check that have come to their end, at most one of each kind
 * @param checksUnderWay walks that go on, at most one of each kind
 */
public record StorageStatus(
        Amount inline,
        Amount files,
        Amount manifests,
        Amount plain,
        SortedMap<Integer, Amount> sealed,
        long damaged,
        List<ScrubReport> lastChecks,
        List<ScrubReport> checksUnderWay) {
    /** Versions of keys that are told apart; each rotation of a space's key makes one more. What lies beyond counts for the last. */
    static final int VERSIONS_MAX = 1_000;

    private static final String AMOUNTS = """
            SELECT form, version, COUNT(*), SUM(size_bytes), SUM(stored_bytes)
              FROM (SELECT form,
                           CASE WHEN space_key_id IS NULL THEN 0
                                WHEN space_key_version > ? THEN ?
                                ELSE space_key_version END AS version,
                           size_bytes,
                           COALESCE(sealed_bytes, 0) AS stored_bytes
                      FROM object) AS one
             GROUP BY form, version
            """;

    /**
     * So many objects.
     *
     * @param sizeBytes of their contents
     * @param storedBytes as they lie
     */
    public record Amount(long objects, long sizeBytes, long storedBytes) {
        static final Amount NONE = new Amount(0, 0, 0);

        Amount plus(Amount other) {
            return new Amount(objects + other.objects, sizeBytes + other.sizeBytes, storedBytes + other.storedBytes);
        }
    }

    /** Counts. Reads the row of every object, so it is nothing for every request. */
    public static StorageStatus of(Database database) {
        return database.read(StorageStatus::read);
    }

    private record Group(int form, int version, Amount amount) {}

    private static StorageStatus read(Session session) throws SQLException {
        List<Group> groups = session.list(
                AMOUNTS,
                row -> new Group(
                        row.getInt(1), row.getInt(2), new Amount(row.getLong(3), row.getLong(4), row.getLong(5))),
                VERSIONS_MAX,
                VERSIONS_MAX);
        SortedMap<Integer, Amount> sealed = new TreeMap<>();
        Amount plain = Amount.NONE;
        for (Group group : groups) {
            if (group.version > 0) {
                sealed.merge(group.version, group.amount, Amount::plus);
            } else if (group.form != ObjectRows.MANIFEST) {
                plain = plain.plus(group.amount);
            }
        }
        return new StorageStatus(
                ofForm(groups, ObjectRows.INLINE),
                ofForm(groups, ObjectRows.FILE),
                ofForm(groups, ObjectRows.MANIFEST),
                plain,
                sealed,
                DamageRows.count(session),
                ScrubRows.reports(session, true),
                ScrubRows.reports(session, false));
    }

    private static Amount ofForm(List<Group> groups, int form) {
        return groups.stream()
                .filter(group -> group.form == form)
                .map(Group::amount)
                .reduce(Amount.NONE, Amount::plus);
    }
}
