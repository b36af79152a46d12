package coffer.files;

import coffer.base.ETag;
import coffer.base.FileId;
import coffer.db.GroupStep;
import coffer.db.Session;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Renews the collections above what a group of changes has touched: entity tag, recursive size and time of modification,
 * each row once however many changes lie below it.
 *
 * <p>Until it has run, the rows above a change are stale. Whoever reads the size of a collection within a transaction, or
 * is about to take a collection out of its place, settles this step first.
 */
final class AncestorStep implements GroupStep<AncestorStep.Growth> {
    private static final String RENEW = """
            UPDATE node
               SET etag = ?,
                   size_bytes = size_bytes + ?,
                   modified_us = CASE WHEN modified_us < ? THEN ? ELSE modified_us END
             WHERE id = ?
            """;

    private final RandomGenerator random;

    AncestorStep(RandomGenerator random) {
        this.random = random;
    }

    /**
     * Something in a collection has changed.
     *
     * @param collection the lowest one to be renewed
     * @param bytes by how much the files below it have grown, together
     * @param changedUs when, in microseconds since 1970
     */
    record Growth(FileId collection, long bytes, long changedUs) {}

    @Override
    public void apply(Session session, List<Growth> growths) throws SQLException {
        Map<Long, Nodes.Place> places = Tree.ancestry(
                session,
                growths.stream()
                        .map(growth -> growth.collection().value())
                        .distinct()
                        .toList());
        Map<Long, Renewal> renewals = new HashMap<>();
        for (Growth growth : growths) {
            Nodes.Place place = places.get(growth.collection().value());
            if (place == null) {
                throw new IllegalStateException("The tree is not in order: a changed collection is gone.");
            }
            while (place != null) {
                renewals.computeIfAbsent(place.id(), _ -> new Renewal()).add(growth);
                place = places.get(place.parent());
            }
        }
        List<@Nullable Object[]> rows = new ArrayList<>(renewals.size());
        renewals.forEach((id, renewal) -> rows.add(new @Nullable Object[] {
            ETag.random(random).value(), renewal.bytes, renewal.changedUs, renewal.changedUs, id
        }));
        session.batch(RENEW, rows);
    }

    private static final class Renewal {
        private long bytes;
        private long changedUs;

        void add(Growth growth) {
            bytes += growth.bytes;
            changedUs = Math.max(changedUs, growth.changedUs);
        }
    }
}
