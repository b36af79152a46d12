package coffer.keys;

import coffer.disk.StorageFailure;
import coffer.disk.RealDisk;
import coffer.disk.Disk;
import coffer.base.SpaceId;
import coffer.db.Database;
import coffer.db.Partition;
import coffer.db.Transaction;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of all spaces, wrapped by the root key and kept twice: in generations of files and in the database. Either
 * copy heals the other when the ring is opened. Thread-safe.
 *
 * <p>A space's key is made at its first use. It is in the database and in a new generation of the file before anybody
 * gets it, so no object can be sealed with a key that a crash takes away.
 */
public final class KeyRing {
    private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);

    private static final String NEWEST =
            "SELECT entry FROM space_key WHERE space_id = ? ORDER BY version DESC, key_id LIMIT 1";
    private static final String NAMED = "SELECT entry FROM space_key WHERE key_id = ? AND version = ?";
    private static final String PUT = """
            INSERT INTO space_key (key_id, version, space_id, entry) VALUES (?, ?, ?, ?)
            ON CONFLICT (key_id, version) DO UPDATE SET space_id = excluded.space_id, entry = excluded.entry
            """;

    private final Database database;
    private final RootKey root;
    private final RingDirectory directory;
    private final BlobReports reports;
    private final SecureRandom random;
    private final Clock clock;

    private final Map<KeyName, RingEntry> entries = new ConcurrentHashMap<>();
    private final Map<KeyName, SpaceKey> opened = new ConcurrentHashMap<>();
    private final Map<SpaceId, SpaceKey> current = new ConcurrentHashMap<>();

    /** Held while a key is made and the next generation is written. Guards the fields below. */
    private final ReentrantLock making = new ReentrantLock();

    /** All entries, in the order in which they came: each generation of the file continues the one before. */
    private final List<RingEntry> order = new ArrayList<>();

    /** The whole files. */
    private final TreeSet<Long> generations = new TreeSet<>();

    private long lastGeneration;

    private KeyRing(
            Database database,
            RootKey root,
            RingDirectory directory,
            BlobReports reports,
            SecureRandom random,
            Clock clock) {
        this.database = database;
        this.root = root;
        this.directory = directory;
        this.reports = reports;
        this.random = random;
        this.clock = clock;
    }

    /**
     * Opens the ring of an installation, making the root key if the installation is fresh. Checks once more what
     * {@link KeyCheck} has checked, then heals: rows that are missing or altered from the files, and files that are
     * missing or damaged, the latter after setting them aside as {@code *.damaged}.
     *
     * @throws KeysRefused when the keys at hand do not open what is stored; nothing was written
     * @throws StorageFailure when the disk fails
     */
    public static KeyRing open(
            KeyPlaces places, Database database, BlobReports reports, SecureRandom random, Clock clock) {
        return open(places, database, reports, random, clock, new RealDisk());
    }

    static KeyRing open(
            KeyPlaces places, Database database, BlobReports reports, SecureRandom random, Clock clock, Disk disk) {
        KeyCheck check = KeyCheck.of(places, database.read(KeyRows::read));
        RingDirectory directory = new RingDirectory(places.keys(), disk);
        directory.prepare();
        RootKey root;
        if (check.isFresh()) {
            root = RootKeyFile.create(places.rootKey(), disk, random, clock.instant());
            LOG.info(
                    "made the root key {}: back up {}, without it no stored file can be read",
                    root.id(),
                    places.rootKey());
        } else {
            root = check.root();
        }
        if (check.ringIsNew()) {
            reports.rootKeyMade(root.id());
        }
        KeyRing ring = new KeyRing(database, root, directory, reports, random, clock);
        ring.load(check);
        return ring;
    }

    /** The id of the root key: a public name, printed by status commands and stored with backups. */
    public UUID rootId() {
        return root.id();
    }

    /**
     * The key that seals new objects of a space; made and durable when this returns. May write to the database, so not
     * to be called within a transaction.
     */
    SpaceKey current(SpaceId space) {
        SpaceKey known = current.get(space);
        return known != null ? known : make(space);
    }

    /** The key that an object's header names; empty when neither this process nor the database knows it. */
    Optional<SpaceKey> find(KeyName name) {
        SpaceKey known = opened.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        RingEntry entry = entries.get(name);
        // Not known here: another process of this installation may have made it.
        return (entry != null ? Optional.of(entry) : lookUp(name))
                .filter(found -> found.state() != RingEntry.State.DESTROYED)
                .map(this::open);
    }

    private void load(KeyCheck check) {
        making.lock();
        try {
            check.entries().values().forEach(this::add);
            generations.addAll(check.goodFiles());
            healRows(check);
            healFiles(check);
        } finally {
            making.unlock();
        }
    }

    private void healRows(KeyCheck check) {
        List<RingEntry> missing = check.missingInTable();
        if (!missing.isEmpty()) {
            LOG.warn(
                    "the key ring in the database lacks {} of {} keys: restored from its files",
                    missing.size(),
                    entries.size());
            database.write(Partition.GENERAL, tx -> {
                for (RingEntry entry : missing) {
                    put(tx, entry);
                }
                return null;
            });
        }
    }

    private void healFiles(KeyCheck check) {
        for (long generation : check.damagedFiles()) {
            LOG.warn("{} is damaged and set aside", directory.path(generation));
            directory.setAside(generation);
        }
        lastGeneration = LongStream.concat(
                        check.goodFiles().stream().mapToLong(Long::longValue),
                        check.damagedFiles().stream().mapToLong(Long::longValue))
                .max()
                .orElse(0);
        int wanted = Math.clamp(lastGeneration, 1, RingDirectory.GENERATIONS_KEPT);
        boolean complete = check.newestFileIsComplete();
        while (!complete || generations.size() < wanted) {
            writeGeneration(order);
            complete = true;
        }
    }

    private SpaceKey make(SpaceId space) {
        making.lock();
        try {
            SpaceKey known = current.get(space);
            if (known != null) {
                return known;
            }
            RingEntry entry = newestRow(space);
            if (entry.state() != RingEntry.State.ACTIVE) {
                throw new IllegalStateException("space " + space.value() + " has no active key, only " + entry);
            }
            if (!entries.containsKey(entry.name())) {
                List<RingEntry> longer = new ArrayList<>(order);
                longer.add(entry);
                writeGeneration(longer);
                add(entry);
            }
            SpaceKey key = open(entry);
            current.put(space, key);
            return key;
        } finally {
            making.unlock();
        }
    }

    /** The newest key in the table, after adding a first one if there is none: the table decides between processes. */
    private RingEntry newestRow(SpaceId space) {
        RingEntry candidate =
                RingEntry.create(space, new KeyName(randomId(), 1), root, micros(clock.instant()), random);
        byte[] row = database.write(Partition.of(space), tx -> {
            Optional<byte[]> newest = newest(tx, space);
            if (newest.isEmpty()) {
                put(tx, candidate);
                reports.spaceKeyMade(tx, space, candidate.name().toString());
                newest = newest(tx, space);
            }
            return newest.orElseThrow();
        });
        return verified(row);
    }

    private static Optional<byte[]> newest(Transaction tx, SpaceId space) throws SQLException {
        return tx.one(NEWEST, row -> row.getBytes(1), space.value());
    }

    private Optional<RingEntry> lookUp(KeyName name) {
        Optional<RingEntry> found = database.read(
                        session -> session.one(NAMED, row -> row.getBytes(1), name.id(), name.version()))
                .map(this::verified);
        making.lock();
        try {
            found.filter(entry -> !entries.containsKey(name)).ifPresent(this::add);
            return found;
        } finally {
            making.unlock();
        }
    }

    private void add(RingEntry entry) {
        order.add(entry);
        entries.put(entry.name(), entry);
    }

    private RingEntry verified(byte[] row) {
        try {
            return RingEntry.parse(row, root);
        } catch (SealBroken e) {
            throw new KeysRefused("A key in the database was altered while Coffer runs: " + e.getMessage(), e);
        }
    }

    private SpaceKey open(RingEntry entry) {
        try {
            SpaceKey key = entry.open(root);
            opened.put(entry.name(), key);
            return key;
        } catch (SealBroken e) {
            // Entries are verified when they are read, so this one was written by a program with an error.
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private void writeGeneration(List<RingEntry> all) {
        directory.write(lastGeneration + 1, micros(clock.instant()), all, root);
        lastGeneration++;
        reports.ringWritten(lastGeneration, all.size());
        generations.add(lastGeneration);
        directory.prune(generations);
        while (generations.size() > RingDirectory.GENERATIONS_KEPT) {
            generations.removeFirst();
        }
    }

    private static void put(Transaction tx, RingEntry entry) throws SQLException {
        KeyName name = entry.name();
        tx.update(PUT, name.id(), name.version(), entry.space().value(), entry.bytes());
    }

    private UUID randomId() {
        return coffer.base.ObjectId.random(random).value();
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
