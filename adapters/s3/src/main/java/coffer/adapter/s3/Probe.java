package coffer.adapter.s3;

import coffer.disk.StorageFailure;
import coffer.keys.SealBroken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Tries a bucket out before anything relies on it: whether it can be listed, written, read and emptied, and what the server understands. Uses
 * small objects below {@code probe/}, and removes them.
 */
final class Probe {
    private static final Logger LOG = LoggerFactory.getLogger(Probe.class);

    private static final byte[] CONTENT = "Coffer tries out this bucket.".getBytes(StandardCharsets.US_ASCII);
    private static final String WRONG_CRC32C = Base64.getEncoder().encodeToString(new byte[Integer.BYTES]);
    private static final int BAD_REQUEST = 400;
    private static final int NOT_IMPLEMENTED = 501;

    /** From what we want most to what every server understands. */
    private static final List<Dialect> DIALECTS = List.of(
            new Dialect(true, true), new Dialect(false, true), new Dialect(true, false), new Dialect(false, false));

    private final Requests requests;
    private final ObjectKeys keys;
    private final UUID name;
    private final List<String> left = new ArrayList<>();

    private Probe(Requests requests, ObjectKeys keys, UUID name) {
        this.requests = requests;
        this.keys = keys;
        this.name = name;
    }

    /**
     * What the server understands.
     *
     * @throws StorageFailure that says what cannot be done with the bucket, and why
     */
    static Dialect tryOut(Requests requests, ObjectKeys keys, RandomGenerator random) {
        return new Probe(requests, keys, new UUID(random.nextLong(), random.nextLong())).tryOut();
    }

    private Dialect tryOut() {
        requests.list(keys.objects(), null, 1);
        PartBuffer content = new PartBuffer(new PartBuffers());
        content.append(CONTENT, 0, CONTENT.length);
        boolean done = false;
        try {
            Dialect dialect = understood(content);
            readBack();
            left.forEach(requests::delete);
            requireGone();
            done = true;
            return dialect;
        } finally {
            if (!done) {
                left.forEach(this::deleteQuietly);
            }
        }
    }

    private Dialect understood(PartBuffer content) {
        Dialect taken = taken(content);
        return new Dialect(
                taken.conditionalWrites() && refusesToReplace(content, taken),
                taken.crc32c() && noticesWrongChecksum(content));
    }

    /** The first dialect that the server takes a write in. */
    private Dialect taken(PartBuffer content) {
        String key = written();
        left.add(key);
        for (Dialect dialect : DIALECTS) {
            try {
                requests.put(key, content, dialect);
                return dialect;
            } catch (StorageFailure e) {
                if (!isUnknownToServer(e) || dialect.equals(DIALECTS.getLast())) {
                    throw e;
                }
                LOG.info("the object store does not take writes with {}", dialect);
            }
        }
        throw new IllegalStateException("the last dialect is taken or refused for good");
    }

    private static boolean isUnknownToServer(StorageFailure e) {
        S3Exception answer = Passing.cause(e, S3Exception.class);
        return answer != null
                && (answer.statusCode() == NOT_IMPLEMENTED
                        || (answer.statusCode() == BAD_REQUEST
                                && List.of("InvalidArgument", "InvalidRequest", "NotImplemented")
                                        .contains(Passing.code(answer))));
    }

    /** Some servers take the condition and do not look at it. */
    private boolean refusesToReplace(PartBuffer content, Dialect dialect) {
        return !requests.put(written(), content, dialect);
    }

    /** Some servers take the checksum and do not look at it. */
    private boolean noticesWrongChecksum(PartBuffer content) {
        String key = keys.probe(name, "checksum");
        left.add(key);
        return requests.run("trying out checksums", () -> {
            try {
                requests.putOnce(key, content, new Dialect(false, true), WRONG_CRC32C);
                return false;
            } catch (S3Exception e) {
                if (e.statusCode() == BAD_REQUEST) {
                    return true;
                }
                throw e;
            }
        });
    }

    private void readBack() {
        byte[] read = new byte[CONTENT.length];
        Found found = requests.head(written()).orElseThrow(() -> useless("is not there after it was written"));
        if (found.bytes() != CONTENT.length) {
            throw useless("has another length than what was written");
        }
        try (RangeReader reader = new RangeReader(requests, written(), found, 0)) {
            reader.read(0, read, 0, read.length);
        } catch (SealBroken e) {
            throw useless("cannot be read back: " + e.getMessage());
        }
        if (!Arrays.equals(read, CONTENT)) {
            throw useless("reads back as something else than was written");
        }
    }

    private void requireGone() {
        if (requests.head(written()).isPresent()) {
            throw useless("is still there after it was removed");
        }
    }

    private StorageFailure useless(String why) {
        return new StorageFailure("trying out the bucket", new IOException("the object " + written() + " " + why));
    }

    private String written() {
        return keys.probe(name, "write");
    }

    /** What brought us here is the failure to report. */
    private void deleteQuietly(String key) {
        try {
            requests.delete(key);
        } catch (StorageFailure e) {
            LOG.warn("{} stays behind: {}", key, e.getMessage());
        }
    }
}
