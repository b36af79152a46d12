package coffer.blobs;

import coffer.base.Checksum;
import coffer.base.ObjectId;
import coffer.base.SpaceId;
import coffer.blobs.StoredObject.Inline;
import coffer.blobs.StoredObject.Part;
import coffer.blobs.StoredObject.Seal;
import coffer.db.Database;
import coffer.db.GroupStep;
import coffer.db.Ids;
import coffer.db.Transaction;
import coffer.disk.StorageFailure;
import coffer.disk.StorageFull;
import coffer.keys.KeyName;
import coffer.keys.KeyRing;
import coffer.keys.SealBroken;
import coffer.keys.SpaceKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All content of the house. An object is received, registered in the transaction in which a row first names it, opened
 * any number of times, kept when further rows name it, and swept away when none does. Thread-safe.
 *
 * <p>Small objects lie in the database, large ones in files, and a chunked upload becomes a manifest of the objects its
 * chunks already are. All of them are sealed in the same format, and nobody outside this package can tell them apart.
 */
public final class Objects {
    /** No object above this is kept in the database, whatever is configured: rows this large make every page split. */
    public static final int INLINE_MAX_BYTES = SealedFormat.SEGMENT_BYTES;

    /** What is kept in the database unless configured otherwise. */
    public static final int INLINE_DEFAULT_BYTES = 16 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Objects.class);

    private final Database database;
    private final Ids ids;
    private final KeyRing ring;
    private final BlobStore store;
    private final SecureRandom random;
    private final Clock clock;
    private final AtRest atRest;
    private final int inlineMaxBytes;
    private final Workbenches benches = new Workbenches();
    private final ReadAhead ahead = new ReadAhead(benches, Runtime.getRuntime().availableProcessors());
    private final Unregistered unregistered = new Unregistered();
    private final DamageDesk desk;
    private final SmallObjects kept = new SmallObjects();

    /** While it is above zero the sweeper removes nothing. */
    private final AtomicInteger holds = new AtomicInteger();

    /** The rows of a group's objects are written together, before anything asks for one of them. */
    private final GroupStep<ObjectRows.Arrival> inserting = ObjectRows::insertAll;

    /**
     * Opens the content of an installation.
     *
     * @param store for what is not kept in the database; ready for use, and closed by who has opened it
     * @param atRest how new objects lie; may change from start to start
     * @param inlineMaxBytes largest plain length that is kept in the database, at most {@link #INLINE_MAX_BYTES}; may
     *     change from start to start
     */
    public Objects(
            BlobStore store,
            Database database,
            Ids ids,
            KeyRing ring,
            BlobReports reports,
            SecureRandom random,
            Clock clock,
            AtRest atRest,
            int inlineMaxBytes) {
        if (inlineMaxBytes < 0 || inlineMaxBytes > INLINE_MAX_BYTES) {
            throw new IllegalArgumentException(
                    "objects of " + inlineMaxBytes + " bytes cannot be kept in the database");
        }
        this.store = store;
        this.database = database;
        this.ids = ids;
        this.ring = ring;
        this.desk = new DamageDesk(reports, kept);
        this.random = random;
        this.clock = clock;
        this.atRest = atRest;
        this.inlineMaxBytes = inlineMaxBytes;
    }

    /**
     * Takes content in, once, sealing it under the key of a space if objects are sealed. When this returns, a large object is durable in its
     * file, and a small one in memory, to become durable with the transaction that registers it. May write to the
     * database: not to be called within a transaction.
     *
     * @param content read to its end, and not closed
     * @param wanted checksums to compute on the way; each costs more than all the rest
     * @throws LengthMismatch when the content is shorter or longer than announced
     * @throws ContentTooLarge when it is longer than allowed
     * @throws coffer.keys.RootKeyAway when the key of the space cannot be had now
     * @throws StorageFull when the disk is full
     * @throws StorageFailure when the disk fails
     * @throws IOException when {@code content} breaks off; after this and all of the above nothing is left behind
     */
    public Received receive(SpaceId space, InputStream content, ReceiveLimits limits, Set<Checksum.Algorithm> wanted)
            throws IOException {
        PlainMeter meter = new PlainMeter(limits, wanted);
        SpaceKey key = atRest == AtRest.SEALED ? ring.current(space) : null;
        Workbench bench = benches.take();
        try {
            ObjectId id = newId();
            Packing packing = key == null ? new PlainPacking(bench, id) : Sealing.start(bench, key, id, random);
            Receiving receiving = new Receiving(bench, packing, meter);
            int filled = receiving.fill(content, 0);
            StoredObject object = filled <= inlineMaxBytes
                    ? receiveInline(receiving, id, nameOf(key), filled)
                    : receiveFile(receiving, id, nameOf(key), content, filled);
            return new Received(object, meter.count(), meter.checksums());
        } finally {
            benches.giveBack(bench);
        }
    }

    private static @Nullable KeyName nameOf(@Nullable SpaceKey key) {
        return key == null ? null : key.name();
    }

    private StoredObject receiveInline(Receiving receiving, ObjectId id, @Nullable KeyName key, int filled) {
        receiving.last(filled);
        byte[] bytes = receiving.whole();
        Seal seal = new Seal(key, bytes.length, receiving.sealedCheck());
        return new StoredObject(id, filled, new Inline(seal, ids.next(), bytes));
    }

    private StoredObject receiveFile(
            Receiving receiving, ObjectId id, @Nullable KeyName key, InputStream content, int firstFilled)
            throws IOException {
        unregistered.receiving(id);
        boolean kept = false;
        try (BlobStore.Incoming incoming = store.receive(id)) {
            int filled = firstFilled;
            while (filled > SealedFormat.SEGMENT_BYTES) {
                receiving.next(incoming);
                filled = 1 + receiving.fill(content, 1);
            }
            receiving.last(filled);
            receiving.writeEnd(incoming);
            incoming.keep();
            Seal seal = new Seal(key, incoming.written(), receiving.sealedCheck());
            unregistered.waiting(id);
            kept = true;
            return new StoredObject(id, receiving.meter().count(), new StoredObject.InFile(seal));
        } finally {
            if (!kept) {
                unregistered.forget(id);
            }
        }
    }

    /**
     * An object made of others, one after the other. Writes no content: reading it reads the parts. Nothing is durable
     * until it is registered.
     *
     * @param parts objects that are registered, or are registered before it in the same transaction; no manifests. One
     *     without content is left out, and stays unnamed by this
     * @param sizes the plain length of each
     */
    public StoredObject manifest(List<ObjectId> parts, List<Long> sizes) {
        if (parts.size() != sizes.size()) {
            throw new IllegalArgumentException(parts.size() + " parts have " + sizes.size() + " sizes");
        }
        List<Part> list = new ArrayList<>(parts.size());
        long offset = 0;
        for (int i = 0; i < parts.size(); i++) {
            long size = sizes.get(i);
            if (size < 0) {
                throw new IllegalArgumentException("part " + parts.get(i) + " cannot have " + size + " bytes");
            }
            if (size > 0) {
                list.add(new Part(offset, parts.get(i), size));
                offset = Math.addExact(offset, size);
            }
        }
        return new StoredObject(newId(), offset, new StoredObject.Manifest(List.copyOf(list)));
    }

    /**
     * Adds the rows of an object. To be called in the transaction in which a row first names it; it may run again.
     *
     * @throws ObjectMissing when a part of a manifest does not exist any more
     */
    public void register(Transaction tx, StoredObject object) throws SQLException {
        unregistered.registering(object.id());
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
        if (object.content() instanceof StoredObject.Manifest manifest) {
            tx.settle(inserting);
            ObjectRows.insertManifest(tx, object, manifest.parts(), micros);
        } else {
            tx.atCommit(inserting, new ObjectRows.Arrival(object, micros));
        }
        tx.afterCommit(() -> unregistered.forget(object.id()));
    }

    /**
     * A further row is about to name this object: one that was condemned is revived.
     *
     * @throws ObjectMissing when it is gone
     */
    public void keep(Transaction tx, ObjectId id) throws SQLException {
        tx.settle(inserting);
        ObjectRows.keep(tx, id);
    }

    /**
     * Removes the bytes of an object that was received and will not be registered. Never fails: what cannot be removed
     * is left to the sweeper. So is an object that was registered in a transaction which then failed, because a failed
     * commit may have gone through after all.
     */
    public void discard(StoredObject object) {
        if (unregistered.forgetWaiting(object.id())) {
            try {
                store.remove(object.id());
            } catch (StorageFailure e) {
                LOG.warn("discarded {} stays behind until it is swept: {}", object, e.toString());
            }
        }
    }

    /**
     * Opens an object for reading. Its header and length are verified when this returns.
     *
     * @throws ObjectMissing when no row knows it
     * @throws ObjectDamaged when a row does, but its bytes are not as they were sealed
     * @throws StorageFailure when the disk fails
     */
    public ObjectReader open(ObjectId id) {
        ObjectRows.Found found = find(id);
        return found.form == ObjectRows.MANIFEST
                ? new ManifestReader(id, found.sizeBytes, new StoredParts(), desk)
                : openSealed(id, found);
    }

    /**
     * Computes a checksum over the plain contents of objects, one after the other. Reads all of them.
     *
     * @throws ObjectMissing when no row knows one of them
     * @throws ObjectDamaged when the bytes of one are not as they were sealed
     * @throws StorageFailure when the disk fails
     */
    public Checksum checksum(List<ObjectId> parts, Checksum.Algorithm algorithm) {
        PlainMeter meter = new PlainMeter(ReceiveLimits.upTo(Long.MAX_VALUE), Set.of(algorithm));
        for (ObjectId part : parts) {
            try (ObjectReader reader = open(part)) {
                reader.transfer(0, reader.sizeBytes(), meter.asStream());
            } catch (IOException e) {
                throw new IllegalStateException("counting bytes cannot fail", e);
            }
        }
        return meter.checksum(algorithm);
    }

    /**
     * Seals and opens pieces in memory until the compiler has taken notice: before that, AES-GCM is a hundred times slower
     * than after. Takes about half a second of one processor; meant for a thread of its own, once the server answers.
     */
    public void warmUp() {
        Workbench bench = benches.take();
        try {
            bench.warmUp(random);
        } finally {
            benches.giveBack(bench);
        }
    }

    private ObjectReader openSealed(ObjectId id, ObjectRows.Found found) {
        SealedBytes source = source(id, found);
        if (source.length() != found.sealedBytes) {
            source.close();
            throw desk.damaged(id, "it has " + source.length() + " sealed bytes instead of " + found.sealedBytes);
        }
        SealedReader reader = SealedReader.open(id, source, ring, benches, ahead, desk);
        if (reader.sizeBytes() != found.sizeBytes) {
            reader.close();
            throw desk.damaged(id, "it holds " + reader.sizeBytes() + " bytes, its row says " + found.sizeBytes);
        }
        return reader;
    }

    private SealedBytes source(ObjectId id, ObjectRows.Found found) {
        if (found.form == ObjectRows.INLINE) {
            if (found.inlineBytes == null) {
                throw desk.damaged(id, "its inline bytes are missing");
            }
            return SealedBytes.of(found.inlineBytes);
        }
        try {
            return store.open(id);
        } catch (SealBroken e) {
            throw desk.damaged(id, e);
        }
    }

    private ObjectRows.Found find(ObjectId id) {
        return kept.find(id).orElseGet(() -> {
            ObjectRows.Found found =
                    database.readOne(session -> ObjectRows.find(session, id)).orElseThrow(() -> desk.missing(id));
            kept.keep(id, found);
            return found;
        });
    }

    /** Ids of objects that are made one after the other lie beside each other in every index. */
    private ObjectId newId() {
        return ObjectId.inOrder(clock.millis(), random);
    }

    /** Its row is gone. */
    void forget(ObjectId id) {
        kept.forget(id);
    }

    /** Somebody begins (1) or ends (-1) to need that nothing is removed. */
    void held(int more) {
        holds.addAndGet(more);
    }

    boolean isHeld() {
        return holds.get() > 0;
    }

    BlobStore store() {
        return store;
    }

    AtRest atRest() {
        return atRest;
    }

    KeyRing ring() {
        return ring;
    }

    /** What is wrong with an object when it is opened to its end with these keys and no others; empty when nothing is. */
    Optional<String> tryOut(ObjectId id, Function<KeyName, Optional<SpaceKey>> keys) {
        Workbench bench = benches.take();
        try (SealedBytes source = source(id, find(id))) {
            Unpacking unpacking = Unpacking.open(source, id, keys, bench);
            unpacking.transfer(0, unpacking.plainBytes(), OutputStream.nullOutputStream(), bench);
            return Optional.empty();
        } catch (SealBroken | ObjectDamaged | ObjectMissing e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new IllegalStateException("writing to nowhere cannot fail", e);
        } finally {
            benches.giveBack(bench);
        }
    }

    Workbenches benches() {
        return benches;
    }

    DamageDesk desk() {
        return desk;
    }

    Unregistered unregistered() {
        return unregistered;
    }

    private final class StoredParts implements ManifestReader.Parts {
        @Override
        public List<Part> from(ObjectId manifest, long offsetBytes) {
            return database.read(session -> ObjectRows.partsFrom(session, manifest, offsetBytes));
        }

        @Override
        public ObjectReader open(ObjectId part) {
            ObjectRows.Found found = find(part);
            if (found.form == ObjectRows.MANIFEST) {
                throw desk.damaged(part, "it is part of a manifest and a manifest itself");
            }
            return openSealed(part, found);
        }
    }
}
