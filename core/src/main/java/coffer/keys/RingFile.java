package coffer.keys;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The bytes of one generation of the ring: header, entries, and a tag of the root key over both. */
final class RingFile {
    private static final byte[] MAGIC = "COFRING1".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER_BYTES = 64;
    private static final int FORMAT = 1;
    private static final int FORMAT_AT = 8;
    private static final int COUNT_AT = 12;
    private static final int GENERATION_AT = 16;
    private static final int ROOT_AT = 24;
    private static final int WRITTEN_AT = 40;
    private static final String PURPOSE = "coffer ring file v1";

    private RingFile() {}

    static byte[] write(long generation, long writtenMicros, Collection<RingEntry> entries, RootKey root) {
        ByteBuffer file = ByteBuffer.allocate(HEADER_BYTES + entries.size() * RingEntry.BYTES + RingMac.BYTES);
        file.put(MAGIC)
                .put(FORMAT_AT, (byte) FORMAT)
                .putInt(COUNT_AT, entries.size())
                .putLong(GENERATION_AT, generation)
                .putLong(ROOT_AT, root.id().getMostSignificantBits())
                .putLong(ROOT_AT + Long.BYTES, root.id().getLeastSignificantBits())
                .putLong(WRITTEN_AT, writtenMicros)
                .position(HEADER_BYTES);
        for (RingEntry entry : entries) {
            file.put(entry.bytes());
        }
        file.put(mac(file.array(), file.position(), root));
        return file.array();
    }

    /** Whether a later version of this format was written here, which this program must not touch. */
    static boolean isNewer(byte[] file) {
        return file.length > FORMAT_AT
                && Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
                && Byte.toUnsignedInt(file[FORMAT_AT]) > FORMAT;
    }

    /**
     * Whose ring this is.
     *
     * @return the id of the root key that the header names
     * @throws SealBroken when there is no header to read
     */
    static UUID rootOf(byte[] file) throws SealBroken {
        if (file.length < HEADER_BYTES
                || !Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
                || file[FORMAT_AT] != FORMAT) {
            throw new SealBroken("it does not start as a key ring of this version does");
        }
        ByteBuffer header = ByteBuffer.wrap(file);
        return new UUID(header.getLong(ROOT_AT), header.getLong(ROOT_AT + Long.BYTES));
    }

    /**
     * Which generation this says to be, whatever the file is called.
     *
     * @throws SealBroken when there is no header to read
     */
    static long generationOf(byte[] file) throws SealBroken {
        rootOf(file);
        return ByteBuffer.wrap(file).getLong(GENERATION_AT);
    }

    /**
     * The entries of an intact file.
     *
     * @throws SealBroken when a bit of it is not as this root key's ring was written
     */
    static List<RingEntry> read(byte[] file, long generation, RootKey root) throws SealBroken {
        rootOf(file);
        ByteBuffer header = ByteBuffer.wrap(file);
        int count = header.getInt(COUNT_AT);
        long length = HEADER_BYTES + (long) count * RingEntry.BYTES + RingMac.BYTES;
        if (count < 0 || file.length != length) {
            throw new SealBroken("it is cut short or too long");
        }
        int macAt = file.length - RingMac.BYTES;
        if (!MessageDigest.isEqual(mac(file, macAt, root), Arrays.copyOfRange(file, macAt, file.length))) {
            throw new SealBroken("it is altered: the root key does not vouch for it");
        }
        if (header.getLong(GENERATION_AT) != generation) {
            throw new SealBroken("it was written as generation " + header.getLong(GENERATION_AT));
        }
        List<RingEntry> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            entries.add(RingEntry.parse(entryBytes(file, i), root));
        }
        return entries;
    }

    /** What is still good in a damaged file: every entry that the root key vouches for by itself. */
    static List<RingEntry> salvage(byte[] file, RootKey root) {
        List<RingEntry> entries = new ArrayList<>();
        for (int i = 0; HEADER_BYTES + (i + 1) * RingEntry.BYTES <= file.length; i++) {
            try {
                entries.add(RingEntry.parse(entryBytes(file, i), root));
            } catch (SealBroken e) {
                // This entry is lost in this copy; the table or another generation has it, or the check will refuse.
            }
        }
        return entries;
    }

    private static byte[] entryBytes(byte[] file, int index) {
        int at = HEADER_BYTES + index * RingEntry.BYTES;
        return Arrays.copyOfRange(file, at, at + RingEntry.BYTES);
    }

    private static byte[] mac(byte[] file, int length, RootKey root) {
        return RingMac.of(root, PURPOSE, file, length);
    }
}
