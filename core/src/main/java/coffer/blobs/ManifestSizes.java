package coffer.blobs;

import coffer.base.ObjectId;
import coffer.blobs.StoredObject.Part;
import coffer.db.Database;
import coffer.db.Partition;
import coffer.db.Recount;
import coffer.db.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Counts manifests anew from the objects that they are made of. For one thread. */
final class ManifestSizes {
    private static final String PARTS = """
            SELECT offset_bytes, part_id, size_bytes
              FROM object_part
             WHERE manifest_id = ?
             ORDER BY offset_bytes
            """;
    private static final String REMOVE_PART = "DELETE FROM object_part WHERE manifest_id = ? AND offset_bytes = ?";
    private static final String PUT_PART =
            "INSERT INTO object_part (manifest_id, offset_bytes, part_id, size_bytes) VALUES (?, ?, ?, ?)";
    private static final String SET = "UPDATE object SET size_bytes = ? WHERE id = ?";

    private final Database database;
    private final Recount recount;
    private final Function<List<ObjectId>, Map<ObjectId, Long>> sizes;

    /** @param sizes the lengths of objects that are no manifests; those that cannot be counted are absent */
    ManifestSizes(Database database, Recount recount, Function<List<ObjectId>, Map<ObjectId, Long>> sizes) {
        this.database = database;
        this.recount = recount;
        this.sizes = sizes;
    }

    /** A part as its row has it, and as it should. */
    private record Placed(Part said, Part counted) {}

    /** Counts one manifest: its parts first, and then its own row. */
    void count(ObjectFacts facts) {
        List<Placed> parts;
        try {
            parts = placed(facts);
        } catch (DamageFound e) {
            recount.unknown(
                    "object",
                    facts.id.toString(),
                    "size_bytes",
                    facts.sizeBytes,
                    e.damage().detail());
            return;
        }
        mendParts(facts.id, parts);
        Recount.Batch batch = recount.batch("object");
        long size = end(parts);
        if (batch.differs(facts.id.toString(), "size_bytes", facts.sizeBytes, size)) {
            batch.end(Partition.GENERAL, tx -> tx.update(SET, size, facts.id.value()));
        }
    }

    /**
     * The length of a manifest, whatever its rows say of lengths.
     *
     * @throws DamageFound when it cannot be told
     */
    long size(ObjectFacts facts) throws DamageFound {
        return end(placed(facts));
    }

    private static long end(List<Placed> parts) {
        return parts.isEmpty() ? 0 : parts.getLast().counted.endBytes();
    }

    private void mendParts(ObjectId manifest, List<Placed> parts) {
        Recount.Batch batch = recount.batch("object_part");
        List<@Nullable Object[]> removed = new ArrayList<>();
        List<@Nullable Object[]> put = new ArrayList<>();
        for (Placed part : parts) {
            String row = manifest + " " + part.said.offsetBytes();
            boolean size = batch.differs(row, "size_bytes", part.said.sizeBytes(), part.counted.sizeBytes());
            boolean offset = batch.differs(row, "offset_bytes", part.said.offsetBytes(), part.counted.offsetBytes());
            if (size || offset) {
                removed.add(new Object[] {manifest.value(), part.said.offsetBytes()});
                put.add(new Object[] {
                    manifest.value(),
                    part.counted.offsetBytes(),
                    part.counted.object().value(),
                    part.counted.sizeBytes()
                });
            }
        }
        // All go before any comes: one may take the place of another.
        batch.end(Partition.GENERAL, tx -> {
            tx.batch(REMOVE_PART, removed);
            tx.batch(PUT_PART, put);
        });
    }

    private List<Placed> placed(ObjectFacts facts) throws DamageFound {
        List<Part> said = database.readOne(session -> session.list(
                PARTS,
                row -> new Part(row.getLong(1), new ObjectId(Session.uuid(row, 2)), row.getLong(3)),
                facts.id.value()));
        if (said.isEmpty() && facts.sizeBytes > 0) {
            throw new DamageFound(
                    DamageKind.ROW, "its row says " + facts.sizeBytes + " bytes, and it has no parts any more");
        }
        Map<ObjectId, Long> known =
                sizes.apply(said.stream().map(Part::object).distinct().toList());
        for (Part part : said) {
            if (known.getOrDefault(part.object(), 0L) <= 0) {
                throw new DamageFound(DamageKind.MISSING, "its part " + part.object() + " cannot be counted");
            }
        }
        List<Part> order = PartOrder.of(said, known)
                .orElseThrow(() -> new DamageFound(
                        DamageKind.ROW, "the order of its parts is in doubt: more than one offset is wrong"));
        List<Placed> placed = new ArrayList<>();
        long end = 0;
        for (Part part : order) {
            Part counted = new Part(end, part.object(), known.getOrDefault(part.object(), 0L));
            placed.add(new Placed(part, counted));
            end = counted.endBytes();
        }
        return placed;
    }
}
