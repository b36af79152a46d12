package coffer.adapter.s3;

import coffer.blobs.BlobStore;
import coffer.disk.StorageFailure;
import coffer.keys.SealBroken;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * An object on its way into the store: in one request when it fits into one part, otherwise in parts. Holds one part in memory. After a failed
 * write it can only be closed.
 *
 * <p>When the answer to the last request was lost for good, {@link #keep} fails although the object may be in place. It is whole then, and one
 * that no row names.
 */
final class ReceivedObject implements BlobStore.Incoming {
    private final Requests requests;
    private final Dialect dialect;
    private final PartSizes sizes;
    private final String key;
    private final PartBuffer part;

    private @Nullable MultipartUpload upload;
    private long written;
    private boolean failed;
    private boolean completing;
    private boolean kept;

    ReceivedObject(Requests requests, Dialect dialect, PartSizes sizes, PartBuffers buffers, String key) {
        this.requests = requests;
        this.dialect = dialect;
        this.sizes = sizes;
        this.key = key;
        this.part = new PartBuffer(buffers);
    }

    @Override
    public void write(byte[] bytes, int at, int count) {
        Objects.checkFromIndexSize(at, count, bytes.length);
        requireUsable();
        if (count > PartSizes.OBJECT_BYTES_MAX - written) {
            throw new StorageFailure(
                    "storing " + key,
                    new IOException("an object has at most " + PartSizes.OBJECT_BYTES_MAX + " bytes"));
        }
        failed = true;
        int done = 0;
        while (done < count) {
            long room = sizes.bytes(number()) - part.length();
            if (room == 0) {
                sendPart();
                continue;
            }
            int fits = (int) Math.min(room, count - done);
            part.append(bytes, at + done, fits);
            done += fits;
        }
        written += count;
        failed = false;
    }

    /** The number of the part that is being filled. */
    private int number() {
        return upload == null ? 1 : upload.nextNumber();
    }

    private void sendPart() {
        MultipartUpload to = upload;
        if (to == null) {
            to = MultipartUpload.begin(requests, key, dialect);
            upload = to;
        }
        to.send(part);
        part.clear();
    }

    @Override
    public void keep() {
        requireUsable();
        MultipartUpload parts = upload;
        if (parts == null) {
            putWhole();
        } else {
            complete(parts);
        }
        kept = true;
        part.clear();
    }

    /** The server has checked what arrived, so that its success needs no second look. */
    private void putWhole() {
        if (!dialect.conditionalWrites()) {
            Optional<Found> there = found();
            if (there.isPresent()) {
                requireOurs(there.get());
                return;
            }
        }
        if (!requests.put(key, part, dialect)) {
            requireOurs(found().orElseThrow(() -> unkept("it was there, and is no longer")));
        }
    }

    private Optional<Found> found() {
        return dialect.crc32c() ? requests.headWithChecksum(key) : requests.head(key);
    }

    private void complete(MultipartUpload parts) {
        if (part.length() > 0) {
            sendPart();
        }
        // Not for the second try: what it finds may be what the first has put there.
        if (!completing && requests.head(key).isPresent()) {
            throw anotherIsThere();
        }
        completing = true;
        boolean answered = parts.complete();
        Found found = requests.head(key)
                .orElseThrow(() -> unkept(
                        answered
                                ? "it was put together, and is not there"
                                : "its parts were removed by somebody else"));
        if (found.bytes() != written) {
            throw unkept("it has " + found.bytes() + " bytes there, not " + written);
        }
    }

    /** Something has our key. It is ours if an attempt went through whose answer was lost: then it has our bytes. */
    private void requireOurs(Found there) {
        if (there.bytes() != written) {
            throw anotherIsThere();
        }
        String crc = there.crc32c() != null ? there.crc32c() : crcOf(there);
        if (!crc.equals(part.crc32c())) {
            throw anotherIsThere();
        }
    }

    /** Where the server keeps no checksum. */
    private String crcOf(Found there) {
        CRC32C crc = new CRC32C();
        byte[] bytes = new byte[PartBuffers.PIECE_BYTES];
        try (RangeReader reader = new RangeReader(requests, key, there, ObjectBytes.AFTER_JUMP_BYTES)) {
            for (long position = 0; position < there.bytes(); position += bytes.length) {
                int count = (int) Math.min(bytes.length, there.bytes() - position);
                reader.read(position, bytes, 0, count);
                crc.update(bytes, 0, count);
            }
        } catch (SealBroken e) {
            throw new StorageFailure("comparing " + key, new IOException(e.getMessage(), e));
        }
        return PartBuffer.crc32c(crc);
    }

    private StorageFailure anotherIsThere() {
        return unkept("another object has its id, and objects are never replaced");
    }

    private StorageFailure unkept(String why) {
        return new StorageFailure("storing " + key, new IOException(why));
    }

    private void requireUsable() {
        if (failed || kept) {
            throw new IllegalStateException("the object " + key + " is " + (kept ? "kept already" : "broken off"));
        }
    }

    @Override
    public long written() {
        return written;
    }

    @Override
    public void close() {
        failed = true;
        part.clear();
        MultipartUpload parts = upload;
        upload = null;
        if (parts != null && !kept) {
            parts.abortQuietly();
        }
    }
}
