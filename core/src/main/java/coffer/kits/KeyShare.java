package coffer.kits;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One share of a root key: 44 bytes, written as 32 words or as one line of text. Alone it tells nothing of the key, but its holder
 * is part of who can open everything. Prints its number alone. Does not change. Layout in {@code docs/formats/recovery-kit.md}.
 */
public final class KeyShare {
    /** Fewer needed would be copies of the key. */
    public static final int NEEDED_MIN = 2;

    /** More shares than a house has trusted people; also what four bits count. */
    public static final int COUNT_MAX = 16;

    /** Words of a share. */
    public static final int WORDS = 32;

    static final int BYTES = 44;

    private static final int VERSION = 1;
    private static final int CHECK_BYTES = 2;
    private static final int CHECK_AT = BYTES - CHECK_BYTES;
    private static final int HALF_BYTE_BITS = 4;
    private static final int HALF_BYTE = 0xf;
    private static final String LINE_PREFIX = "COFFER-SHARE:1:";

    private final int needed;
    private final int count;
    private final int index;
    private final int splitting;
    private final int rootMark;
    private final byte[] value;

    /**
     * Keeps the array as it is.
     *
     * @param splitting random, the same in all shares that were made together
     * @param rootMark the first four bytes of the root id
     */
    KeyShare(int needed, int count, int index, int splitting, int rootMark, byte[] value) {
        if (!areFit(needed, count, index) || value.length != ExportedRootKey.BYTES) {
            throw new IllegalArgumentException(
                    "no share is " + index + " of " + count + ", of which " + needed + " open");
        }
        this.needed = needed;
        this.count = count;
        this.index = index;
        this.splitting = splitting;
        this.rootMark = rootMark;
        this.value = value;
    }

    /** How many shares together give the key; {@value #NEEDED_MIN} to {@link #count}. */
    public int needed() {
        return needed;
    }

    /** How many shares there are; at most {@value #COUNT_MAX}. */
    public int count() {
        return count;
    }

    /** Which of them this is, from 1. */
    public int index() {
        return index;
    }

    /** The 32 words, in their order. */
    public List<String> words() {
        byte[] bytes = bytes();
        try {
            return WordCode.words(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** The same in one line of digits and capitals, for a QR code or a file. */
    public String line() {
        byte[] bytes = bytes();
        try {
            return TextLine.of(LINE_PREFIX, bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** Reads {@link #words} or {@link #line}, as a person has typed, pasted or scanned them. */
    public static WordsRead<KeyShare> read(String typed) {
        String text = typed.strip();
        if (!TextLine.hasPrefix(text, LINE_PREFIX)) {
            return WrittenWords.read(text, WORDS, KeyShare::parse);
        }
        Optional<byte[]> bytes = TextLine.bytes(text, LINE_PREFIX);
        return bytes.isPresent() && bytes.get().length == BYTES
                ? parse(bytes.get())
                : new WordsRead.Refused<>("the line is cut short, too long, or not all hexadecimal");
    }

    /** Whether both were made together. */
    boolean belongsTo(KeyShare other) {
        return needed == other.needed
                && count == other.count
                && splitting == other.splitting
                && rootMark == other.rootMark;
    }

    int rootMark() {
        return rootMark;
    }

    /** Not a copy. */
    byte[] value() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyShare share
                && belongsTo(share)
                && index == share.index
                && MessageDigest.isEqual(value, share.value);
    }

    @Override
    public int hashCode() {
        return splitting + index;
    }

    @Override
    public String toString() {
        return "share " + index + " of " + count + " [secret]";
    }

    private byte[] bytes() {
        byte[] bytes = ByteBuffer.allocate(BYTES)
                .put((byte) ((VERSION << HALF_BYTE_BITS) | (needed - 1)))
                .put((byte) (((count - 1) << HALF_BYTE_BITS) | (index - 1)))
                .putInt(splitting)
                .putInt(rootMark)
                .put(value)
                .array();
        System.arraycopy(check(bytes), 0, bytes, CHECK_AT, CHECK_BYTES);
        return bytes;
    }

    private static WordsRead<KeyShare> parse(byte[] bytes) {
        if (!Arrays.equals(check(bytes), Arrays.copyOfRange(bytes, CHECK_AT, BYTES))) {
            return new WordsRead.Refused<>(
                    "the checksum of the share does not fit: something in it is altered or exchanged");
        }
        int version = (bytes[0] >>> HALF_BYTE_BITS) & HALF_BYTE;
        if (version != VERSION) {
            return new WordsRead.Refused<>("the share is of version " + version + ", and only version 1 is known");
        }
        int needed = (bytes[0] & HALF_BYTE) + 1;
        int count = ((bytes[1] >>> HALF_BYTE_BITS) & HALF_BYTE) + 1;
        int index = (bytes[1] & HALF_BYTE) + 1;
        if (!areFit(needed, count, index)) {
            return new WordsRead.Refused<>(
                    "there is no share " + index + " of " + count + ", of which " + needed + " open");
        }
        ByteBuffer rest = ByteBuffer.wrap(bytes, 2, CHECK_AT - 2);
        int splitting = rest.getInt();
        int rootMark = rest.getInt();
        byte[] value = new byte[ExportedRootKey.BYTES];
        rest.get(value);
        return new WordsRead.Whole<>(new KeyShare(needed, count, index, splitting, rootMark, value));
    }

    private static boolean areFit(int needed, int count, int index) {
        return needed >= NEEDED_MIN && needed <= count && count <= COUNT_MAX && index >= 1 && index <= count;
    }

    private static byte[] check(byte[] bytes) {
        return KitDigest.first(CHECK_BYTES, bytes, CHECK_AT);
    }
}
