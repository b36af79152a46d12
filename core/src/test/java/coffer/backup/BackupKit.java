package coffer.backup;

import coffer.base.Checksum;
import coffer.base.ObjectId;
import coffer.base.SpaceId;
import coffer.blobs.BlobStore;
import coffer.blobs.Contents;
import coffer.blobs.ObjectReader;
import coffer.blobs.Objects;
import coffer.blobs.ReceiveLimits;
import coffer.blobs.SealedBytes;
import coffer.blobs.StoredObject;
import coffer.blobs.StoredObjects;
import coffer.blobs.ToldReports;
import coffer.db.Database;
import coffer.db.Databases;
import coffer.db.Dialect;
import coffer.db.Ids;
import coffer.db.Partition;
import coffer.db.PostgresCluster;
import coffer.db.StoreContract;
import coffer.db.Tables;
import coffer.keys.KeyRing;
import coffer.keys.OfflineRing;
import coffer.keys.RootKeys;
import coffer.keys.SealBroken;
import coffer.testkit.TurnedClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An installation with content for one test, a place for backups beside it, and another data directory to restore into. */
public abstract class BackupKit extends StoreContract {
    static final SpaceId SPACE = new SpaceId(1);
    static final int SMALL = 3_000;
    static final int LARGE = 150_000;
    static final String INSTALLATION = "oc0123456789";

    final TurnedClock clock = new TurnedClock(Instant.parse("2026-11-23T01:02:03Z"));
    final SecureRandom random = new SecureRandom();
    final List<ObjectId> stored = new ArrayList<>();
    private final List<String> postgres = new ArrayList<>();
    KeyRing ring;
    Objects objects;
    Path data;
    private BackupPlace place;
    Path other;
    List<Path> files = List.of();

    @BeforeEach
    final void openInstallation() {
        data = directory;
        place = openPlace();
        other = directory.resolve("restored");
        ring = Contents.ring(data, database, new ToldReports(), random, clock);
        objects = Contents.objects(
                Contents.store(data),
                database,
                new Ids(database),
                ring,
                new ToldReports(),
                random,
                clock,
                Objects.INLINE_DEFAULT_BYTES);
    }

    /** An empty place. */
    protected BackupPlace openPlace() {
        return BackupDirectory.make(directory.resolve("the backup"));
    }

    final BackupPlace place() {
        return place;
    }

    @AfterEach
    final void dropDatabases() {
        place.close();
        postgres.forEach(PostgresCluster.shared()::drop);
    }

    final Backup backup() {
        return backup(INSTALLATION);
    }

    final Backup backup(String installation) {
        return new Backup(
                database,
                new StoredObjects(database, objects),
                ring,
                new DataFiles(data, () -> files),
                new Backup.About("1.2.3", installation),
                random,
                clock);
    }

    final BackupReport make() {
        return make(place);
    }

    final BackupReport make(BackupPlace at) {
        clock.turn(java.time.Duration.ofMinutes(1));
        return backup().make(at, BackupOptions.PLAIN);
    }

    /** With the keys of the installation. */
    final Restore restore() {
        return new Restore(place, ring::find, random);
    }

    final String newest() {
        return Restore.snapshots(place).getLast();
    }

    final RestoreReport check() {
        return restore().check(newest());
    }

    /** Received and registered. */
    final ObjectId store(int seed, int length) {
        try {
            byte[] content = content(seed, length);
            StoredObject object = objects.receive(
                            SPACE,
                            new ByteArrayInputStream(content),
                            ReceiveLimits.exactly(content.length),
                            Set.<Checksum.Algorithm>of())
                    .object();
            register(object);
            stored.add(object.id());
            return object.id();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    final ObjectId manifest(ObjectId one, int oneBytes, ObjectId two, int twoBytes) {
        StoredObject object = objects.manifest(List.of(one, two), List.of((long) oneBytes, (long) twoBytes));
        register(object);
        stored.add(object.id());
        return object.id();
    }

    final void register(StoredObject object) {
        database.write(Partition.of(SPACE), tx -> {
            objects.register(tx, object);
            return null;
        });
    }

    static byte[] content(int seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static byte[] read(Objects from, ObjectId id) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ObjectReader reader = from.open(id)) {
            reader.transfer(0, reader.sizeBytes(), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    final void sql(String statement, Object... args) {
        database.write(Partition.GENERAL, tx -> tx.update(statement, args));
    }

    /** An installation that came out of a backup. */
    record Restored(Database database, Objects objects, KeyRing ring, RestoreReport report) implements AutoCloseable {
        @Override
        public void close() {
            database.close();
        }
    }

    /** Restores the newest snapshot with nothing but the place and the file of the root key, and opens what came. */
    final Restored restoreElsewhere() throws IOException {
        Files.createDirectories(other.resolve("keys"));
        BackupPlace from = place;
        Restore.copyKeys(from, other.resolve("keys"), false);
        Files.copy(data.resolve("keys/root.key"), other.resolve("keys/root.key"));
        OfflineRing offline =
                OfflineRing.in(RootKeys.inFiles(random), other.resolve("keys/root.key"), other.resolve("keys"));
        BlobStore store = Contents.store(other);
        RestoreReport report = new Restore(from, offline::find, random).into(newest(), target(Optional.of(store)));
        Database opened = open();
        KeyRing itsRing = Contents.ring(other, opened, new ToldReports(), random, clock);
        Objects itsObjects = Contents.objects(
                store,
                opened,
                new Ids(opened),
                itsRing,
                new ToldReports(),
                random,
                clock,
                Objects.INLINE_DEFAULT_BYTES);
        return new Restored(opened, itsObjects, itsRing, report);
    }

    private String postgresUrl = "";

    final RestoreTarget target(Optional<BlobStore> store) {
        if (database.dialect() == Dialect.SQLITE) {
            return new RestoreTarget(
                    other,
                    Dialect.SQLITE,
                    migration -> Databases.sqliteAt(other.resolve("coffer.db"), migration),
                    store);
        }
        String name = PostgresCluster.shared().create(null);
        postgres.add(name);
        postgresUrl = PostgresCluster.shared().url(name);
        return new RestoreTarget(
                other, Dialect.POSTGRESQL, migration -> Databases.postgresAt(postgresUrl, migration), store);
    }

    private Database open() {
        return database.dialect() == Dialect.SQLITE
                ? Databases.sqlite(other.resolve("coffer.db"))
                : Databases.postgres(postgresUrl);
    }

    /** All rows of all tables, as text. */
    static Map<String, List<String>> rows(Database of) {
        Map<String, List<String>> rows = new TreeMap<>();
        of.read(session -> {
            for (Tables.Table table : Tables.all(session)) {
                List<String> found = new ArrayList<>();
                session.each(
                        "SELECT " + String.join(", ", table.columns()) + " FROM " + table.name() + " ORDER BY "
                                + String.join(", ", table.key()),
                        row -> {
                            StringBuilder line = new StringBuilder();
                            for (int i = 1; i <= table.columns().size(); i++) {
                                Object value = row.getObject(i);
                                line.append(
                                                value instanceof byte[] bytes
                                                        ? java.util.HexFormat.of()
                                                                .formatHex(bytes)
                                                        : String.valueOf(value))
                                        .append('|');
                            }
                            found.add(line.toString());
                        });
                rows.put(table.name(), found);
            }
            return null;
        });
        return rows;
    }

    /** Every object and piece in the place with its length. */
    final Map<ObjectId, Long> listing() {
        Map<ObjectId, Long> listing = new HashMap<>();
        for (BlobStore.Stored found :
                place.objects().list("", Integer.MAX_VALUE).found()) {
            ObjectId id = found.id().orElseThrow();
            listing.put(id, (long) bytes(id).length);
        }
        return listing;
    }

    /** The stored bytes of something in the place. */
    final byte[] bytes(ObjectId id) {
        try (SealedBytes stored = place.objects().open(id)) {
            byte[] bytes = new byte[(int) stored.length()];
            if (bytes.length > 0) {
                stored.read(0, bytes, 0, bytes.length);
            }
            return bytes;
        } catch (SealBroken e) {
            throw new AssertionError(e);
        }
    }

    /** Puts other bytes into the place of something. */
    final void put(ObjectId id, byte[] bytes) {
        place.objects().remove(id);
        try (BlobStore.Incoming incoming = place.objects().receive(id)) {
            incoming.write(bytes, 0, bytes.length);
            incoming.keep();
        }
    }

    final void flip(ObjectId id) {
        byte[] bytes = bytes(id);
        bytes[bytes.length / 2] ^= 1;
        put(id, bytes);
    }
}
