package coffer.blobs;

import coffer.base.ObjectId;
import coffer.db.Database;
import coffer.db.Partition;
import coffer.db.Transaction;
import coffer.disk.StorageFailure;
import coffer.keys.SealBroken;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Makes damaged objects whole with copies of their bytes, from a backup or another store. A copy is taken only if it has the length, header
 * and checksum that the row says, and every segment of it opens; an object whose row is wrong, or whose key is lost, is therefore not
 * repaired by this. The damaged bytes are kept in the quarantine of the store. Thread-safe.
 *
 * <p>Until then, and whenever this refuses, reading the object fails with {@link ObjectDamaged}.
 */
public final class Repair {
    private static final String PUT_INLINE = """
            INSERT INTO inline_object (id, bytes) VALUES (?, ?)
            ON CONFLICT (id) DO UPDATE SET bytes = excluded.bytes
            """;

    private final Database database;
    private final Objects objects;
    private final Clock clock;

    public Repair(Database database, Objects objects, Clock clock) {
        this.database = database;
        this.objects = objects;
        this.clock = clock;
    }

    /**
     * Repairs an object with the one of the same id in another store.
     *
     * @throws coffer.keys.RootKeyAway when its key cannot be had now; nothing was changed
     * @throws coffer.disk.StorageFailure when a disk fails; the object is damaged as before, or missing with its damaged bytes in the
     *     quarantine, or repaired and not yet noted so: in each case the same call may be repeated
     */
    public RepairResult repair(ObjectId id, BlobStore copies) {
        try (SealedBytes copy = copies.open(id)) {
            return repair(id, copy);
        } catch (SealBroken e) {
            return new RepairResult.Refused("there is no copy of it in " + copies.place());
        }
    }

    /**
     * Repairs an object with a copy of its bytes.
     *
     * @param copy stays open
     * @throws coffer.keys.RootKeyAway when its key cannot be had now; nothing was changed
     * @throws coffer.disk.StorageFailure when a disk fails; the object is damaged as before, or missing with its damaged bytes in the
     *     quarantine, or repaired and not yet noted so: in each case the same call may be repeated
     */
    public RepairResult repair(ObjectId id, SealedBytes copy) {
        Optional<ObjectFacts> found = database.readOne(session -> ObjectFacts.find(session, id));
        if (found.isEmpty()) {
            return new RepairResult.Unknown();
        }
        ObjectFacts facts = found.get();
        ObjectCheck check = new ObjectCheck(database, objects, Pacer.unlimited(clock));
        Optional<Damage> damage = check.damage(facts, true);
        if (damage.isEmpty()) {
            noteWhole(id);
            return new RepairResult.Sound();
        }
        if (facts.form == ObjectRows.MANIFEST) {
            return new RepairResult.Refused("it is made of other objects, and they are to be repaired: "
                    + damage.get().detail());
        }
        Optional<Damage> ofCopy = check.damageOf(facts, copy);
        if (ofCopy.isPresent()) {
            return new RepairResult.Refused(
                    "the copy is no better: " + ofCopy.get().detail());
        }
        try {
            return put(facts, copy, check);
        } catch (SealBroken e) {
            return new RepairResult.Refused("the copy has changed while it was read: " + e.getMessage());
        }
    }

    private RepairResult put(ObjectFacts facts, SealedBytes copy, ObjectCheck check) throws SealBroken {
        if (facts.form == ObjectRows.FILE) {
            putFile(facts.id, copy);
        } else if (!putInline(facts, copy)) {
            return new RepairResult.Unknown();
        }
        Optional<Damage> left = check.again(facts, true);
        if (left.isPresent()) {
            throw new StorageFailure(
                    "repairing object " + facts.id,
                    new IOException("it reads back otherwise: " + left.get().detail()));
        }
        noteWhole(facts.id);
        objects.desk().repaired(facts.id);
        return new RepairResult.Repaired();
    }

    /** All good bytes are in the store before the damaged ones leave their place. */
    private void putFile(ObjectId id, SealedBytes copy) throws SealBroken {
        try (BlobStore.Incoming incoming = objects.store().receive(id)) {
            StoredCheck.each(copy, new byte[SealedFormat.SEALED_SEGMENT_BYTES], incoming::write);
            objects.store().setAside(id);
            incoming.keep();
        }
    }

    private boolean putInline(ObjectFacts facts, SealedBytes copy) throws SealBroken {
        byte[] bytes = new byte[Math.toIntExact(copy.length())];
        copy.read(0, bytes, 0, bytes.length);
        return database.write(Partition.GENERAL, tx -> putInline(tx, facts, bytes));
    }

    /** False when the object has been swept meanwhile. */
    private static boolean putInline(Transaction tx, ObjectFacts facts, byte[] bytes) throws SQLException {
        Long row = ObjectFacts.find(tx, facts.id).map(now -> now.inlineRow).orElse(null);
        return row != null && tx.update(PUT_INLINE, row, bytes) == 1;
    }

    private void noteWhole(ObjectId id) {
        database.write(Partition.GENERAL, tx -> {
            DamageRows.mend(tx, List.of(id), clock.instant());
            return null;
        });
        objects.desk().mended(id);
    }
}
