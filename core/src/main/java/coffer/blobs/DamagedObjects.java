package coffer.blobs;

import coffer.base.ObjectId;
import coffer.db.Database;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Objects that the self-check has found damaged and that have not been whole since. Thread-safe. */
public final class DamagedObjects {
    /** Of one page. */
    public static final int PAGE_MAX = 500;

    private static final byte[] BEFORE_ALL = new byte[0];

    private final Database database;

    /**
     * A damaged object.
     *
     * @param detail for people; names objects, keys and places of the store, never what people call their files
     * @param found when it was first found so
     * @param lastSeen when last
     */
    public record Entry(ObjectId object, DamageKind kind, String detail, Instant found, Instant lastSeen) {}

    public DamagedObjects(Database database) {
        this.database = database;
    }

    public long count() {
        return database.readOne(DamageRows::count);
    }

    /** Those of these objects that are among them. */
    public Set<ObjectId> among(Set<ObjectId> objects) {
        return objects.isEmpty()
                ? Set.of()
                : database.readOne(session -> DamageRows.openAmong(session, objects))
                        .keySet();
    }

    /**
     * Some of them in the order of their ids.
     *
     * @param after the last object of the page before; null for the first page
     * @param max at most {@link #PAGE_MAX}
     */
    public List<Entry> page(@Nullable ObjectId after, int max) {
        if (max < 1 || max > PAGE_MAX) {
            throw new IllegalArgumentException("a page has 1 to " + PAGE_MAX + " entries, not " + max);
        }
        return database.readOne(
                session -> DamageRows.openAfter(session, after == null ? BEFORE_ALL : after.bytes(), max));
    }
}
