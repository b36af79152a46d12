package coffer.blobs;

import coffer.base.Checksum;
import coffer.base.ObjectId;
import coffer.base.SpaceId;
import coffer.db.Dialect;
import coffer.db.Ids;
import coffer.db.Partition;
import coffer.db.StoreContract;
import coffer.keys.KeyRing;
import coffer.testkit.TurnedClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;

/** An installation's content for one test, in a store that can be told to fail. */
abstract class BlobsContract extends StoreContract {
    static final SpaceId SPACE = new SpaceId(1);
    static final ObjectReferences NAMES = RowReferences.of("names", "id");

    /** In the inline limit, and beyond it. */
    static final int SMALL = 1_000;

    static final int LARGE = 200_000;

    final TurnedClock clock = new TurnedClock(Instant.now());
    final SecureRandom random = new SecureRandom();
    final ToldReports reports = new ToldReports();
    TestStore store;
    KeyRing ring;
    Objects objects;

    @BeforeEach
    final void openContent() {
        store = TestStore.in(directory);
        ring = Contents.ring(directory, database, reports, random, clock);
        objects = open(Objects.INLINE_DEFAULT_BYTES);
        // The key of the space is made at its first use; later failures are meant for content.
        ring.current(SPACE);
    }

    /** New objects lie otherwise from now on, as after a start with another setting. */
    final void lie(AtRest atRest) {
        objects = new Objects(
                store.open(),
                database,
                new Ids(database),
                ring,
                reports,
                random,
                clock,
                atRest,
                Objects.INLINE_DEFAULT_BYTES);
    }

    final Objects open(int inlineMaxBytes) {
        return Contents.objects(
                store.open(), database, new Ids(database), ring, reports, random, clock, inlineMaxBytes);
    }

    /** Content that differs between seeds. */
    static byte[] content(int seed, int length) {
        byte[] bytes = Sealed.plain(length);
        for (int i = 0; i < length; i++) {
            bytes[i] ^= (byte) seed;
        }
        return bytes;
    }

    final StoredObject receive(byte[] content) {
        try {
            return objects.receive(
                            SPACE, new ByteArrayInputStream(content), ReceiveLimits.exactly(content.length), Set.of())
                    .object();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    final Received receive(byte[] content, ReceiveLimits limits, Checksum.Algorithm... wanted) throws IOException {
        return objects.receive(SPACE, new ByteArrayInputStream(content), limits, Set.of(wanted));
    }

    /** Received and registered. */
    final ObjectId store(byte[] content) {
        StoredObject object = receive(content);
        register(object);
        return object.id();
    }

    final void register(StoredObject... stored) {
        database.write(Partition.of(SPACE), tx -> {
            for (StoredObject object : stored) {
                objects.register(tx, object);
            }
            return null;
        });
    }

    final byte[] read(ObjectId id) {
        try (ObjectReader reader = objects.open(id)) {
            return range(reader, 0, reader.sizeBytes());
        }
    }

    static byte[] range(ObjectReader reader, long from, long to) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            reader.transfer(from, to, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    final long count(String table) {
        return database.read(session -> session.one("SELECT count(*) FROM " + table, row -> row.getLong(1)))
                .orElseThrow();
    }

    /** A table of names that plays the features. */
    final void makeNames() {
        sql("CREATE TABLE names (id INTEGER PRIMARY KEY"
                + (database.dialect() == Dialect.SQLITE
                        ? ", object_id BLOB, space_id INTEGER)"
                        : " GENERATED ALWAYS AS IDENTITY, object_id BYTEA, space_id BIGINT)"));
    }

    final void name(ObjectId... ids) {
        name(SPACE, ids);
    }

    final void name(SpaceId space, ObjectId... ids) {
        for (ObjectId id : ids) {
            sql("INSERT INTO names (object_id, space_id) VALUES (?, ?)", id.value(), space.value());
        }
    }

    /** What the names of a space say, in the order of their making. */
    final List<ObjectId> named(SpaceId space) {
        return database.read(session -> session.list(
                "SELECT object_id FROM names WHERE space_id = ? ORDER BY id", ObjectRows::id, space.value()));
    }

    final void sql(String statement, Object... args) {
        database.write(Partition.GENERAL, tx -> tx.update(statement, args));
    }
}
