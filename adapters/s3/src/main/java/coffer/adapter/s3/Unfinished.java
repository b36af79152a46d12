package coffer.adapter.s3;

import coffer.base.ObjectId;
import coffer.blobs.BlobStore.Leftovers;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;

/** Removes multipart uploads that nobody will complete: their parts take room and are seen by nobody. */
final class Unfinished {
    private final Requests requests;
    private final ObjectKeys keys;

    Unfinished(Requests requests, ObjectKeys keys) {
        this.requests = requests;
        this.keys = keys;
    }

    Leftovers remove(Instant before, Predicate<ObjectId> underWay) {
        Leftovers objects = removeBelow(keys.objects(), before, underWay);
        Leftovers copies = removeBelow(keys.quarantine(), before, underWay);
        return new Leftovers(objects.removed() + copies.removed(), objects.foreign() + copies.foreign());
    }

    private Leftovers removeBelow(String prefix, Instant before, Predicate<ObjectId> underWay) {
        int removed = 0;
        int foreign = 0;
        ListMultipartUploadsResponse page = null;
        do {
            page = page(prefix, page);
            for (var upload : page.uploads()) {
                if (upload.initiated() == null || !upload.initiated().isBefore(before)) {
                    continue;
                }
                String key = upload.key();
                Optional<ObjectId> id = keys.idOf(key);
                if (id.isEmpty() && !keys.isQuarantine(key)) {
                    foreign++;
                } else if (id.isEmpty() || !underWay.test(id.get())) {
                    MultipartUpload.abort(requests, key, upload.uploadId());
                    removed++;
                }
            }
        } while (Boolean.TRUE.equals(page.isTruncated()));
        return new Leftovers(removed, foreign);
    }

    private ListMultipartUploadsResponse page(String prefix, @Nullable ListMultipartUploadsResponse last) {
        ListMultipartUploadsRequest.Builder request = ListMultipartUploadsRequest.builder()
                .bucket(requests.bucket())
                .prefix(prefix)
                .maxUploads(Requests.PAGE_KEYS);
        if (last != null) {
            request.keyMarker(last.nextKeyMarker()).uploadIdMarker(last.nextUploadIdMarker());
        }
        ListMultipartUploadsRequest built = request.build();
        return requests.run(
                "listing unfinished ones of " + prefix, () -> requests.client().listMultipartUploads(built));
    }
}
