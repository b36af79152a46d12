package coffer.blobs;

import coffer.db.Database;
import coffer.db.Ids;
import coffer.keys.KeyPlaces;
import coffer.keys.KeyRing;
import coffer.keys.RootKeys;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;

/** Content of an installation, as the server wires it, in a {@link TestStore}. */
public final class Contents {
    private Contents() {}

    public static Objects in(Path data, Database database, Ids ids, SecureRandom random, Clock clock) {
        ToldReports reports = new ToldReports();
        KeyRing ring = ring(data, database, reports, random, clock);
        return objects(store(data), database, ids, ring, reports, random, clock, Objects.INLINE_DEFAULT_BYTES);
    }

    public static BlobStore store(Path data) {
        return TestStore.in(data).open();
    }

    public static KeyRing ring(Path data, Database database, ToldReports reports, SecureRandom random, Clock clock) {
        return KeyRing.open(
                KeyPlaces.in(data),
                RootKeys.inFiles(random),
                database.read(session -> StoredKeys.in(session, () -> store(data))),
                database,
                reports,
                random,
                clock);
    }

    public static Objects objects(
            BlobStore store,
            Database database,
            Ids ids,
            KeyRing ring,
            BlobReports reports,
            SecureRandom random,
            Clock clock,
            int inlineMaxBytes) {
        return new Objects(store, database, ids, ring, reports, random, clock, AtRest.SEALED, inlineMaxBytes);
    }
}
