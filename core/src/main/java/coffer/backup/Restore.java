package coffer.backup;

import coffer.base.ObjectId;
import coffer.blobs.BlobStore;
import coffer.blobs.PieceSeal;
import coffer.blobs.SealedBytes;
import coffer.blobs.StoredForm;
import coffer.blobs.StoredObjects;
import coffer.db.Database;
import coffer.db.Ids;
import coffer.db.Partition;
import coffer.db.Tables;
import coffer.disk.Disk;
import coffer.disk.RealDisk;
import coffer.disk.StorageFailure;
import coffer.keys.KeyName;
import coffer.keys.SealBroken;
import coffer.keys.SpaceKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the snapshots of a place: to look whether they are whole, and to put the installation back. For one thread. */
public final class Restore {
    /** Ids that are passed over: those which the installation has given away after the snapshot, and which clients may know, do not come again. */
    static final int IDS_PASSED_OVER = 1_000_000;

    private static final int INLINE_AT_ONCE = 500;

    /** Beside the database there is nothing else; another name would let a backup write where it likes. */
    private static final Pattern FILES = Pattern.compile("audit/[A-Za-z0-9-]+\\.(cofaudit|pub)|keys/audit\\.key");

    private static final Pattern RING = Pattern.compile("ring-[0-9]{1,18}\\.cofring");

    private final BackupPlace place;
    private final PieceSeal seal;
    private final Function<KeyName, Optional<SpaceKey>> keys;
    private final StreamReader reader;
    private final Disk disk = new RealDisk();

    /** @param keys of the ring in the place */
    public Restore(BackupPlace place, Function<KeyName, Optional<SpaceKey>> keys, SecureRandom random) {
        this.place = place;
        this.keys = keys;
        this.seal = new PieceSeal(random);
        this.reader = new StreamReader(place.objects(), seal, keys);
    }

    /** The names of all snapshots, oldest first. Needs no keys. */
    public static List<String> snapshots(BackupPlace place) {
        return Snapshots.names(place);
    }

    /**
     * Copies the files of the key ring into a new directory of keys.
     *
     * @param withRootKey whether to copy the root key too, where the place has it
     * @return whether it was copied
     * @throws BackupRefused when there is no ring
     */
    public static boolean copyKeys(BackupPlace place, Path directory, boolean withRootKey) {
        List<String> names = place.files(Backup.KEYS);
        if (names.isEmpty()) {
            throw new BackupRefused("There is no backup in " + place.place() + ".");
        }
        RealDisk disk = new RealDisk();
        for (String name : names) {
            if (RING.matcher(name).matches() || (withRootKey && name.equals(Backup.ROOT_KEY))) {
                byte[] bytes = place.read(Backup.KEYS, name).orElseThrow();
                write(disk, directory.resolve(name), List.of(bytes).iterator());
            }
        }
        return withRootKey && names.contains(Backup.ROOT_KEY);
    }

    /**
     * Opens every piece and every object of a snapshot, and changes nothing.
     *
     * @throws BackupRefused when rows are missing or damaged
     */
    public RestoreReport check(String name) {
        Snapshot snapshot = Snapshots.open(place, name, seal, keys);
        Found found = new Found(snapshot);
        for (StreamRef stream : snapshot.streams()) {
            if (!stream.name().equals(Snapshot.OBJECTS)) {
                long records = count(reader.records(stream));
                if (records != stream.records()) {
                    throw new BackupRefused(
                            stream.name() + " has " + records + " records, and should have " + stream.records() + ".");
                }
                found.rows += stream.name().startsWith(Snapshot.TABLE) ? records : 0;
            }
        }
        Content content = new Content();
        entries(snapshot).forEachRemaining(entry -> {
            try (SealedBytes bytes = content.open(entry)) {
                Optional<String> damage = entry.form().damageOf(bytes);
                if (damage.isPresent()) {
                    throw new SealBroken(damage.get());
                }
                seal.verify(entry.form().id(), bytes, keys);
                found.whole(entry.form());
            } catch (SealBroken | BackupRefused e) {
                found.missing.put(entry.form().id(), String.valueOf(e.getMessage()));
            }
        });
        return found.report();
    }

    /**
     * Puts a snapshot back. What is missing of its objects is told and does not keep the rest from coming.
     *
     * @throws BackupRefused when rows are missing or damaged, or the snapshot is for another database or program; the target is unfinished
     * @throws StorageFailure when a disk fails; likewise
     */
    public RestoreReport into(String name, RestoreTarget target) {
        Snapshot snapshot = Snapshots.open(place, name, seal, keys);
        if (!snapshot.database().equals(Backup.databaseWord(target.dialect()))) {
            throw new BackupRefused("The backup is that of an installation on " + snapshot.database()
                    + ", and can be restored on " + snapshot.database() + " only.");
        }
        Found found = new Found(snapshot);
        for (StreamRef stream : snapshot.streams()) {
            if (stream.name().startsWith(Snapshot.FILE)) {
                file(stream, target.data());
            }
        }
        try (Database database = target.database().apply(snapshot.migrations().getLast())) {
            requireSameMigrations(database, snapshot);
            TableLoad load = new TableLoad(database);
            load.empty();
            for (StreamRef stream : snapshot.streams()) {
                if (stream.name().startsWith(Snapshot.TABLE)) {
                    found.rows += load.load(stream, reader.records(stream));
                }
            }
            objects(snapshot, database, target.store(), found);
            goOn(database);
        }
        return found.report();
    }

    /**
     * The bytes of an object as a snapshot has them, to repair one that is damaged; empty when it has none.
     */
    public Optional<SealedBytes> object(String name, ObjectId id) throws SealBroken {
        Iterator<ObjectEntry> entries = entries(Snapshots.open(place, name, seal, keys));
        while (entries.hasNext()) {
            ObjectEntry entry = entries.next();
            if (entry.form().id().equals(id)) {
                return Optional.of(new Content().open(entry));
            }
        }
        return Optional.empty();
    }

    private Iterator<ObjectEntry> entries(Snapshot snapshot) {
        StreamRef index = snapshot.stream(Snapshot.OBJECTS)
                .orElseThrow(() -> new BackupRefused("Snapshot " + snapshot.name() + " has no list of objects."));
        Iterator<byte[]> records = reader.records(index);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return records.hasNext();
            }

            @Override
            public ObjectEntry next() {
                return ObjectEntry.decode(records.next());
            }
        };
    }

    private static void requireSameMigrations(Database database, Snapshot snapshot) {
        List<String> ours = database.read(Tables::migrations);
        if (!ours.equals(snapshot.migrations())) {
            throw new BackupRefused("The backup was made by Coffer " + snapshot.program()
                    + ", whose tables this program does not know: use that program, or a newer one.");
        }
    }

    private void file(StreamRef stream, Path data) {
        String name = stream.name().substring(Snapshot.FILE.length());
        if (!FILES.matcher(name).matches()) {
            throw new BackupRefused("The backup holds a file " + name + " that belongs into no data directory.");
        }
        Path file = data.resolve(name);
        try {
            disk.makeDirectory(Disk.parent(file));
        } catch (IOException e) {
            throw StorageFailure.of("making " + Disk.parent(file), data, e);
        }
        write(disk, file, reader.records(stream));
    }

    private static void write(Disk disk, Path file, Iterator<byte[]> blocks) {
        try (Disk.NewFile out = disk.create(file)) {
            while (blocks.hasNext()) {
                out.write(ByteBuffer.wrap(blocks.next()));
            }
            out.force();
            disk.forceDirectory(Disk.parent(file));
        } catch (IOException e) {
            throw StorageFailure.of("writing " + file, Disk.parent(file), e);
        }
    }

    private void objects(Snapshot snapshot, Database database, Optional<BlobStore> store, Found found) {
        Content content = new Content();
        List<Inline> waiting = new ArrayList<>();
        entries(snapshot).forEachRemaining(entry -> {
            StoredForm form = entry.form();
            if (form.inlineRow().isEmpty() && store.isEmpty()) {
                found.whole(form);
                return;
            }
            try (SealedBytes bytes = content.open(entry)) {
                if (form.inlineRow().isPresent()) {
                    waiting.add(inline(form, bytes));
                } else if (!isThere(form, store.orElseThrow())) {
                    form.copy(bytes, store.orElseThrow());
                }
                found.whole(form);
            } catch (SealBroken | BackupRefused e) {
                found.missing.put(form.id(), String.valueOf(e.getMessage()));
            }
            if (waiting.size() == INLINE_AT_ONCE) {
                put(database, waiting);
            }
        });
        put(database, waiting);
    }

    /** An object store may still have what the database has lost. */
    private static boolean isThere(StoredForm form, BlobStore store) {
        try (SealedBytes there = store.open(form.id())) {
            if (form.damageOf(there).isEmpty()) {
                return true;
            }
        } catch (SealBroken _) {
            return false;
        }
        store.setAside(form.id());
        return false;
    }

    private record Inline(long row, ByteBuffer bytes) {}

    private static Inline inline(StoredForm form, SealedBytes bytes) throws SealBroken {
        Optional<String> damage = form.damageOf(bytes);
        if (damage.isPresent()) {
            throw new SealBroken(damage.get());
        }
        byte[] content = new byte[Math.toIntExact(bytes.length())];
        bytes.read(0, content, 0, content.length);
        return new Inline(form.inlineRow().orElseThrow(), ByteBuffer.wrap(content));
    }

    private static void put(Database database, List<Inline> waiting) {
        List<Inline> batch = List.copyOf(waiting);
        waiting.clear();
        if (!batch.isEmpty()) {
            database.write(Partition.GENERAL, tx -> {
                for (Inline inline : batch) {
                    StoredObjects.putInline(tx, inline.row(), inline.bytes().array());
                }
                return null;
            });
        }
    }

    /** Numbers go on where nobody has seen them yet. */
    private static void goOn(Database database) {
        new Ids(database).range(IDS_PASSED_OVER);
    }

    private static long count(Iterator<byte[]> records) {
        long count = 0;
        for (; records.hasNext(); records.next()) {
            count++;
        }
        return count;
    }

    /** The bytes of objects, with the last pack kept: those of a pack follow each other, more or less. */
    private final class Content {
        private @Nullable ObjectId pack;
        private byte[] packed = new byte[0];

        SealedBytes open(ObjectEntry entry) throws SealBroken {
            Optional<ObjectId> in = entry.pack();
            if (in.isEmpty()) {
                return place.objects().open(entry.form().id());
            }
            if (!in.get().equals(pack)) {
                packed = reader.open(in.get());
                pack = in.get();
            }
            return SealedBytes.of(entry.cut(packed));
        }
    }

    /** Counts while a snapshot is read. */
    private static final class Found {
        private final Snapshot snapshot;
        private final Map<ObjectId, String> missing;
        private long rows;
        private long objects;
        private long objectBytes;

        Found(Snapshot snapshot) {
            this.snapshot = snapshot;
            this.missing = new HashMap<>(snapshot.damaged());
        }

        void whole(StoredForm form) {
            objects++;
            objectBytes += form.bytes();
        }

        RestoreReport report() {
            return new RestoreReport(
                    snapshot.name(), snapshot.made(), snapshot.program(), rows, objects, objectBytes, missing);
        }
    }
}
