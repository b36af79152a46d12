package coffer.adapter.s3;

import coffer.base.ObjectId;
import coffer.blobs.BlobStore;
import coffer.blobs.FailingStore;
import coffer.blobs.ObjectNames;
import coffer.blobs.TestStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.core.sync.RequestBody;

/** The content of one installation below its prefix of a bucket. */
final class BucketStore implements TestStore, AutoCloseable {
    private static final int UUID_LENGTH = 36;

    private final Bucket bucket;
    private final String prefix;
    private final S3Store store;
    private final FailingStore failing;

    BucketStore(Bucket bucket, Path data) {
        this.bucket = bucket;
        prefix = prefix(data);
        S3Address address = bucket.address(bucket.port());
        store = bucket.open(
                new S3Address(address.bucket(), prefix, address.endpoint(), address.region(), address.pathStyle()),
                Bucket.LIMITS);
        failing = new FailingStore(store);
    }

    /** What the objects of the installation in a directory are told from others by. */
    static String prefix(Path data) {
        byte[] path = data.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8);
        return "houses/" + UUID.nameUUIDFromBytes(path);
    }

    @Override
    public BlobStore open() {
        return failing;
    }

    @Override
    public void failAt(int operation, boolean onlyOnce) {
        failing.failAt(operation, onlyOnce);
    }

    @Override
    public void failWith(String message) {
        failing.failWith(message);
    }

    @Override
    public boolean hasFailed() {
        return failing.hasFailed();
    }

    @Override
    public void recover() {
        failing.recover();
    }

    /** The begin, the pieces, and the end. */
    @Override
    public int stepsToStore(int pieces) {
        return 1 + pieces + 1;
    }

    @Override
    public byte[] bytes(ObjectId id) {
        return bytes(key(id));
    }

    @Override
    public void put(ObjectId id, byte[] bytes) {
        put(key(id), bytes);
    }

    @Override
    public void lose(ObjectId id) {
        String key = key(id);
        bucket.client().headObject(head -> head.bucket(bucket.name()).key(key));
        bucket.client().deleteObject(delete -> delete.bucket(bucket.name()).key(key));
    }

    @Override
    public void putForeign(ObjectId beside, String name) {
        String key = key(beside);
        put(key.substring(0, key.lastIndexOf('/') + 1) + name, new byte[1]);
    }

    @Override
    public void leaveUnfinished(ObjectId id) {
        String key = key(id);
        bucket.client()
                .createMultipartUpload(begin -> begin.bucket(bucket.name()).key(key));
    }

    @Override
    public Map<ObjectId, byte[]> aside() {
        String place = prefix + "/quarantine/";
        Map<ObjectId, byte[]> aside = new HashMap<>();
        for (String key : bucket.keys(place)) {
            ObjectId id =
                    new ObjectId(UUID.fromString(key.substring(place.length()).substring(0, UUID_LENGTH)));
            if (aside.put(id, bytes(key)) != null) {
                throw new IllegalStateException("set aside again: " + key);
            }
        }
        return aside;
    }

    @Override
    public int unfinished() {
        return bucket.uploads(prefix + "/");
    }

    @Override
    public int pageMax() {
        return Requests.PAGE_KEYS;
    }

    @Override
    public List<ObjectId> ids() {
        return bucket.keys(prefix + "/objects/").stream().map(this::id).toList();
    }

    private ObjectId id(String key) {
        return store.keys()
                .idOf(key)
                .filter(id -> key(id).equals(key))
                .orElseThrow(() -> new IllegalStateException(key + " is no object"));
    }

    private String key(ObjectId id) {
        return prefix + "/objects/" + ObjectNames.path(id);
    }

    private byte[] bytes(String key) {
        return bucket.client()
                .getObjectAsBytes(get -> get.bucket(bucket.name()).key(key))
                .asByteArray();
    }

    private void put(String key, byte[] bytes) {
        bucket.client().putObject(put -> put.bucket(bucket.name()).key(key), RequestBody.fromBytes(bytes));
    }

    @Override
    public void close() {
        store.close();
    }
}
