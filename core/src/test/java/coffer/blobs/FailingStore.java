package coffer.blobs;

import coffer.base.ObjectId;
import coffer.disk.StorageFailure;
import coffer.keys.SealBroken;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Predicate;

/**
 * A store, until its n-th operation, which fails. Unless it is told to recover, every later one fails too, reading and removing among them, as
 * when the network is gone. For stores of other modules; {@link TestDirectory} has a disk that fails. Thread-safe.
 */
public final class FailingStore implements BlobStore {
    private final BlobStore store;
    private String message = "Input/output error";
    private int failAt = Integer.MAX_VALUE;
    private boolean onlyOnce;
    private int done;

    /** @param store closed by who has opened it */
    public FailingStore(BlobStore store) {
        this.store = store;
    }

    /** From now on the operation of this number fails, counted from 1; all later ones too, unless it is the only one. */
    public synchronized void failAt(int operation, boolean alone) {
        done = 0;
        failAt = operation;
        onlyOnce = alone;
    }

    public synchronized void failWith(String text) {
        message = text;
    }

    /** Whether the operation that was to fail has been reached. */
    public synchronized boolean hasFailed() {
        return done >= failAt;
    }

    /** Nothing fails any more. */
    public synchronized void recover() {
        failAt(Integer.MAX_VALUE, false);
    }

    private synchronized void step(String doing) {
        done++;
        if (onlyOnce ? done == failAt : done >= failAt) {
            throw StorageFailure.of(doing, Path.of("."), new IOException(message));
        }
    }

    @Override
    public Incoming receive(ObjectId id) {
        step("receiving " + id);
        return new FailingIncoming(id, store.receive(id));
    }

    @Override
    public SealedBytes open(ObjectId id) throws SealBroken {
        step("opening " + id);
        SealedBytes bytes = store.open(id);
        return new SealedBytes() {
            @Override
            public long length() {
                return bytes.length();
            }

            @Override
            public void read(long position, byte[] target, int at, int count) throws SealBroken {
                step("reading " + id);
                bytes.read(position, target, at, count);
            }

            @Override
            public void close() {
                bytes.close();
            }
        };
    }

    @Override
    public void remove(ObjectId id) {
        step("removing " + id);
        store.remove(id);
    }

    @Override
    public void setAside(ObjectId id) {
        step("setting aside " + id);
        store.setAside(id);
    }

    @Override
    public Listing list(String after, int pages) {
        step("listing");
        return store.list(after, pages);
    }

    @Override
    public Leftovers removeUnfinished(Instant before, Predicate<ObjectId> underWay) {
        step("removing what is unfinished");
        return store.removeUnfinished(before, underWay);
    }

    @Override
    public String place() {
        return store.place();
    }

    @Override
    public void close() {}

    private final class FailingIncoming implements Incoming {
        private final ObjectId id;
        private final Incoming incoming;

        FailingIncoming(ObjectId id, Incoming incoming) {
            this.id = id;
            this.incoming = incoming;
        }

        @Override
        public void write(byte[] bytes, int at, int count) {
            step("writing " + id);
            incoming.write(bytes, at, count);
        }

        @Override
        public void keep() {
            step("keeping " + id);
            incoming.keep();
        }

        @Override
        public long written() {
            return incoming.written();
        }

        @Override
        public void close() {
            incoming.close();
        }
    }
}
