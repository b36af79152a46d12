package coffer.adapter.s3;

import coffer.base.ObjectId;
import coffer.blobs.BlobStore;
import coffer.blobs.SealedBytes;
import coffer.disk.StorageFailure;
import coffer.keys.SealBroken;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Objects in a bucket, under {@code PREFIX/objects/ab/cd/<id>}. Thread-safe.
 *
 * <p><b>Durability.</b> The store's word counts: S3 says success after it has stored an object redundantly, and shows it to every read and
 * listing from then on ("Amazon S3 data consistency model"). A server that promises less is not one for this adapter. Nothing is visible of an
 * object before the request that puts it in place, and that request replaces nothing.
 *
 * <p><b>Integrity on the way.</b> The server checks each request's bytes by CRC-32C, or by MD5 where it does not know that. What is read is
 * authenticated above, as from a disk.
 *
 * <p><b>Failures.</b> Requests are repeated {@value Retries#RETRIES_MAX} times when the network or the server fails in a way that may pass.
 * Then, and when the server refuses, a {@link StorageFailure} says what an operator can do.
 */
public final class S3Store implements BlobStore {
    private final S3Client client;
    private final S3Address address;
    private final ObjectKeys keys;
    private final PartSizes sizes;
    private final PartBuffers buffers = new PartBuffers();
    private final Requests requests;
    private final Dialect dialect;
    private final Quarantine quarantine;

    private S3Store(S3Client client, S3Address address, PartSizes sizes, Requests requests, Tried tried) {
        this.client = client;
        this.address = address;
        this.keys = tried.keys();
        this.sizes = sizes;
        this.requests = requests;
        this.dialect = tried.dialect();
        this.quarantine = new Quarantine(requests, keys, dialect, tried.copyBytesMax());
    }

    /**
     * Opens a store, after it has tried out whether the bucket can be listed, written, read and emptied.
     *
     * @param credentials empty for those in the AWS variables of the environment or in the AWS profile file
     * @param clock to say how wrong a clock is that the server refuses
     * @param random for the name of the object that is tried, and the length of pauses
     * @throws StorageFailure that says what is wrong with address, credentials, bucket or server
     */
    public static S3Store open(
            S3Address address, Optional<S3Credentials> credentials, Clock clock, RandomGenerator random) {
        return open(
                address,
                credentials,
                S3Limits.DEFAULT,
                Quarantine.COPY_BYTES_MAX,
                new Surroundings(clock, random, Pause.sleeping()));
    }

    /** For tests: with other limits, and pauses that need no time. */
    static S3Store open(
            S3Address address,
            Optional<S3Credentials> credentials,
            S3Limits limits,
            long copyBytesMax,
            Surroundings surroundings) {
        S3Client client = Clients.of(address, credentials, limits);
        boolean opened = false;
        try {
            Retries retries = new Retries(surroundings.pause(), surroundings.random());
            Diagnosis diagnosis = new Diagnosis(address, surroundings.clock());
            Requests requests = new Requests(client, address, limits, retries, diagnosis);
            ObjectKeys keys = new ObjectKeys(address.prefix());
            Dialect dialect = Probe.tryOut(requests, keys, surroundings.random());
            S3Store store = new S3Store(
                    client,
                    address,
                    new PartSizes(limits.partBytes()),
                    requests,
                    new Tried(keys, dialect, copyBytesMax));
            opened = true;
            return store;
        } finally {
            if (!opened) {
                client.close();
            }
        }
    }

    /** What comes from outside of the program. */
    record Surroundings(Clock clock, RandomGenerator random, Pause pause) {}

    private record Tried(ObjectKeys keys, Dialect dialect, long copyBytesMax) {}

    @Override
    public Incoming receive(ObjectId id) {
        return new ReceivedObject(requests, dialect, sizes, buffers, keys.object(id));
    }

    @Override
    public SealedBytes open(ObjectId id) throws SealBroken {
        String key = keys.object(id);
        Optional<Found> found = requests.head(key);
        if (found.isEmpty()) {
            requests.requireBucket();
            throw requests.missing(key);
        }
        return new ObjectBytes(requests, key, found.get());
    }

    @Override
    public void remove(ObjectId id) {
        requests.delete(keys.object(id));
    }

    @Override
    public void setAside(ObjectId id) {
        quarantine.setAside(id);
    }

    @Override
    public Listing list(String after, int pages) {
        if (pages < 1) {
            throw new IllegalArgumentException("a listing has at least one page, not " + pages);
        }
        List<Stored> found = new ArrayList<>();
        String last = after.isEmpty() ? null : after;
        for (int page = 0; page < pages; page++) {
            ListObjectsV2Response answer = requests.list(keys.objects(), last, Requests.PAGE_KEYS);
            for (S3Object object : answer.contents()) {
                found.add(new Stored(keys.idOf(object.key()), object.lastModified()));
            }
            if (!Boolean.TRUE.equals(answer.isTruncated())) {
                return new Listing(found, Optional.empty());
            }
            last = lastKey(answer, last);
        }
        return new Listing(found, Optional.ofNullable(last));
    }

    private String lastKey(ListObjectsV2Response answer, @Nullable String before) {
        String last =
                answer.contents().isEmpty() ? null : answer.contents().getLast().key();
        if (last == null || last.equals(before)) {
            throw new StorageFailure(
                    "listing " + keys.objects(),
                    new IOException(address.server() + " says that there is more, and lists nothing"));
        }
        return last;
    }

    @Override
    public Leftovers removeUnfinished(Instant before, Predicate<ObjectId> underWay) {
        return new Unfinished(requests, keys).remove(before, underWay);
    }

    @Override
    public String place() {
        return address.toString();
    }

    Requests requests() {
        return requests;
    }

    ObjectKeys keys() {
        return keys;
    }

    PartBuffers buffers() {
        return buffers;
    }

    Dialect dialect() {
        return dialect;
    }

    /** Ends what the client keeps running. Objects being read or received then fail. */
    @Override
    public void close() {
        client.close();
    }
}
