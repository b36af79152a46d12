package coffer.adapter.s3;

import coffer.blobs.TestStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Content of the core's tests in one bucket of a real server, below a prefix for each installation. */
public final class BucketStores implements TestStore.Kind {
    private static final Bucket BUCKET = new Bucket();
    private static final Map<Path, BucketStore> OPEN = new HashMap<>();

    /** Where all of it lies. */
    static Bucket bucket() {
        return BUCKET;
    }

    /** Those of tests that have ended are closed: their directories are gone. */
    @Override
    public TestStore in(Path data) {
        synchronized (OPEN) {
            OPEN.entrySet().removeIf(entry -> {
                boolean ended = !Files.exists(entry.getKey());
                if (ended) {
                    entry.getValue().close();
                }
                return ended;
            });
            return OPEN.computeIfAbsent(data.toAbsolutePath(), path -> new BucketStore(BUCKET, path));
        }
    }
}
