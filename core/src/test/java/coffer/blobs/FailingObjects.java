package coffer.blobs;

import coffer.db.Database;
import coffer.db.Ids;
import coffer.disk.FailingDisk;
import coffer.keys.KeyRing;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;

/** Content on a disk that can be told to fail, for the tests of features that store content. */
public final class FailingObjects {
    private final FailingDisk disk = new FailingDisk();
    private final KeyRing ring;
    private final Objects objects;

    public FailingObjects(Path data, Database database, Ids ids, Clock clock, int inlineMaxBytes) {
        SecureRandom random = new SecureRandom();
        ring = Contents.ring(data, database, new ToldReports(), random, clock);
        ObjectDirectory directory = new ObjectDirectory(data, disk);
        directory.prepare();
        objects = Contents.objects(directory, database, ids, ring, new ToldReports(), random, clock, inlineMaxBytes);
    }

    public KeyRing ring() {
        return ring;
    }

    public Objects objects() {
        return objects;
    }

    /** From now on the operation of this number, counted from 1, and all later ones fail. */
    public void failAt(int operation) {
        disk.failAt(operation, false);
    }

    /** Nothing fails any more. Returns whether something has. */
    public boolean recover() {
        boolean failed = disk.hasFailed();
        disk.recover();
        return failed;
    }
}
