package coffer.blobs;

import coffer.base.ObjectId;
import coffer.db.Database;
import coffer.db.Partition;
import coffer.db.Recount;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Counts the lengths of objects anew, from what is stored of them. Nothing is believed of a length that a row says: an object tells by itself
 * where it ends, and a manifest is as long as its parts together. What is damaged, cut short or missing keeps its row and is named. For one
 * thread, while nobody else writes.
 */
public final class ObjectSizes {
    private static final String TABLE = "object";
    private static final String SIZE = "size_bytes";
    private static final String SET = "UPDATE object SET size_bytes = ?, sealed_bytes = ? WHERE id = ?";
    private static final String SIZES = "SELECT id, size_bytes FROM object WHERE id IN (:in)";
    private static final String SIZES_OF_PARTS = "SELECT id, size_bytes FROM object WHERE form <> 3 AND id IN (:in)";

    private final Database database;
    private final Objects objects;
    private final Recount recount;
    private final ManifestSizes manifests;

    public ObjectSizes(Database database, Objects objects, Recount recount) {
        this.database = database;
        this.objects = objects;
        this.recount = recount;
        this.manifests = new ManifestSizes(database, recount, this::ofParts);
    }

    /**
     * Counts all objects.
     *
     * @throws coffer.keys.RootKeyAway when a key is needed that cannot be had now
     */
    public void count() {
        eachPage(this::countStored);
        eachPage(page ->
                page.stream().filter(facts -> facts.form == ObjectRows.MANIFEST).forEach(manifests::count));
    }

    /** The lengths of objects, to be called behind {@link #count}; those that are missing or cannot be counted are absent. */
    public Map<ObjectId, Long> of(Collection<ObjectId> ids) {
        return sizes(SIZES, ids, facts -> facts.form == ObjectRows.MANIFEST ? manifests.size(facts) : stored(facts));
    }

    private Map<ObjectId, Long> ofParts(List<ObjectId> ids) {
        return sizes(SIZES_OF_PARTS, ids, facts -> {
            if (facts.form == ObjectRows.MANIFEST) {
                throw new DamageFound(DamageKind.ROW, "it is a manifest itself");
            }
            return stored(facts);
        });
    }

    /** Counts one object, without its row. */
    @FunctionalInterface
    private interface Count {
        long of(ObjectFacts facts) throws DamageFound;
    }

    private Map<ObjectId, Long> sizes(String statement, Collection<ObjectId> ids, Count count) {
        Map<ObjectId, Long> sizes = new HashMap<>();
        if (ids.isEmpty()) {
            return sizes;
        }
        if (recount.rowsHold()) {
            database.read(session -> session.listIn(
                    statement, row -> sizes.put(ObjectRows.id(row), row.getLong(2)), ObjectRows.values(ids)));
            return sizes;
        }
        // Otherwise rows may be wrong still, or that of a damaged object be all that is left to say how long it was.
        for (ObjectId id : ids) {
            Optional<ObjectFacts> facts = database.readOne(session -> ObjectFacts.find(session, id));
            facts.map(found -> tried(found, count)).ifPresent(size -> size.ifPresent(bytes -> sizes.put(id, bytes)));
        }
        return sizes;
    }

    private static OptionalLong tried(ObjectFacts facts, Count count) {
        try {
            return OptionalLong.of(count.of(facts));
        } catch (DamageFound _) {
            return OptionalLong.empty();
        }
    }

    private long stored(ObjectFacts facts) throws DamageFound {
        return StoredLengths.of(database, objects, facts).plainBytes();
    }

    private void eachPage(Consumer<List<ObjectFacts>> each) {
        byte[] reached = new byte[0];
        List<ObjectFacts> page;
        do {
            byte[] from = reached;
            page = database.readOne(session -> ObjectFacts.after(session, from, Recount.ROWS));
            if (!page.isEmpty()) {
                each.accept(page);
                reached = page.getLast().id.bytes();
            }
        } while (!page.isEmpty());
    }

    private void countStored(List<ObjectFacts> page) {
        Recount.Batch batch = recount.batch(TABLE);
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (ObjectFacts facts : page) {
            if (facts.form != ObjectRows.MANIFEST) {
                countStored(facts, batch, rows);
            }
        }
        batch.end(Partition.GENERAL, tx -> tx.batch(SET, rows));
        page.forEach(facts -> objects.forget(facts.id));
    }

    private void countStored(ObjectFacts facts, Recount.Batch batch, List<@Nullable Object[]> rows) {
        String row = facts.id.toString();
        try {
            StoredLengths counted = StoredLengths.of(database, objects, facts);
            Long said = facts.storedBytes;
            boolean plain = batch.differs(row, SIZE, facts.sizeBytes, counted.plainBytes());
            boolean stored = batch.differs(row, "sealed_bytes", said == null ? -1 : said, counted.storedBytes());
            if (plain || stored) {
                rows.add(new Object[] {counted.plainBytes(), counted.storedBytes(), facts.id.value()});
            }
        } catch (DamageFound e) {
            recount.unknown(TABLE, row, SIZE, facts.sizeBytes, e.damage().detail());
        }
    }
}
