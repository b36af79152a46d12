package coffer.blobs;

import coffer.base.ObjectId;
import coffer.disk.StorageFailure;
import coffer.keys.SealBroken;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** What it takes to damage stored objects, and to check them, for the contracts of self-check and repair. */
abstract class ScrubKit extends BlobsContract {
    /** What a whole walk finds. */
    final Map<ObjectId, DamageKind> found(boolean keyed) {
        Map<ObjectId, DamageKind> found = new HashMap<>();
        whole(keyed, finding -> found.put(finding.object(), finding.kind()));
        return found;
    }

    final ScrubReport whole(boolean keyed, java.util.function.Consumer<ScrubFinding> sink) {
        return new Scrub(database, objects, clock, ScrubPolicy.now(keyed, 1), _ -> {}, 3).whole(sink);
    }

    final ScrubReport whole(boolean keyed) {
        return whole(keyed, _ -> {});
    }

    final void alterFile(ObjectId id, UnaryOperator<byte[]> change) {
        store.put(id, change.apply(store.bytes(id)));
    }

    final byte[] inlineBytes(ObjectId id) {
        return database.read(session -> session.one(
                        "SELECT i.bytes FROM object o JOIN inline_object i ON i.id = o.inline_id WHERE o.id = ?",
                        row -> row.getBytes(1),
                        id.value()))
                .orElseThrow();
    }

    final void alterInline(ObjectId id, UnaryOperator<byte[]> change) {
        sql(
                "UPDATE inline_object SET bytes = ? WHERE id = (SELECT inline_id FROM object WHERE id = ?)",
                change.apply(inlineBytes(id)),
                id.value());
    }

    /** Somebody who can write to database and disk alters both so that they fit. */
    final void forge(ObjectId id, int at) {
        alterFile(id, flip(at));
        SealedCheck check = new SealedCheck();
        byte[] bytes = store.bytes(id);
        check.update(bytes, 0, bytes.length);
        sql("UPDATE object SET sealed_check = ? WHERE id = ?", check.value(), id.value());
    }

    static UnaryOperator<byte[]> flip(int at) {
        return bytes -> {
            byte[] flipped = bytes.clone();
            flipped[at < 0 ? flipped.length + at : at] ^= 1;
            return flipped;
        };
    }

    static UnaryOperator<byte[]> length(int change) {
        return bytes -> Arrays.copyOf(bytes, bytes.length + change);
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    final void exchange(ObjectId one, ObjectId other) {
        byte[] aside = store.bytes(one);
        store.put(one, store.bytes(other));
        store.put(other, aside);
    }

    /** Objects that note damage, as the database has it. */
    final Map<ObjectId, DamageKind> noted() {
        Map<ObjectId, DamageKind> noted = new HashMap<>();
        new DamagedObjects(database)
                .page(null, DamagedObjects.PAGE_MAX)
                .forEach(entry -> noted.put(entry.object(), entry.kind()));
        return noted;
    }

    /** A store on a disk that does not give back some of its objects. */
    static final class FaultyStore implements BlobStore {
        private final BlobStore store;
        final Set<ObjectId> unreadable = ConcurrentHashMap.newKeySet();
        volatile boolean listable = true;

        FaultyStore(BlobStore store) {
            this.store = store;
        }

        @Override
        public Incoming receive(ObjectId id) {
            return store.receive(id);
        }

        @Override
        public SealedBytes open(ObjectId id) throws SealBroken {
            if (unreadable.contains(id)) {
                throw new StorageFailure("opening " + id, new IOException("Input/output error"));
            }
            return store.open(id);
        }

        @Override
        public void remove(ObjectId id) {
            store.remove(id);
        }

        @Override
        public void setAside(ObjectId id) {
            store.setAside(id);
        }

        @Override
        public Listing list(String after, int pages) {
            if (!listable) {
                throw new StorageFailure("listing", new IOException("Input/output error"));
            }
            return store.list(after, pages);
        }

        @Override
        public Leftovers removeUnfinished(Instant before, Predicate<ObjectId> underWay) {
            return store.removeUnfinished(before, underWay);
        }

        @Override
        public String place() {
            return store.place();
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
