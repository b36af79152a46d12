package coffer.server.archive;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * What a ZIP archive says of one entry, in both places where it does (PKWARE APPNOTE 6.3, sections 4.3 to 4.5). Sizes and checksum of
 * content are told behind it, for they go out before it was read.
 *
 * @param name of the entry as bytes of UTF-8
 * @param sizeBytes of the content
 * @param offsetBytes where the entry begins in the archive
 * @param crc of the content; 0 where it is not known yet
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ZipRecord(byte[] name, boolean folder, Instant modified, long sizeBytes, long offsetBytes, long crc) {

    /** No name is longer: its length has 16 bits. */
    static final int NAME_BYTES_MAX = 0xFFFF;

    /** What 32 bits cannot hold stands in 64 elsewhere. */
    static final long MAX_32 = 0xFFFF_FFFFL;

    private static final int LOCAL_HEADER = 0x04034b50;
    private static final int DATA_DESCRIPTOR = 0x08074b50;
    private static final int CENTRAL_HEADER = 0x02014b50;

    private static final int LOCAL_BYTES = 30;
    private static final int CENTRAL_BYTES = 46;
    private static final int EXTRA_BYTES_MAX = 64;

    private static final int UTF_8 = 1 << 11;
    private static final int SIZES_BEHIND = 1 << 3;

    private static final int STORED = 0;
    private static final int DEFLATED = 8;

    private static final int VERSION_2_0 = 20;
    static final int VERSION_ZIP64 = 45;

    /** Of Unix, so that the rights below count. */
    static final int MADE_BY = (3 << 8) | VERSION_ZIP64;

    private static final int FILE_MODE = 0100644;
    private static final int FOLDER_MODE = 0040755;
    private static final int DOS_FOLDER = 0x10;

    private static final int ZIP64_EXTRA = 0x0001;

    /** Seconds since 1970 in UTC (Info-ZIP): the old field has no time zone and counts every other second. */
    private static final int TIMESTAMP_EXTRA = 0x5455;

    private static final int TIMESTAMP_MODIFIED = 1;

    ZipRecord withCrc(long known) {
        return new ZipRecord(name, folder, modified, sizeBytes, offsetBytes, known);
    }

    boolean hasContent() {
        return sizeBytes > 0;
    }

    private long packedBytes() {
        return StoredBlocks.length(sizeBytes);
    }

    /** Whether its sizes need 64 bits. */
    private boolean large() {
        return packedBytes() >= MAX_32;
    }

    /** What stands before the content. */
    ByteBuffer localHeader() {
        ByteBuffer extra = little(EXTRA_BYTES_MAX);
        if (large()) {
            extra.putShort((short) ZIP64_EXTRA)
                    .putShort((short) (2 * Long.BYTES))
                    .putLong(0)
                    .putLong(0);
        }
        putTimestamp(extra);
        ByteBuffer header = little(LOCAL_BYTES + name.length + extra.position());
        header.putInt(LOCAL_HEADER);
        putCommon(header, large());
        int size = large() ? (int) MAX_32 : 0;
        header.putInt(0).putInt(size).putInt(size);
        header.putShort((short) name.length).putShort((short) extra.position());
        return header.put(name).put(extra.flip()).flip();
    }

    /** What stands behind the content: only where there is any. */
    ByteBuffer descriptor() {
        ByteBuffer descriptor = little(2 * Integer.BYTES + 2 * Long.BYTES);
        descriptor.putInt(DATA_DESCRIPTOR).putInt((int) crc);
        if (large()) {
            descriptor.putLong(packedBytes()).putLong(sizeBytes);
        } else {
            descriptor.putInt((int) packedBytes()).putInt((int) sizeBytes);
        }
        return descriptor.flip();
    }

    /** What stands in the list at the end. */
    ByteBuffer centralHeader() {
        ByteBuffer wide = little(3 * Long.BYTES);
        int size = inWordOr(sizeBytes, wide);
        int packed = inWordOr(packedBytes(), wide);
        int offset = inWordOr(offsetBytes, wide);
        ByteBuffer extra = little(EXTRA_BYTES_MAX);
        if (wide.position() > 0) {
            extra.putShort((short) ZIP64_EXTRA).putShort((short) wide.position());
            extra.put(wide.flip());
        }
        putTimestamp(extra);
        boolean zip64 = large() || offsetBytes >= MAX_32;
        ByteBuffer header = little(CENTRAL_BYTES + name.length + extra.position());
        header.putInt(CENTRAL_HEADER).putShort((short) MADE_BY);
        putCommon(header, zip64);
        header.putInt((int) crc).putInt(packed).putInt(size);
        header.putShort((short) name.length).putShort((short) extra.position());
        header.putShort((short) 0).putShort((short) 0).putShort((short) 0);
        header.putInt(((folder ? FOLDER_MODE : FILE_MODE) << 16) | (folder ? DOS_FOLDER : 0));
        header.putInt(offset);
        return header.put(name).put(extra.flip()).flip();
    }

    /** A number as 32 bits; one that does not fit goes to the extra field, in the order of the call. */
    private static int inWordOr(long number, ByteBuffer wide) {
        if (number < MAX_32) {
            return (int) number;
        }
        wide.putLong(number);
        return (int) MAX_32;
    }

    /** Version, flags, method and time, which both headers have in a row. */
    private void putCommon(ByteBuffer header, boolean zip64) {
        header.putShort((short) (zip64 ? VERSION_ZIP64 : VERSION_2_0));
        header.putShort((short) (UTF_8 | (hasContent() ? SIZES_BEHIND : 0)));
        header.putShort((short) (hasContent() ? DEFLATED : STORED));
        header.putInt(dosTime(modified));
    }

    private void putTimestamp(ByteBuffer extra) {
        long seconds = modified.getEpochSecond();
        if (seconds == (int) seconds) {
            extra.putShort((short) TIMESTAMP_EXTRA)
                    .putShort((short) (1 + Integer.BYTES))
                    .put((byte) TIMESTAMP_MODIFIED)
                    .putInt((int) seconds);
        }
    }

    /** In UTC, as near as 1980 to 2107 allow. */
    static int dosTime(Instant time) {
        LocalDateTime utc = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
        if (utc.getYear() < 1980) {
            return (1 << 21) | (1 << 16);
        }
        if (utc.getYear() > 2107) {
            return (127 << 25) | (12 << 21) | (31 << 16) | (23 << 11) | (59 << 5) | 29;
        }
        return ((utc.getYear() - 1980) << 25)
                | (utc.getMonthValue() << 21)
                | (utc.getDayOfMonth() << 16)
                | (utc.getHour() << 11)
                | (utc.getMinute() << 5)
                | (utc.getSecond() / 2);
    }

    static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
