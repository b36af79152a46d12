package coffer.adapter.s3;

import coffer.base.ObjectId;
import coffer.disk.StorageFailure;
import java.io.IOException;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;

/** Takes damaged objects out of their place. The copy is in place before the original goes; a crash between leaves both. Thread-safe. */
final class Quarantine {
    /** The longest object that CopyObject takes. */
    static final long COPY_BYTES_MAX = PartSizes.PART_BYTES_MAX;

    /** An object that has been damaged and mended so often has another problem. */
    static final int COPIES_MAX = 100;

    private final Requests requests;
    private final ObjectKeys keys;
    private final Dialect dialect;
    private final long copyBytesMax;

    /** @param copyBytesMax longer objects are copied in parts of this size; at most {@link #COPY_BYTES_MAX} */
    Quarantine(Requests requests, ObjectKeys keys, Dialect dialect, long copyBytesMax) {
        this.requests = requests;
        this.keys = keys;
        this.dialect = dialect;
        this.copyBytesMax = copyBytesMax;
    }

    void setAside(ObjectId id) {
        String key = keys.object(id);
        Optional<Found> found = requests.head(key);
        if (found.isEmpty()) {
            return;
        }
        String target = freeKey(id);
        Found object = found.get();
        if (object.bytes() <= copyBytesMax) {
            copy(key, object, target);
        } else {
            copyInParts(key, object, target);
        }
        long copied = requests.head(target).map(Found::bytes).orElse(0L);
        if (copied != object.bytes()) {
            throw new StorageFailure(
                    "setting aside " + key,
                    new IOException("its copy " + target + " has " + copied + " bytes, not " + object.bytes()));
        }
        requests.delete(key);
    }

    private String freeKey(ObjectId id) {
        for (int number = 1; number <= COPIES_MAX; number++) {
            String key = keys.quarantine(id, number);
            if (requests.head(key).isEmpty()) {
                return key;
            }
        }
        throw new StorageFailure(
                "setting aside " + id,
                new IOException("there are " + COPIES_MAX + " copies of it already; remove some"));
    }

    private void copy(String key, Found object, String target) {
        CopyObjectRequest request = CopyObjectRequest.builder()
                .sourceBucket(requests.bucket())
                .sourceKey(key)
                .copySourceIfMatch(object.entityTag())
                .destinationBucket(requests.bucket())
                .destinationKey(target)
                .overrideConfiguration(requests.patience(object.bytes()))
                .build();
        requests.run("copying " + key + " to " + target, () -> requests.client().copyObject(request));
    }

    private void copyInParts(String key, Found object, String target) {
        MultipartUpload upload = MultipartUpload.begin(requests, target, dialect);
        boolean done = false;
        try {
            for (long from = 0; from < object.bytes(); from += copyBytesMax) {
                upload.copy(key, object.entityTag(), from, Math.min(object.bytes(), from + copyBytesMax));
            }
            upload.complete();
            done = true;
        } finally {
            if (!done) {
                upload.abortQuietly();
            }
        }
    }
}
