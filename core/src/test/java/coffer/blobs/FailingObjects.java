package coffer.blobs;

import coffer.base.ObjectId;
import coffer.db.Database;
import coffer.db.Ids;
import coffer.keys.KeyRing;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;

/** Content in a store that can be told to fail, for the tests of features that store content. */
public final class FailingObjects {
    private final TestStore store;
    private final KeyRing ring;
    private final Objects objects;

    public FailingObjects(Path data, Database database, Ids ids, Clock clock, int inlineMaxBytes) {
        SecureRandom random = new SecureRandom();
        ring = Contents.ring(data, database, new ToldReports(), random, clock);
        store = TestStore.in(data);
        objects = Contents.objects(store.open(), database, ids, ring, new ToldReports(), random, clock, inlineMaxBytes);
    }

    /** The objects that lie in the store, and not in the database. */
    public List<ObjectId> stored() {
        return store.ids();
    }

    public KeyRing ring() {
        return ring;
    }

    public Objects objects() {
        return objects;
    }

    /** From now on the operation of this number, counted from 1, and all later ones fail. */
    public void failAt(int operation) {
        store.failAt(operation, false);
    }

    /** Nothing fails any more. Returns whether something has. */
    public boolean recover() {
        boolean failed = store.hasFailed();
        store.recover();
        return failed;
    }
}
