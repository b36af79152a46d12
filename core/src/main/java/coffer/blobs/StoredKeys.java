package coffer.blobs;

import coffer.base.ObjectId;
import coffer.db.Databases;
import coffer.db.Session;
import coffer.keys.KeyName;
import coffer.keys.NeededKeys;
import coffer.keys.SealBroken;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Which keys stored objects need: a sample of the rows, and of what lies in the store. Only reads. */
public final class StoredKeys implements NeededKeys {
    /** Objects in the store whose headers are looked at when no row tells which keys are needed. */
    private static final int STORED_SAMPLED = 32;

    private static final String ANY_OBJECT = "SELECT 1 FROM object LIMIT 1";

    /** Ids come in the order of time, so this looks at the oldest and at the newest. */
    private static final String SAMPLE = """
            SELECT space_key_id, space_key_version
              FROM (SELECT space_key_id, space_key_version FROM object ORDER BY id %s LIMIT 128) AS sample
             WHERE space_key_id IS NOT NULL
            """;

    private final boolean named;
    private final Set<KeyName> ofNamed;
    private final Supplier<BlobStore> store;

    private StoredKeys(boolean named, Set<KeyName> ofNamed, Supplier<BlobStore> store) {
        this.named = named;
        this.ofNamed = ofNamed;
        this.store = store;
    }

    /** @param store asked only when the rows do not tell */
    public static StoredKeys in(Session session, Supplier<BlobStore> store) throws SQLException {
        Set<KeyName> sample = new HashSet<>(session.list(SAMPLE.formatted("ASC"), StoredKeys::name));
        sample.addAll(session.list(SAMPLE.formatted("DESC"), StoredKeys::name));
        return new StoredKeys(session.one(ANY_OBJECT, row -> row.getInt(1)).isPresent(), sample, store);
    }

    /**
     * The same before migrations have run.
     *
     * @param database null when there is none yet
     */
    public static StoredKeys peek(@Nullable Connection database, Supplier<BlobStore> store) throws SQLException {
        return database != null && Databases.hasTable(database, "object")
                ? in(Databases.session(database), store)
                : new StoredKeys(false, Set.of(), store);
    }

    @Override
    public boolean named() {
        return named;
    }

    @Override
    public Set<KeyName> ofNamed() {
        return ofNamed;
    }

    @Override
    public boolean stored() {
        return !some(1).isEmpty();
    }

    @Override
    public Set<KeyName> ofStored() {
        Set<KeyName> keys = new HashSet<>();
        for (ObjectId id : some(STORED_SAMPLED)) {
            try (SealedBytes bytes = store.get().open(id)) {
                byte[] header = new byte[SealedFormat.HEADER_BYTES];
                bytes.read(0, header, 0, header.length);
                keys.add(SealedHeader.parse(header).spaceKey());
            } catch (SealBroken e) {
                // A damaged or plain object says nothing about the keys; reading it will say what is wrong with it.
            }
        }
        return keys;
    }

    @Override
    public String place() {
        return store.get().place();
    }

    /** Objects in the store: those found first. */
    private Set<ObjectId> some(int max) {
        Set<ObjectId> found = new HashSet<>();
        Optional<String> after = Optional.of("");
        while (after.isPresent() && found.size() < max) {
            BlobStore.Listing listing = store.get().list(after.get(), 1);
            List<ObjectId> ids = listing.found().stream()
                    .map(BlobStore.Stored::id)
                    .flatMap(Optional::stream)
                    .limit(max - (long) found.size())
                    .toList();
            found.addAll(ids);
            after = listing.next();
        }
        return found;
    }

    private static KeyName name(ResultSet row) throws SQLException {
        return new KeyName(Session.uuid(row, 1), row.getInt(2));
    }
}
