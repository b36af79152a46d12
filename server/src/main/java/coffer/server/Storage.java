package coffer.server;

import coffer.blobs.BlobReports;
import coffer.blobs.BlobStore;
import coffer.blobs.ObjectDirectory;
import coffer.blobs.Objects;
import coffer.blobs.StoredKeys;
import coffer.db.Database;
import coffer.db.Databases;
import coffer.db.Ids;
import coffer.keys.KeyCheck;
import coffer.keys.KeyPlaces;
import coffer.keys.KeyReports;
import coffer.keys.KeyRing;
import coffer.keys.KeyServices;
import coffer.keys.RootKeys;
import java.security.SecureRandom;
import java.time.Clock;

/** Where keys and content are, as the settings say. Making one touches nothing. */
final class Storage {
    private final StorageSettings settings;
    private final KeyPlaces places;
    private final RootKeys rootKeys;
    private final ObjectDirectory store;
    private final SecureRandom random;
    private final Clock clock;

    Storage(Settings settings, SecureRandom random, Clock clock) {
        this.settings = settings.storage();
        KeyPlaces inData = KeyPlaces.in(settings.data());
        places = settings.storage().rootKey().map(inData::withRootKey).orElse(inData);
        rootKeys = new RootKeys(random, KeyServices.NONE, settings.storage()::secret);
        store = ObjectDirectory.in(settings.data());
        this.random = random;
        this.clock = clock;
    }

    /**
     * Looks whether nothing is stored here yet, before anything is written. Throws {@link coffer.keys.KeysRefused} when the keys at hand do
     * not open what is stored.
     */
    Databases.Peek<Boolean> look() {
        return connection -> KeyCheck.isFresh(places, rootKeys, StoredKeys.peek(connection, () -> store), connection);
    }

    /** Makes the store ready for use. */
    BlobStore openStore() {
        store.prepare();
        return store;
    }

    KeyRing openRing(Database database, KeyReports reports) {
        return KeyRing.open(
                places,
                rootKeys,
                database.read(session -> StoredKeys.in(session, () -> store)),
                database,
                reports,
                random,
                clock);
    }

    Objects objects(BlobStore opened, Database database, Ids ids, KeyRing ring, BlobReports reports) {
        return new Objects(
                opened, database, ids, ring, reports, random, clock, settings.atRest(), Objects.INLINE_DEFAULT_BYTES);
    }
}
