package coffer.server;

import coffer.adapter.kms.TransitKeys;
import coffer.adapter.pkcs11.Pkcs11Keys;
import coffer.adapter.s3.S3Store;
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
import org.jspecify.annotations.Nullable;

/** Where keys and content are, as the settings say. Making one touches nothing. For one thread. */
final class Storage {
    private final StorageSettings settings;
    private final KeyPlaces places;
    private final RootKeys rootKeys;
    private final Settings installation;
    private final SecureRandom random;
    private final Clock clock;
    private @Nullable BlobStore store;

    Storage(Settings settings, SecureRandom random, Clock clock) {
        this.installation = settings;
        this.settings = settings.storage();
        KeyPlaces inData = KeyPlaces.in(settings.data());
        places = settings.storage().rootKey().map(inData::withRootKey).orElse(inData);
        rootKeys = new RootKeys(random, services(random), settings.storage()::secret);
        this.random = random;
        this.clock = clock;
    }

    /**
     * Looks whether nothing is stored here yet, before anything is written. Throws {@link coffer.keys.KeysRefused} when the keys at hand do
     * not open what is stored.
     */
    Databases.Peek<Boolean> look() {
        return connection -> KeyCheck.isFresh(places, rootKeys, StoredKeys.peek(connection, this::store), connection);
    }

    /** Makes the store ready for use; who calls this closes it. */
    BlobStore openStore() {
        BlobStore opened = store();
        if (opened instanceof ObjectDirectory directory) {
            directory.prepare();
        }
        return opened;
    }

    /** The devices and services that a root key may lie in. */
    static KeyServices services(SecureRandom random) {
        Pkcs11Keys tokens = new Pkcs11Keys(random);
        return (at, secret) -> switch (String.valueOf(at.getScheme())) {
            case "pkcs11" -> tokens.open(at, secret);
            case "https", "http" -> TransitKeys.open(at, secret);
            default ->
                throw new IllegalArgumentException(
                        "the address of a root key begins with pkcs11: or https: and not with " + at.getScheme() + ":");
        };
    }

    /** Opened when it is first needed: an object store is tried out then. */
    private BlobStore store() {
        BlobStore known = store;
        if (known == null) {
            known = settings.blobs()
                    .<BlobStore>map(place -> S3Store.open(place.address(), place.credentials(), clock, random))
                    .orElseGet(() -> ObjectDirectory.in(installation.data()));
            store = known;
        }
        return known;
    }

    KeyRing openRing(Database database, KeyReports reports) {
        return KeyRing.open(
                places,
                rootKeys,
                database.read(session -> StoredKeys.in(session, this::store)),
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
