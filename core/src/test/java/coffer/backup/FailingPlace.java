package coffer.backup;

import coffer.base.ObjectId;
import coffer.blobs.BlobStore;
import coffer.blobs.SealedBytes;
import coffer.disk.StorageFailure;
import coffer.keys.SealBroken;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A place whose n-th change fails, and all behind it. */
final class FailingPlace implements BackupPlace {
    private final BackupPlace place;
    private int left;

    /** @param step from 1 */
    FailingPlace(BackupPlace place, int step) {
        this.place = place;
        this.left = step;
    }

    private void change() {
        left--;
        if (left <= 0) {
            left = 0;
            throw new StorageFailure("changing", new IOException("it was cut short"));
        }
    }

    @Override
    public BlobStore objects() {
        return new FailingStore(place.objects());
    }

    @Override
    public List<String> files(String directory) {
        return place.files(directory);
    }

    @Override
    public Optional<byte[]> read(String directory, String name) {
        return place.read(directory, name);
    }

    @Override
    public void write(String directory, String name, byte[] bytes) {
        change();
        place.write(directory, name, bytes);
    }

    @Override
    public void remove(String directory, String name) {
        change();
        place.remove(directory, name);
    }

    @Override
    public String place() {
        return place.place();
    }

    @Override
    public void close() {
        place.close();
    }

    private final class FailingStore implements BlobStore {
        private final BlobStore store;

        FailingStore(BlobStore store) {
            this.store = store;
        }

        @Override
        public Incoming receive(ObjectId id) {
            change();
            return store.receive(id);
        }

        @Override
        public SealedBytes open(ObjectId id) throws SealBroken {
            return store.open(id);
        }

        @Override
        public void remove(ObjectId id) {
            change();
            store.remove(id);
        }

        @Override
        public void setAside(ObjectId id) {
            store.setAside(id);
        }

        @Override
        public Listing list(String after, int pages) {
            return store.list(after, pages);
        }

        @Override
        public Leftovers removeUnfinished(Instant before, Predicate<ObjectId> underWay) {
            return store.removeUnfinished(before, underWay);
        }

        @Override
        public String place() {
            return store.place();
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
