package coffer.adapter.s3;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A bucket for one test, and a client that looks at it past everything under test. */
final class Bucket implements AutoCloseable {
    /** Small parts, so that objects of several need little, and little patience. */
    static final S3Limits LIMITS = new S3Limits(
            S3Limits.PART_BYTES_MIN, Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofSeconds(60));

    static final String PREFIX = "house/one";

    private final String name = "test-" + UUID.randomUUID();
    private final int port = S3ProxyServer.shared().port();
    private final S3Client client =
            Clients.of(address(port), Optional.of(S3ProxyServer.credentials()), S3Limits.DEFAULT);

    Bucket() {
        client.createBucket(bucket -> bucket.bucket(name));
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    S3Client client() {
        return client;
    }

    /** @param through a port on this machine */
    S3Address address(int through) {
        return S3Address.parse(
                URI.create("s3://" + name + "/" + PREFIX + "?region=us-east-1&endpoint=http://127.0.0.1:" + through));
    }

    S3Store open() {
        return open(port, LIMITS);
    }

    S3Store open(int through, S3Limits limits) {
        return open(address(through), limits);
    }

    /** Without real pauses. */
    S3Store open(S3Address address, S3Limits limits) {
        return S3Store.open(
                address, Optional.of(S3ProxyServer.credentials()), limits, Quarantine.COPY_BYTES_MAX, surroundings());
    }

    static S3Store.Surroundings surroundings() {
        return new S3Store.Surroundings(Clock.systemUTC(), new SecureRandom(), _ -> {});
    }

    /** The keys of all that lies in the bucket. */
    List<String> keys() {
        return keys("");
    }

    /** The keys of all that lies below a prefix. */
    List<String> keys(String below) {
        Stream<S3Object> all =
                client.listObjectsV2Paginator(list -> list.bucket(name).prefix(below)).contents().stream();
        return all.map(S3Object::key).toList();
    }

    void put(String key, int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        client.putObject(put -> put.bucket(name).key(key), RequestBody.fromBytes(bytes));
    }

    int uploads() {
        return uploads("");
    }

    int uploads(String below) {
        return client.listMultipartUploads(list -> list.bucket(name).prefix(below))
                .uploads()
                .size();
    }

    @Override
    public void close() {
        client.close();
    }
}
