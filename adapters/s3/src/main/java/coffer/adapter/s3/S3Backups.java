package coffer.adapter.s3;

import coffer.backup.BackupPlace;
import coffer.blobs.BlobStore;
import coffer.blobs.SealedBytes;
import coffer.disk.StorageFailure;
import coffer.keys.SealBroken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Backups in a bucket: objects as {@link S3Store} keeps them, and small files under {@code PREFIX/DIRECTORY/NAME}. Thread-safe. */
public final class S3Backups implements BackupPlace {
    private final S3Store store;

    /** @param store closed with this */
    public S3Backups(S3Store store) {
        this.store = store;
    }

    @Override
    public BlobStore objects() {
        return store;
    }

    @Override
    public List<String> files(String directory) {
        String prefix = store.keys().file(directory, "");
        List<String> names = new ArrayList<>();
        @Nullable String last = null;
        ListObjectsV2Response page;
        do {
            page = store.requests().list(prefix, last, Requests.PAGE_KEYS);
            for (S3Object object : page.contents()) {
                last = object.key();
                names.add(last.substring(prefix.length()));
            }
        } while (Boolean.TRUE.equals(page.isTruncated()) && !page.contents().isEmpty());
        return names.stream().sorted().toList();
    }

    @Override
    public Optional<byte[]> read(String directory, String name) {
        String key = store.keys().file(directory, name);
        Optional<Found> found = store.requests().head(key);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        if (found.get().bytes() > FILE_BYTES_MAX) {
            throw failure(key, new IOException("it is longer than " + FILE_BYTES_MAX + " bytes"));
        }
        byte[] bytes = new byte[Math.toIntExact(found.get().bytes())];
        try (SealedBytes source = new ObjectBytes(store.requests(), key, found.get())) {
            if (bytes.length > 0) {
                source.read(0, bytes, 0, bytes.length);
            }
            return Optional.of(bytes);
        } catch (SealBroken e) {
            throw failure(key, new IOException(e.getMessage(), e));
        }
    }

    @Override
    public void write(String directory, String name, byte[] bytes) {
        PartBuffer content = new PartBuffer(store.buffers());
        try {
            content.append(bytes, 0, bytes.length);
            store.requests().replace(store.keys().file(directory, name), content, store.dialect());
        } finally {
            content.clear();
        }
    }

    @Override
    public void remove(String directory, String name) {
        store.requests().delete(store.keys().file(directory, name));
    }

    @Override
    public String place() {
        return store.place();
    }

    @Override
    public void close() {
        store.close();
    }

    private static StorageFailure failure(String key, IOException e) {
        return new StorageFailure("reading " + key, e);
    }
}
