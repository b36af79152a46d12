package coffer.blobs;

import coffer.db.Database;
import coffer.keys.SealBroken;
import java.util.Optional;

/** Looks at one object where it lies. Changes nothing. For one thread at a time. */
final class ObjectCheck {
    private static final String INLINE = "SELECT bytes FROM inline_object WHERE id = ?";

    private final Database database;
    private final Objects objects;
    private final Pacer pacer;
    private final BytesCheck bytes;
    private final ManifestCheck manifests;

    /** @param pacer told of each byte that is read */
    ObjectCheck(Database database, Objects objects, Pacer pacer) {
        this.database = database;
        this.objects = objects;
        this.pacer = pacer;
        this.bytes = new BytesCheck(objects.ring(), objects.benches());
        this.manifests = new ManifestCheck(database);
    }

    /**
     * What is wrong with an object; empty when nothing is.
     *
     * @param keyed whether every segment is opened
     * @throws coffer.keys.RootKeyAway when {@code keyed} and its key cannot be had now
     * @throws coffer.disk.StorageFailure when its bytes cannot be read now
     */
    Optional<Damage> damage(ObjectFacts facts, boolean keyed) {
        try {
            switch (facts.form) {
                case ObjectRows.MANIFEST -> manifests.check(facts);
                case ObjectRows.INLINE, ObjectRows.FILE -> checkBytes(facts, keyed);
                default -> throw new DamageFound(DamageKind.ROW, "its row has the unknown form " + facts.form);
            }
            return Optional.empty();
        } catch (DamageFound e) {
            return Optional.of(e.damage());
        }
    }

    /** The same once more by a row that is read now; empty too when the object has gone. */
    Optional<Damage> again(ObjectFacts before, boolean keyed) {
        return database.read(session -> ObjectFacts.find(session, before.id)).flatMap(facts -> damage(facts, keyed));
    }

    /** Whether bytes from elsewhere are those of an object. */
    Optional<Damage> damageOf(ObjectFacts facts, SealedBytes copy) {
        try {
            bytes.check(facts, new PacedBytes(copy, pacer), true);
            return Optional.empty();
        } catch (DamageFound e) {
            return Optional.of(e.damage());
        }
    }

    private void checkBytes(ObjectFacts facts, boolean keyed) throws DamageFound {
        BytesCheck.stored(facts);
        try (SealedBytes source = source(database, objects, facts)) {
            bytes.check(facts, new PacedBytes(source, pacer), keyed);
        }
    }

    /**
     * The bytes of an object, wherever its row says that they are.
     *
     * @throws DamageFound when they are not there
     */
    static SealedBytes source(Database database, Objects objects, ObjectFacts facts) throws DamageFound {
        if (facts.form == ObjectRows.FILE) {
            try {
                return objects.store().open(facts.id);
            } catch (SealBroken e) {
                throw new DamageFound(DamageKind.MISSING, String.valueOf(e.getMessage()));
            }
        }
        Long row = facts.inlineRow;
        if (row == null) {
            throw new DamageFound(DamageKind.ROW, "its row names no inline bytes");
        }
        return database.readOne(session -> session.one(INLINE, found -> found.getBytes(1), row))
                .map(SealedBytes::of)
                .orElseThrow(() -> new DamageFound(DamageKind.MISSING, "its inline bytes are missing"));
    }
}
