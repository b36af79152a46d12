package coffer.blobs;

import coffer.base.ObjectId;
import coffer.disk.StorageFailure;
import coffer.keys.SealBroken;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the row of an object says of its stored bytes, so that a copy of them can be told from anything else. Does not change; arrays are not
 * copied.
 */
public final class StoredForm {
    private final ObjectId id;
    private final long bytes;
    private final byte[] check;
    private final @Nullable Long inlineRow;

    private StoredForm(ObjectId id, long bytes, byte[] check, @Nullable Long inlineRow) {
        this.id = id;
        this.bytes = bytes;
        this.check = check;
        this.inlineRow = inlineRow;
    }

    /**
     * Of an object that is known from elsewhere.
     *
     * @param check as {@link #check}
     * @param inlineRow number of its row in the database; null where it is in a store
     */
    public static StoredForm of(ObjectId id, long bytes, byte[] check, @Nullable Long inlineRow) {
        return new StoredForm(id, bytes, check, inlineRow);
    }

    /**
     * Of a row of the table {@code object}.
     *
     * @param column the value of a column, by its name
     * @return empty for one that is made of others and has no bytes of its own
     */
    public static Optional<StoredForm> ofRow(Function<String, @Nullable Object> column) {
        byte[] id = (byte[]) java.util.Objects.requireNonNull(column.apply("id"));
        Object form = java.util.Objects.requireNonNull(column.apply("form"));
        if (((Number) form).intValue() == ObjectRows.MANIFEST) {
            return Optional.empty();
        }
        Object bytes = column.apply("sealed_bytes");
        byte[] check = (byte[]) column.apply("sealed_check");
        Object inline = column.apply("inline_id");
        return Optional.of(new StoredForm(
                ObjectId.of(id),
                bytes == null ? -1 : ((Number) bytes).longValue(),
                check == null ? new byte[0] : check,
                inline == null ? null : ((Number) inline).longValue()));
    }

    public ObjectId id() {
        return id;
    }

    /** Length of the stored bytes. */
    public long bytes() {
        return bytes;
    }

    /** Their checksum, which needs no key. */
    public byte[] check() {
        return check;
    }

    /** The number of the row that holds them; empty where they are in a store. */
    public Optional<Long> inlineRow() {
        return Optional.ofNullable(inlineRow);
    }

    /** Whether two rows speak of the same bytes. */
    public boolean sameBytes(StoredForm other) {
        return id.equals(other.id) && bytes == other.bytes && Arrays.equals(check, other.check);
    }

    /** What is wrong with a copy; empty when it is what the row says. Reads all of it, and needs no key. */
    public Optional<String> damageOf(SealedBytes copy) {
        try {
            requireKnown();
            if (copy.length() != bytes) {
                return Optional.of("it has " + copy.length() + " stored bytes instead of " + bytes);
            }
            byte[] found = StoredCheck.of(copy, check.length, new byte[SealedFormat.SEALED_SEGMENT_BYTES]);
            return Arrays.equals(found, check)
                    ? Optional.empty()
                    : Optional.of("its bytes do not have the checksum of its row");
        } catch (SealBroken e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Copies the bytes into a store. They are checked as they pass, and stay there only when they are what the row says.
     *
     * @throws SealBroken when they are not, or cannot be read; nothing is left behind
     * @throws coffer.disk.StorageFailure when they cannot be written; likewise
     */
    public void copy(SealedBytes from, BlobStore to) throws SealBroken {
        requireKnown();
        if (from.length() != bytes) {
            throw new SealBroken("it has " + from.length() + " stored bytes instead of " + bytes);
        }
        try (BlobStore.Incoming incoming = to.receive(id)) {
            byte[] found = StoredCheck.of(
                    new Passing(from, incoming), check.length, new byte[SealedFormat.SEALED_SEGMENT_BYTES]);
            if (!Arrays.equals(found, check)) {
                throw new SealBroken("its bytes do not have the checksum of its row");
            }
            incoming.keep();
        }
    }

    private void requireKnown() throws SealBroken {
        if (bytes < 0 || !StoredCheck.isKnown(check.length)) {
            throw new SealBroken("its row lacks a length or a checksum");
        }
    }

    /** What is read of it goes on to where it is received. */
    private record Passing(SealedBytes from, BlobStore.Incoming to) implements SealedBytes {
        @Override
        public long length() {
            return from.length();
        }

        @Override
        public void read(long position, byte[] target, int at, int count) throws SealBroken {
            try {
                from.read(position, target, at, count);
            } catch (StorageFailure e) {
                throw new SealBroken("it cannot be read: " + e.getMessage(), e);
            }
            to.write(target, at, count);
        }

        @Override
        public void close() {}
    }
}
