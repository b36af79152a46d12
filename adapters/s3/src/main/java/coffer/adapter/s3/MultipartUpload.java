package coffer.adapter.s3;

import coffer.disk.StorageFailure;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyPartResult;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** An object that arrives in parts. Nobody sees any of it before {@link #complete}. For one thread. */
final class MultipartUpload {
    private static final Logger LOG = LoggerFactory.getLogger(MultipartUpload.class);
    private static final String NO_SUCH_UPLOAD = "NoSuchUpload";

    private final Requests requests;
    private final String key;
    private final Dialect dialect;
    private final String upload;
    private final List<CompletedPart> parts = new ArrayList<>();

    private MultipartUpload(Requests requests, String key, Dialect dialect, String upload) {
        this.requests = requests;
        this.key = key;
        this.dialect = dialect;
        this.upload = upload;
    }

    /** Begins an upload. One that was begun twice because the first answer was lost is removed as unfinished later. */
    static MultipartUpload begin(Requests requests, String key, Dialect dialect) {
        CreateMultipartUploadRequest.Builder request = CreateMultipartUploadRequest.builder()
                .bucket(requests.bucket())
                .key(key)
                .contentType("application/octet-stream");
        if (dialect.crc32c()) {
            request.checksumAlgorithm(ChecksumAlgorithm.CRC32_C);
        }
        CreateMultipartUploadRequest built = request.build();
        String upload = requests.run(
                "beginning to store " + key,
                () -> requests.client().createMultipartUpload(built).uploadId());
        return new MultipartUpload(requests, key, dialect, upload);
    }

    /** The number of the part that comes next, from 1. */
    int nextNumber() {
        return parts.size() + 1;
    }

    /** Sends the next part. Sent again, it replaces itself. */
    void send(PartBuffer part) {
        int number = nextNumber();
        UploadPartRequest.Builder request = UploadPartRequest.builder()
                .bucket(requests.bucket())
                .key(key)
                .uploadId(upload)
                .partNumber(number)
                .overrideConfiguration(requests.patience(part.length()));
        String crc = part.crc32c();
        if (dialect.crc32c()) {
            request.checksumCRC32C(crc);
        } else {
            request.contentMD5(part.md5());
        }
        UploadPartRequest built = request.build();
        String entityTag = requests.run(
                "storing part " + number + " of " + key,
                () -> Requests.whole(
                        requests.client().uploadPart(built, Requests.body(part)).eTag()));
        CompletedPart.Builder done = CompletedPart.builder().partNumber(number).eTag(entityTag);
        if (dialect.crc32c()) {
            done.checksumCRC32C(crc);
        }
        parts.add(done.build());
    }

    /** Takes a range of another object as the next part, without its bytes passing through here. */
    void copy(String source, String entityTag, long from, long toExclusive) {
        int number = nextNumber();
        UploadPartCopyRequest request = UploadPartCopyRequest.builder()
                .sourceBucket(requests.bucket())
                .sourceKey(source)
                .copySourceIfMatch(entityTag)
                .copySourceRange("bytes=" + from + "-" + (toExclusive - 1))
                .destinationBucket(requests.bucket())
                .destinationKey(key)
                .uploadId(upload)
                .partNumber(number)
                .overrideConfiguration(requests.patience(toExclusive - from))
                .build();
        CopyPartResult answer = requests.run(
                "copying part " + number + " of " + source + " to " + key,
                () -> requests.client().uploadPartCopy(request).copyPartResult());
        parts.add(CompletedPart.builder()
                .partNumber(number)
                .eTag(answer.eTag())
                .checksumCRC32C(answer.checksumCRC32C())
                .build());
    }

    /**
     * Puts the object in place, in one step.
     *
     * @return false when the server does not know the upload any more: it was completed before, and that answer was lost, or it was removed
     */
    boolean complete() {
        CompleteMultipartUploadRequest request = CompleteMultipartUploadRequest.builder()
                .bucket(requests.bucket())
                .key(key)
                .uploadId(upload)
                .multipartUpload(all -> all.parts(parts))
                .build();
        return requests.run("completing " + key, () -> {
            try {
                requests.client().completeMultipartUpload(request);
                return true;
            } catch (S3Exception e) {
                if (Passing.code(e).equals(NO_SUCH_UPLOAD)) {
                    return false;
                }
                throw e;
            }
        });
    }

    /** Removes what was sent. What brought us here is the failure to report; an upload left behind is removed as unfinished later. */
    void abortQuietly() {
        try {
            abort(requests, key, upload);
        } catch (StorageFailure e) {
            LOG.warn("parts of {} stay behind until unfinished ones are removed: {}", key, e.getMessage());
        }
    }

    /** Removes an upload, if it is there. */
    static void abort(Requests requests, String key, String upload) {
        requests.run("removing what was sent of " + key, () -> {
            try {
                requests.client()
                        .abortMultipartUpload(abort ->
                                abort.bucket(requests.bucket()).key(key).uploadId(upload));
                return true;
            } catch (S3Exception e) {
                if (Passing.code(e).equals(NO_SUCH_UPLOAD)) {
                    return false;
                }
                throw e;
            }
        });
    }
}
