package coffer.keys;

import coffer.base.ObjectId;
import coffer.base.SpaceId;
import coffer.db.Database;
import coffer.db.Partition;
import coffer.db.Transaction;
import coffer.disk.Disk;
import coffer.disk.RealDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of all spaces, wrapped by the root key and kept twice: in generations of files and in the database. Either
 * copy heals the other when the ring is opened. Thread-safe.
 *
 * <p>A space's key is made at its first use. It is in the database and in a new generation of the file before anybody
 * gets it, so no object can be sealed with a key that a crash takes away.
 *
 * <p>Unwrapped keys are kept in memory: for ever where the root key lies in a file, for {@link #KEPT_FROM_SERVICE} where it is in a device
 * or service. Which key of a space is the newest is known for {@link #NEWEST_KNOWN_FOR}, because another process may have made a newer one.
 */
public final class KeyRing {
    /** After this an unwrapped key must be asked for again. */
    public static final Duration KEPT_FROM_SERVICE = Duration.ofMinutes(15);

    /** How long objects may still be sealed with a key that another process has retired. */
    public static final Duration NEWEST_KNOWN_FOR = Duration.ofSeconds(30);

    private static final int ROWS_AT_ONCE = 200;

    private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);

    private final Database database;
    private final KeyPlaces places;
    private final RootKeys rootKeys;
    private final RingFiles files;
    private final KeyReports reports;
    private final SecureRandom random;
    private final Clock clock;

    private final Map<KeyName, Kept> opened = new ConcurrentHashMap<>();
    private final Map<SpaceId, Kept> current = new ConcurrentHashMap<>();

    /** Held while the ring changes and the next generation is written. */
    private final ReentrantLock making = new ReentrantLock();

    /** Changed by the holder of {@link #making} alone, after it is durable. */
    private volatile Ring ring;

    private KeyRing(
            Database database,
            KeyPlaces places,
            RootKeys rootKeys,
            RingFiles files,
            Ring ring,
            KeyReports reports,
            SecureRandom random,
            Clock clock) {
        this.database = database;
        this.places = places;
        this.rootKeys = rootKeys;
        this.files = files;
        this.ring = ring;
        this.reports = reports;
        this.random = random;
        this.clock = clock;
    }

    /** An unwrapped key and until when it may be used without asking again, in milliseconds since 1970. */
    private record Kept(SpaceKey key, long until) {}

    /**
     * Opens the ring of an installation, making the root key if the installation is fresh. Checks once more what
     * {@link KeyCheck} has checked, then heals: rows that are missing or altered from the files, and files that are
     * missing or damaged, the latter after setting them aside as {@code *.damaged}. A rotation that was cut short is finished.
     *
     * @param needed of the same database and its store
     * @throws KeysRefused when the keys at hand do not open what is stored; nothing was written
     * @throws RootKeyAway when the root key is in a device or service that does not answer; nothing was written
     * @throws coffer.disk.StorageFailure when the disk fails
     */
    public static KeyRing open(
            KeyPlaces places,
            RootKeys rootKeys,
            NeededKeys needed,
            Database database,
            KeyReports reports,
            SecureRandom random,
            Clock clock) {
        return open(places, rootKeys, needed, database, reports, random, clock, new RealDisk());
    }

    static KeyRing open(
            KeyPlaces places,
            RootKeys rootKeys,
            NeededKeys needed,
            Database database,
            KeyReports reports,
            SecureRandom random,
            Clock clock,
            Disk disk) {
        KeyCheck check = KeyCheck.of(places, rootKeys, needed, database.read(KeyRows::all));
        RingFiles files = new RingFiles(places, disk, reports, clock);
        files.prepare();
        Ring ring;
        if (check.isFresh()) {
            RootKey root = rootKeys.create(places.rootKey(), disk, new RootForm.Plain(), clock.instant());
            LOG.info(
                    "made the root key {}: back up {}, without it no stored file can be read",
                    root.id(),
                    places.rootKey());
            ring = files.first(root);
        } else {
            ring = check.ring();
        }
        if (check.ringIsNew()) {
            reports.rootKeyMade(ring.root().id());
        }
        KeyRing opened = new KeyRing(database, places, rootKeys, files, ring, reports, random, clock);
        opened.healRows(check);
        files.heal(check, ring);
        return opened;
    }

    /** The id of the root key: a public name, printed by status commands and stored with backups. */
    public UUID rootId() {
        return ring.root().id();
    }

    /** Where the root key is, without secrets. */
    public String rootPlace() {
        RootKey root = ring.root();
        return root.isRemote() ? root.place() : places.rootKey().toString();
    }

    /** The newest generation of the ring file. */
    public long generation() {
        return files.generation();
    }

    /**
     * The 32 bytes of the root key, for a recovery kit; the caller clears them. Empty when a device or service has it, which does not give it
     * away.
     *
     * @throws KeysRefused when its file cannot be read any more
     */
    public Optional<byte[]> revealRoot() {
        return rootKeys.reveal(places.rootKey(), rootId());
    }

    /** The files of the ring as they are now, by their names: for a backup. Nothing in them opens without the root key. */
    public SortedMap<String, byte[]> copies() {
        making.lock();
        try {
            SortedMap<String, byte[]> copies = new TreeMap<>();
            RingDirectory.read(places.keys())
                    .forEach((generation, bytes) -> copies.put(RingDirectory.name(generation), bytes));
            return copies;
        } finally {
            making.unlock();
        }
    }

    /**
     * The file of the root key as it is, which may need a passphrase, device or service to open.
     *
     * @throws KeysRefused when it cannot be read any more
     */
    public byte[] rootKeyFile() {
        try {
            return Files.readAllBytes(places.rootKey());
        } catch (IOException e) {
            throw new KeysRefused("The root key file " + places.rootKey() + " cannot be read any more: " + e, e);
        }
    }

    /** Whether 32 bytes are the root key: opens every key of the newest ring file with them and with nothing else. Changes nothing. */
    public RingProof.Result prove(byte[] key) {
        RootKey candidate = rootKeys.of(key, "a recovery kit");
        if (!candidate.id().equals(rootId())) {
            return new RingProof.Result.Failed(
                    "it holds root key " + candidate.id() + ", and this installation has " + rootId());
        }
        making.lock();
        try {
            long newest = files.generation();
            byte[] file = RingDirectory.read(places.keys()).get(newest);
            return file == null
                    ? new RingProof.Result.Failed(
                            "generation " + newest + " of the key ring is not in " + places.keys())
                    : RingProof.of(file, newest, candidate);
        } finally {
            making.unlock();
        }
    }

    /** Every key there ever was, in the order of their making. */
    public List<KeyStatus> keys() {
        return ring.entries().stream()
                .map(entry -> new KeyStatus(entry.name(), entry.space(), entry.state(), entry.created()))
                .toList();
    }

    /** What a key may still do; empty when this process does not know it. */
    public Optional<KeyState> state(KeyName name) {
        return ring.find(name).map(RingEntry::state);
    }

    /** The space whose objects a key has sealed; empty when this process does not know it. */
    public Optional<SpaceId> space(KeyName name) {
        return ring.find(name).map(RingEntry::space);
    }

    /**
     * The key that seals new objects of a space; made and durable when this returns. May write to the database, so not
     * to be called within a transaction.
     *
     * @throws RootKeyAway when it is not in memory and the root key cannot be reached
     */
    public SpaceKey current(SpaceId space) {
        Kept known = current.get(space);
        return known != null && clock.millis() < known.until ? known.key : newest(space);
    }

    /**
     * The key that an object's header names; empty when neither this process nor the database knows it, or it is destroyed.
     *
     * @throws RootKeyAway when it is not in memory and the root key cannot be reached
     */
    public Optional<SpaceKey> find(KeyName name) {
        Kept known = opened.get(name);
        if (known != null && clock.millis() < known.until) {
            return Optional.of(known.key);
        }
        // Not known here: another process of this installation may have made it.
        Optional<RingEntry> entry = ring.find(name).or(() -> lookUp(name));
        return entry.filter(found -> found.state() != KeyState.DESTROYED).map(found -> open(name));
    }

    /**
     * Wraps all keys by a root key that is made for it. No object is touched. The files of the root key and of the generations before stay
     * until the next start has shown that nothing needs them; whoever keeps older backups of the ring keeps the older root key too.
     *
     * @return the id of the new root key, which is durable and in use
     * @throws RootKeyAway when a device or service does not answer; nothing was changed
     * @throws IllegalArgumentException when its address is not understood; nothing was changed
     * @throws coffer.disk.StorageFailure when the disk fails: either nothing was changed, or the next start finishes it
     */
    public UUID rotateRoot(RootForm form) {
        making.lock();
        try {
            UUID before = rootId();
            RootKey next = rootKeys.create(places.nextRootKey(), files.disk(), form, clock.instant());
            Ring rewrapped = ring.under(next);
            files.write(rewrapped);
            // From here on the new root key is the one: a crash is finished by the next start.
            ring = rewrapped;
            files.takeNextRootKey();
            putAll(rewrapped);
            reports.rootKeyRotated(before, next.id());
            return next.id();
        } catch (SealBroken e) {
            files.forgetNextRootKey();
            throw new KeysRefused(
                    "A key of the ring does not open, so the root key stays as it is: " + e.getMessage(), e);
        } catch (RootKeyAway e) {
            files.forgetNextRootKey();
            throw e;
        } finally {
            making.unlock();
        }
    }

    /**
     * Gives a space another key for what comes from now on. The one before opens what it has sealed and seals nothing more. May write to the
     * database: not to be called within a transaction.
     *
     * @return the new key; durable
     */
    public KeyName renew(SpaceId space) {
        making.lock();
        try {
            SpaceKey before = newest(space);
            RingEntry retired = ring.find(before.name()).orElseThrow().readOnly(ring.root());
            RingEntry fresh =
                    create(space, new KeyName(before.name().id(), before.name().version() + 1));
            database.write(Partition.of(space), tx -> {
                KeyRows.put(tx, retired);
                KeyRows.put(tx, fresh);
                reports.spaceKeyRetired(tx, space, retired.name().toString(), false);
                reports.spaceKeyMade(tx, space, fresh.name().toString());
                return null;
            });
            adopt(ring.with(retired).with(fresh));
            current.remove(space);
            newest(space);
            return fresh.name();
        } finally {
            making.unlock();
        }
    }

    /**
     * Destroys a key: its bytes go from the table and from all generations, and what it has sealed can never be opened again. To be called
     * only when nothing is left that is worth opening.
     */
    public void destroy(KeyName name) {
        making.lock();
        try {
            RingEntry entry = ring.find(name)
                    .filter(found -> found.state() != KeyState.DESTROYED)
                    .orElseThrow(() -> new IllegalArgumentException("there is no space key " + name));
            RingEntry destroyed = entry.destroyed(ring.root());
            database.write(Partition.of(entry.space()), tx -> {
                KeyRows.put(tx, destroyed);
                reports.spaceKeyRetired(tx, entry.space(), name.toString(), true);
                return null;
            });
            Ring without = ring.with(destroyed);
            for (int i = 0; i < RingDirectory.GENERATIONS_KEPT; i++) {
                adopt(without);
            }
            opened.remove(name);
            current.remove(entry.space());
        } finally {
            making.unlock();
        }
    }

    private void healRows(KeyCheck check) {
        List<RingEntry> missing = ring.entries().stream()
                .filter(entry -> !check.inTable().contains(entry))
                .toList();
        if (!missing.isEmpty()) {
            LOG.warn(
                    "the key ring in the database lacks {} of {} keys: restored from its files",
                    missing.size(),
                    ring.entries().size());
            putAll(missing);
        }
    }

    private void putAll(Ring all) {
        putAll(List.copyOf(all.entries()));
    }

    /** In transactions of a bounded size; one that is missing after a crash is written by the next start. */
    private void putAll(List<RingEntry> all) {
        for (int from = 0; from < all.size(); from += ROWS_AT_ONCE) {
            List<RingEntry> batch = all.subList(from, Math.min(all.size(), from + ROWS_AT_ONCE));
            database.write(Partition.GENERAL, tx -> {
                for (RingEntry entry : batch) {
                    KeyRows.put(tx, entry);
                }
                return null;
            });
        }
    }

    private SpaceKey newest(SpaceId space) {
        making.lock();
        try {
            RingEntry entry = verified(
                    database.read(session -> KeyRows.newest(session, space)).orElseGet(() -> makeFirst(space)));
            if (entry.state() != KeyState.ACTIVE) {
                throw new IllegalStateException("space " + space.value() + " has no active key, only " + entry);
            }
            if (ring.find(entry.name()).isEmpty()) {
                adopt(ring.with(entry));
            }
            SpaceKey key = find(entry.name()).orElseThrow();
            current.put(space, new Kept(key, clock.millis() + NEWEST_KNOWN_FOR.toMillis()));
            return key;
        } finally {
            making.unlock();
        }
    }

    /** The table decides between processes: the row that is there, after adding one if there was none. */
    private byte[] makeFirst(SpaceId space) {
        RingEntry candidate = create(space, new KeyName(ObjectId.random(random).value(), 1));
        return database.write(Partition.of(space), tx -> {
            Optional<byte[]> newest = KeyRows.newest(tx, space);
            return newest.isPresent() ? newest.get() : put(tx, candidate);
        });
    }

    private byte[] put(Transaction tx, RingEntry entry) throws SQLException {
        KeyRows.put(tx, entry);
        reports.spaceKeyMade(tx, entry.space(), entry.name().toString());
        return entry.bytes();
    }

    private RingEntry create(SpaceId space, KeyName name) {
        return RingEntry.create(
                space, name, ring.root(), ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()), random);
    }

    /** Makes a ring durable in a file, then uses it. */
    private void adopt(Ring changed) {
        files.write(changed);
        ring = changed;
    }

    private Optional<RingEntry> lookUp(KeyName name) {
        Optional<RingEntry> found =
                database.read(session -> KeyRows.named(session, name)).map(this::verified);
        making.lock();
        try {
            // The process that made it has written it into its files; ours get it with the next generation.
            found.filter(_ -> ring.find(name).isEmpty()).ifPresent(entry -> ring = ring.with(entry));
            return found;
        } finally {
            making.unlock();
        }
    }

    private RingEntry verified(byte[] row) {
        try {
            return RingEntry.parse(row, ring.root());
        } catch (SealBroken e) {
            throw new KeysRefused(
                    "A key in the database was altered while Coffer runs, or another process has another"
                            + " root key: " + e.getMessage(),
                    e);
        }
    }

    private SpaceKey open(KeyName name) {
        Ring now = ring;
        RingEntry entry = now.find(name).orElseThrow();
        try {
            SpaceKey key = entry.open(now.root());
            long until = now.root().isRemote() ? clock.millis() + KEPT_FROM_SERVICE.toMillis() : Long.MAX_VALUE;
            opened.put(name, new Kept(key, until));
            return key;
        } catch (SealBroken e) {
            // Entries are verified when they are read, so this one was written by a program with an error.
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
