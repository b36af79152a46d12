package coffer.blobs;

import coffer.base.ObjectId;
import coffer.keys.KeyName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An object whose content is complete but which no row names yet. Does not change; register it in a transaction, or
 * discard it.
 */
public final class StoredObject {
    private final ObjectId id;
    private final long sizeBytes;
    private final Content content;

    StoredObject(ObjectId id, long sizeBytes, Content content) {
        this.id = id;
        this.sizeBytes = sizeBytes;
        this.content = content;
    }

    public ObjectId id() {
        return id;
    }

    /** Plain length. */
    public long sizeBytes() {
        return sizeBytes;
    }

    Content content() {
        return content;
    }

    @Override
    public String toString() {
        return "object " + id + ", " + sizeBytes + " bytes";
    }

    /** Where the content is. */
    sealed interface Content {}

    /**
     * What is known of stored bytes, their {@link SealedCheck} among it; no key where they are plain. Arrays are not copied: they never leave
     * this package.
     */
    static final class Seal {
        final @Nullable KeyName spaceKey;
        final long sealedBytes;
        final byte[] sealedCheck;

        Seal(@Nullable KeyName spaceKey, long sealedBytes, byte[] sealedCheck) {
            this.spaceKey = spaceKey;
            this.sealedBytes = sealedBytes;
            this.sealedCheck = sealedCheck;
        }
    }

    /** Held in memory until its transaction writes it into {@code inline_object}. */
    static final class Inline implements Content {
        final Seal seal;
        final long row;
        final byte[] bytes;

        Inline(Seal seal, long row, byte[] bytes) {
            this.seal = seal;
            this.row = row;
            this.bytes = bytes;
        }
    }

    /** Durable in its file. */
    record InFile(Seal seal) implements Content {}

    /** Parts that are, or are about to be, objects themselves. */
    record Manifest(List<Part> parts) implements Content {}

    /** One part of a manifest: never empty. */
    record Part(long offsetBytes, ObjectId object, long sizeBytes) {
        long endBytes() {
            return offsetBytes + sizeBytes;
        }
    }
}
