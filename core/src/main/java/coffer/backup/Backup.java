package coffer.backup;

import coffer.base.ObjectId;
import coffer.base.SpaceId;
import coffer.blobs.PieceSeal;
import coffer.blobs.SealedBytes;
import coffer.blobs.StoredForm;
import coffer.blobs.StoredObjects;
import coffer.db.Database;
import coffer.db.Dialect;
import coffer.db.Tables;
import coffer.keys.KeyRing;
import coffer.keys.SealBroken;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes backups of the installation while it is in use. Thread-safe: one is made at a time.
 *
 * <p>Order: the rows, in one snapshot of the database; the objects that they name, which nobody removes meanwhile; the files beside the
 * database, which may be newer than the rows; the key ring, which may have newer keys; and last the file that makes all of it a snapshot.
 * What a failure leaves behind is taken up by the next backup or removed with the next snapshot that is.
 */
public final class Backup {
    /** The space whose keys seal what is no content: no account has it. */
    public static final SpaceId SPACE = new SpaceId(0);

    /** The directory of the place that holds the key ring. */
    static final String KEYS = "keys";

    /** The name of the root key there. */
    static final String ROOT_KEY = "root.key";

    private static final Logger LOG = LoggerFactory.getLogger(Backup.class);
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /** A second snapshot of the same second, or one behind a clock that was set back. */
    private static final Pattern NUMBERED = Pattern.compile("(.*)-([0-9]{5})");

    private final Database database;
    private final StoredObjects objects;
    private final KeyRing ring;
    private final DataFiles files;
    private final About about;
    private final SecureRandom random;
    private final Clock clock;
    private final PieceSeal seal;
    private final ReentrantLock making = new ReentrantLock();

    /** What a snapshot says of where it comes from: the version of the program and the id of the installation. */
    public record About(String program, String installation) {}

    public Backup(
            Database database,
            StoredObjects objects,
            KeyRing ring,
            DataFiles files,
            About about,
            SecureRandom random,
            Clock clock) {
        this.database = database;
        this.objects = objects;
        this.ring = ring;
        this.files = files;
        this.about = about;
        this.random = random;
        this.clock = clock;
        this.seal = new PieceSeal(random);
    }

    /**
     * Makes a snapshot.
     *
     * @throws BackupRefused when the place holds backups of another installation, or another backup is under way
     * @throws coffer.disk.StorageFailure when a disk fails here or there; earlier snapshots are as they were
     * @throws coffer.keys.RootKeyAway when a key is needed that cannot be had
     */
    public BackupReport make(BackupPlace place, BackupOptions options) {
        if (!making.tryLock()) {
            throw new BackupRefused("Another backup is under way.");
        }
        try (StoredObjects.Hold _ = objects.hold()) {
            Ownership.claim(place, objects.place(), about.installation());
            Run run = new Run(place);
            return options.verify() ? run.make(options, Optional.empty()) : onTop(run, options);
        } finally {
            making.unlock();
        }
    }

    private static BackupReport onTop(Run run, BackupOptions options) {
        try {
            return run.make(options, run.newest());
        } catch (BackupRefused e) {
            throw new BackupRefused(
                    e.getMessage() + " With --verify everything there is read, and what is damaged is copied anew.", e);
        }
    }

    /** One backup. */
    private final class Run {
        private final BackupPlace place;
        private final Pieces pieces;
        private final StreamReader reader;
        private final Packs packs;
        private final Map<ObjectId, String> damaged = new HashMap<>();
        private long count;
        private long countBytes;
        private long copied;
        private long copiedBytes;
        private long copiedToStore;

        Run(BackupPlace place) {
            this.place = place;
            this.pieces = new Pieces(place.objects(), seal, ring.current(SPACE), ring::find);
            this.reader = new StreamReader(place.objects(), seal, ring::find);
            this.packs = new Packs(pieces, this::newId);
        }

        /** @param before what is taken for whole; without one, everything that is there is read before it counts */
        BackupReport make(BackupOptions options, Optional<Snapshot> before) {
            Instant made = clock.instant();
            Rows rows = database.read(session -> new Rows(TableDump.dump(session, pieces), Tables.migrations(session)));
            List<StreamRef> streams = new ArrayList<>(rows.streams());
            streams.add(copyObjects(rows.streams(), before));
            for (String name : files.names()) {
                streams.add(copyFile(name));
            }
            long keyBytes = mirrorKeys(options.withRootKey());
            Snapshot snapshot = new Snapshot(
                    freeName(made),
                    made,
                    about.program(),
                    about.installation(),
                    databaseWord(database.dialect()),
                    rows.migrations(),
                    streams,
                    count,
                    countBytes,
                    damaged);
            Snapshots.write(place, snapshot, newId(), pieces);
            // A snapshot that lacks something is no reason to give up an older one that may have it.
            int removed = damaged.isEmpty() ? options.keep().map(this::prune).orElse(0) : 0;
            return new BackupReport(
                    snapshot.name(),
                    made,
                    rows.streams().stream().mapToLong(StreamRef::records).sum(),
                    count,
                    countBytes,
                    copied,
                    copiedBytes,
                    pieces.writtenBytes() + copiedToStore + keyBytes,
                    removed,
                    damaged);
        }

        private ObjectId newId() {
            return ObjectId.inOrder(clock.millis(), random);
        }

        /** The newest that opens. One that was damaged since costs time, and nothing else. */
        Optional<Snapshot> newest() {
            List<String> names = Snapshots.names(place);
            @Nullable BackupRefused refused = null;
            for (String name : names.reversed()) {
                try {
                    Snapshot found = Snapshots.open(place, name, seal, ring::find);
                    Set<ObjectId> there = new HashSet<>();
                    found.streams().forEach(stream -> reader.pieces(stream, there::add));
                    there.forEach(pieces::known);
                    return Optional.of(found);
                } catch (BackupRefused e) {
                    LOG.warn("Snapshot {} in {} is passed over: {}", name, place.place(), e.getMessage());
                    refused = e;
                }
            }
            if (refused != null) {
                throw new BackupRefused(
                        "None of the snapshots in " + place.place() + " opens with the keys of this installation: "
                                + refused.getMessage(),
                        refused);
            }
            return Optional.empty();
        }

        private StreamRef copyObjects(List<StreamRef> rows, Optional<Snapshot> before) {
            StreamRef table = rows.stream()
                    .filter(stream -> stream.name().equals(Snapshot.TABLE + StoredObjects.TABLE))
                    .findFirst()
                    .orElseThrow();
            Known known = new Known(before.flatMap(found -> found.stream(Snapshot.OBJECTS))
                    .map(reader::records)
                    .orElse(Collections.emptyIterator()));
            StreamWriter index = new StreamWriter(Snapshot.OBJECTS, List.of(), pieces);
            Columns columns = new Columns(table.columns());
            reader.records(table).forEachRemaining(record -> StoredForm.ofRow(columns.of(Values.decode(record)))
                    .flatMap(form -> known.find(form).or(() -> copy(form)))
                    .ifPresent(entry -> {
                        index.add(entry.encode());
                        count++;
                        countBytes += entry.form().bytes();
                    }));
            packs.end();
            return index.end();
        }

        private Optional<ObjectEntry> copy(StoredForm form) {
            try (SealedBytes bytes = objects.open(form)) {
                ObjectEntry entry = form.inlineRow().isPresent() ? pack(form, bytes) : store(form, bytes);
                copied++;
                copiedBytes += form.bytes();
                return Optional.of(entry);
            } catch (SealBroken e) {
                // What nothing named any more may have gone before this backup began to hold it.
                if (objects.exists(form.id())) {
                    damaged.put(form.id(), String.valueOf(e.getMessage()));
                }
                return Optional.empty();
            }
        }

        private ObjectEntry pack(StoredForm form, SealedBytes bytes) throws SealBroken {
            Optional<String> damage = form.damageOf(bytes);
            if (damage.isPresent()) {
                throw new SealBroken(damage.get());
            }
            byte[] content = new byte[Math.toIntExact(bytes.length())];
            bytes.read(0, content, 0, content.length);
            return packs.add(form, content);
        }

        private ObjectEntry store(StoredForm form, SealedBytes bytes) throws SealBroken {
            if (!isThere(form)) {
                form.copy(bytes, place.objects());
                copiedToStore += form.bytes();
            }
            return ObjectEntry.inStore(form);
        }

        /** A backup that was cut short may have copied it. */
        private boolean isThere(StoredForm form) {
            try (SealedBytes there = place.objects().open(form.id())) {
                if (form.damageOf(there).isEmpty()) {
                    return true;
                }
            } catch (SealBroken _) {
                return false;
            }
            place.objects().remove(form.id());
            return false;
        }

        private StreamRef copyFile(String name) {
            StreamWriter stream = new StreamWriter(Snapshot.FILE + name, List.of(), pieces);
            files.blocks(name, stream::add);
            return stream.end();
        }

        /** The ring as it is here, no generation more: a key that is destroyed here shall not live on there. */
        private long mirrorKeys(boolean withRootKey) {
            SortedMap<String, byte[]> ours = ring.copies();
            if (withRootKey) {
                ours.put(ROOT_KEY, ring.rootKeyFile());
            }
            long written = 0;
            for (Map.Entry<String, byte[]> file : ours.entrySet()) {
                boolean there = place.read(KEYS, file.getKey())
                        .filter(bytes -> Arrays.equals(bytes, file.getValue()))
                        .isPresent();
                if (!there) {
                    place.write(KEYS, file.getKey(), file.getValue());
                    written += file.getValue().length;
                }
            }
            for (String name : place.files(KEYS)) {
                if (!ours.containsKey(name) && !name.equals(ROOT_KEY)) {
                    place.remove(KEYS, name);
                }
            }
            return written;
        }

        /** Behind all others, also when the clock was set back: the last name is the newest snapshot. */
        private String freeName(Instant made) {
            String name = NAME.format(made);
            List<String> taken = Snapshots.names(place);
            if (taken.isEmpty() || taken.getLast().compareTo(name) < 0) {
                return name;
            }
            Matcher last = NUMBERED.matcher(taken.getLast());
            return last.matches()
                    ? last.group(1) + "-" + "%05d".formatted(Integer.parseInt(last.group(2)) + 1)
                    : taken.getLast() + "-00002";
        }

        private int prune(int keep) {
            return new Pruning(place, seal, ring::find).keepNewest(keep);
        }
    }

    private record Rows(List<StreamRef> streams, List<String> migrations) {}

    /** The values of a row by the names of their columns. */
    private record Columns(List<String> names) {
        Function<String, @Nullable Object> of(List<@Nullable Object> values) {
            return name -> values.get(names.indexOf(name));
        }
    }

    /** What the snapshot before has, walked beside what this one needs: both are sorted by ids. */
    private static final class Known {
        private final Iterator<byte[]> entries;
        private @Nullable ObjectEntry next;

        Known(Iterator<byte[]> entries) {
            this.entries = entries;
            advance();
        }

        private void advance() {
            next = entries.hasNext() ? ObjectEntry.decode(entries.next()) : null;
        }

        Optional<ObjectEntry> find(StoredForm form) {
            while (next != null && ObjectEntry.compare(next.form().id(), form.id()) < 0) {
                advance();
            }
            ObjectEntry found = next;
            return found != null && found.form().sameBytes(form) ? Optional.of(found) : Optional.empty();
        }
    }

    static String databaseWord(Dialect dialect) {
        return switch (dialect) {
            case SQLITE -> "sqlite";
            case POSTGRESQL -> "postgresql";
        };
    }
}
