package coffer.adapter.s3;

import coffer.disk.StorageFailure;
import coffer.keys.SealBroken;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The requests that concern one object or a page of them, each repeated as {@link Retries} says and explained as {@link Diagnosis} does. All
 * may be carried out twice. Thread-safe.
 */
final class Requests {
    /** What a page of a listing holds at most (ListObjectsV2, ListMultipartUploads). */
    static final int PAGE_KEYS = 1_000;

    private static final int NOT_FOUND = 404;
    private static final int PRECONDITION_FAILED = 412;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final String TYPE = "application/octet-stream";

    private final S3Client client;
    private final S3Address address;
    private final S3Limits limits;
    private final Retries retries;
    private final Diagnosis diagnosis;

    Requests(S3Client client, S3Address address, S3Limits limits, Retries retries, Diagnosis diagnosis) {
        this.client = client;
        this.address = address;
        this.limits = limits;
        this.retries = retries;
        this.diagnosis = diagnosis;
    }

    S3Client client() {
        return client;
    }

    String bucket() {
        return address.bucket();
    }

    Retries retries() {
        return retries;
    }

    Diagnosis diagnosis() {
        return diagnosis;
    }

    /** For a request that moves this much. */
    AwsRequestOverrideConfiguration patience(long bytes) {
        return AwsRequestOverrideConfiguration.builder()
                .apiCallTimeout(limits.callTimeout(bytes))
                .build();
    }

    /**
     * Runs a request.
     *
     * @throws StorageFailure that explains why it failed at last
     */
    <T> T run(String doing, Supplier<T> request) {
        try {
            return retries.call(doing, request);
        } catch (SdkException e) {
            throw diagnosis.failure(doing, e);
        }
    }

    /** What is there under a key. */
    Optional<Found> head(String key) {
        return head(key, null);
    }

    /** What is there under a key, with its checksum if the server keeps one. */
    Optional<Found> headWithChecksum(String key) {
        return head(key, ChecksumMode.ENABLED);
    }

    private Optional<Found> head(String key, @Nullable ChecksumMode checksum) {
        HeadObjectRequest request = HeadObjectRequest.builder()
                .bucket(address.bucket())
                .key(key)
                .checksumMode(checksum)
                .build();
        return run("looking for " + key, () -> {
            try {
                HeadObjectResponse answer = client.headObject(request);
                whole(answer.lastModified());
                return Optional.of(
                        new Found(whole(answer.contentLength()), whole(answer.eTag()), answer.checksumCRC32C()));
            } catch (S3Exception e) {
                if (isMissingKey(e)) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    /**
     * A field that every answer of its kind has. The JDK takes what has arrived of a head for the whole when the connection ends within it, so
     * a missing field means that the request has to be repeated.
     */
    static <T> T whole(@Nullable T field) {
        if (field == null) {
            throw SdkClientException.create("an answer was cut", new EOFException("the answer ended within its head"));
        }
        return field;
    }

    /** An answer to HEAD has no body, and with it no code that would tell a missing bucket from a missing object. */
    static boolean isMissingKey(S3Exception e) {
        return e.statusCode() == NOT_FOUND && !Passing.code(e).equals("NoSuchBucket");
    }

    /** @throws StorageFailure when the bucket itself is away, so that nobody takes all of its objects for lost */
    void requireBucket() {
        run(
                "looking for the bucket " + address.bucket(),
                () -> client.headBucket(head -> head.bucket(address.bucket())));
    }

    /**
     * Puts a whole object in place.
     *
     * @return false when the server refused because something has this key
     */
    boolean put(String key, PartBuffer content, Dialect dialect) {
        PutObjectRequest request = putRequest(key, content, dialect, content.crc32c());
        return run("storing " + key, () -> put(request, content));
    }

    /** As {@link #put}, and whatever has this key is replaced. */
    void replace(String key, PartBuffer content, Dialect dialect) {
        Dialect unconditional = new Dialect(false, dialect.crc32c());
        put(key, content, unconditional);
    }

    /** As {@link #put}, once, and with a given checksum. */
    boolean putOnce(String key, PartBuffer content, Dialect dialect, String crc32c) {
        return put(putRequest(key, content, dialect, crc32c), content);
    }

    private boolean put(PutObjectRequest request, PartBuffer content) {
        try {
            client.putObject(request, body(content));
            return true;
        } catch (S3Exception e) {
            if (e.statusCode() == PRECONDITION_FAILED) {
                return false;
            }
            throw e;
        }
    }

    private PutObjectRequest putRequest(String key, PartBuffer content, Dialect dialect, String crc32c) {
        PutObjectRequest.Builder request = PutObjectRequest.builder()
                .bucket(address.bucket())
                .key(key)
                .contentType(TYPE)
                .overrideConfiguration(patience(content.length()));
        if (dialect.conditionalWrites()) {
            request.ifNoneMatch("*");
        }
        if (dialect.crc32c()) {
            request.checksumCRC32C(crc32c);
        } else {
            request.contentMD5(content.md5());
        }
        return request.build();
    }

    static RequestBody body(PartBuffer content) {
        return RequestBody.fromContentProvider(content::stream, content.length(), TYPE);
    }

    /**
     * Opens a range of an object. The answer may break while it is read.
     *
     * @throws IOException when it is the answer to something else
     * @throws SealBroken when the object is no longer there, is another, or is shorter
     */
    ResponseInputStream<GetObjectResponse> get(String key, String entityTag, long from, long toExclusive)
            throws SealBroken, IOException {
        GetObjectRequest request = GetObjectRequest.builder()
                .bucket(address.bucket())
                .key(key)
                .ifMatch(entityTag)
                .range("bytes=" + from + "-" + (toExclusive - 1))
                .build();
        String doing = "reading " + key;
        try {
            return fromPosition(from, retries.call(doing, () -> client.getObject(request)));
        } catch (S3Exception e) {
            throw switch (e.statusCode()) {
                case NOT_FOUND -> {
                    if (!isMissingKey(e)) {
                        throw diagnosis.failure(doing, e);
                    }
                    yield missing(key);
                }
                case PRECONDITION_FAILED, RANGE_NOT_SATISFIABLE ->
                    new SealBroken("its object " + key + " was replaced while it was read", e);
                default -> throw diagnosis.failure(doing, e);
            };
        } catch (SdkException e) {
            throw diagnosis.failure(doing, e);
        }
    }

    SealBroken missing(String key) {
        return new SealBroken("its object " + key + " is missing in " + address);
    }

    /** A server that does not know ranges answers with the whole object. */
    private static ResponseInputStream<GetObjectResponse> fromPosition(
            long from, ResponseInputStream<GetObjectResponse> answer) throws IOException {
        String range = answer.response().contentRange();
        boolean right = range == null ? from == 0 : range.startsWith("bytes " + from + "-");
        if (!right) {
            answer.abort();
            throw new IOException("the server answers with another range than asked for");
        }
        return answer;
    }

    /** Removes what is there under a key, if anything. */
    void delete(String key) {
        DeleteObjectRequest request =
                DeleteObjectRequest.builder().bucket(address.bucket()).key(key).build();
        run("removing " + key, () -> {
            try {
                client.deleteObject(request);
                return true;
            } catch (S3Exception e) {
                // Amazon's says yes to that; others say what they found.
                if (isMissingKey(e)) {
                    return false;
                }
                throw e;
            }
        });
    }

    /**
     * A page of what lies below a prefix, by name.
     *
     * @param after only what comes behind this key; null from the start
     */
    ListObjectsV2Response list(String prefix, @Nullable String after, int keys) {
        ListObjectsV2Request request = ListObjectsV2Request.builder()
                .bucket(address.bucket())
                .prefix(prefix)
                .startAfter(after)
                .maxKeys(keys)
                .build();
        return run("listing " + prefix, () -> client.listObjectsV2(request));
    }
}
