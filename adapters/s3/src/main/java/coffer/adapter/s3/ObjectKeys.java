package coffer.adapter.s3;

import coffer.base.ObjectId;
import coffer.blobs.ObjectNames;
import java.util.Optional;
import java.util.UUID;

/**
 * What things are called in the bucket.
 *
 * @param prefix of the address, without a slash at either end; may be empty
 */
record ObjectKeys(String prefix) {
    private String below(String name) {
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    /** What the keys of all objects begin with. */
    String objects() {
        return below("objects/");
    }

    String object(ObjectId id) {
        return objects() + ObjectNames.path(id);
    }

    /** The object that a key names; empty when it is none of ours. */
    Optional<ObjectId> idOf(String key) {
        return ObjectNames.idOf(key.substring(key.lastIndexOf('/') + 1))
                .filter(id -> object(id).equals(key));
    }

    /** What the keys of all damaged objects begin with. */
    String quarantine() {
        return below("quarantine/");
    }

    /** @param number from 1: an object may be damaged again after it was mended */
    String quarantine(ObjectId id, int number) {
        return quarantine() + id + "-" + number;
    }

    /** Whether a key is one that {@link #quarantine(ObjectId, int)} makes. */
    boolean isQuarantine(String key) {
        int dash = key.lastIndexOf('-');
        return key.startsWith(quarantine())
                && dash > quarantine().length()
                && ObjectNames.idOf(key.substring(quarantine().length(), dash)).isPresent();
    }

    /** A small file beside the objects. */
    String file(String directory, String name) {
        return below(directory + "/" + name);
    }

    /** A key for trying out the bucket. */
    String probe(UUID one, String step) {
        return below("probe/" + one + "-" + step);
    }
}
