package coffer.passwords;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A sorted file of SHA-1 hashes, looked into by binary search: about thirty-five small reads for a list of a thousand million.
 *
 * <p>Either lines {@code HASH:COUNT}, forty hexadecimal digits and how often the password was seen, with any usual line end, as the public downloader
 * of Pwned Passwords writes them; a count of 0 is padding and means "not seen". Or the hashes alone, twenty bytes each without anything between them. Which
 * of the two it is shows in its first bytes. What is met on the way of a search must be in order; a file that is not, or is empty, is no list.
 */
final class HashFile implements Closeable {
    static final int HASH_BYTES = 20;

    private static final int HEX_DIGITS = 2 * HASH_BYTES;

    private static final Pattern LINE_START = Pattern.compile("[0-9A-Fa-f]{40}:");

    private static final Pattern LINE = Pattern.compile("([0-9A-Fa-f]{40}):(\\d{1,18})\r?");

    /** The longest {@link #LINE} and its end. */
    private static final int LINE_MAX = HEX_DIGITS + 1 + 18 + 2;

    /** In the order of hexadecimal digits behind all of them. */
    private static final String BEYOND_ALL = "g";

    private final FileChannel channel;
    private final long size;
    private final boolean lines;

    private HashFile(FileChannel channel, long size, boolean lines) {
        this.channel = channel;
        this.size = size;
        this.lines = lines;
    }

    /**
     * Opens a list for one or more looks.
     *
     * @throws IOException when it cannot be read or is no such list
     */
    static HashFile open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file);
        try {
            long size = channel.size();
            byte[] start = read(channel, 0, (int) Math.min(size, HEX_DIGITS + 1));
            boolean lines = LINE_START
                    .matcher(new String(start, StandardCharsets.ISO_8859_1))
                    .matches();
            if (size == 0 || (!lines && size % HASH_BYTES != 0)) {
                throw new IOException("neither lines HASH:COUNT nor hashes of " + HASH_BYTES + " bytes");
            }
            return new HashFile(channel, size, lines);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Whether the hash is in the list.
     *
     * @throws IOException when the file cannot be read or is out of order
     */
    boolean contains(byte[] hash) throws IOException {
        String wanted = HexFormat.of().formatHex(hash);
        long low = 0;
        long high = size;
        String below = "";
        String above = BEYOND_ALL;
        while (low < high) {
            Entry entry = lines ? line(low, high) : packed(low, high);
            if (entry.hash().compareTo(below) <= 0 || entry.hash().compareTo(above) >= 0) {
                throw new IOException("the hashes are not in ascending order at byte " + entry.start());
            }
            int compared = entry.hash().compareTo(wanted);
            if (compared == 0) {
                return entry.seen();
            }
            if (compared < 0) {
                low = entry.end();
                below = entry.hash();
            } else {
                high = entry.start();
                above = entry.hash();
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /**
     * One hash of the file.
     *
     * @param hash in small hexadecimal digits, whose order is that of the bytes
     * @param start its first byte
     * @param end the byte behind it, line end included
     * @param seen whether it counts
     */
    private record Entry(String hash, long start, long end, boolean seen) {}

    /** The hash in the middle of a part that begins and ends between two hashes. */
    private Entry packed(long low, long high) throws IOException {
        long start = low + (high - low) / HASH_BYTES / 2 * HASH_BYTES;
        return new Entry(HexFormat.of().formatHex(read(channel, start, HASH_BYTES)), start, start + HASH_BYTES, true);
    }

    /** The line around the middle of a part that begins and ends between two lines. */
    private Entry line(long low, long high) throws IOException {
        long middle = low + (high - low) / 2;
        long from = Math.max(low, middle - LINE_MAX);
        String around = new String(
                read(channel, from, (int) (Math.min(high, middle + LINE_MAX) - from)), StandardCharsets.ISO_8859_1);
        int at = (int) (middle - from);
        int begin = around.lastIndexOf('\n', at - 1) + 1;
        int newline = around.indexOf('\n', at);
        int end = newline < 0 ? around.length() : newline;
        Matcher line = LINE.matcher(around.substring(begin, end));
        boolean whole = (begin > 0 || from == low) && (newline >= 0 || from + end == high);
        if (!whole || !line.matches()) {
            throw new IOException("no line HASH:COUNT at byte " + (from + begin));
        }
        return new Entry(
                line.group(1).toLowerCase(Locale.ROOT),
                from + begin,
                Math.min(from + end + 1, high),
                Long.parseLong(line.group(2)) > 0);
    }

    private static byte[] read(FileChannel channel, long from, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, from + bytes.position()) < 0) {
                throw new IOException("the file became shorter while it was read");
            }
        }
        return bytes.array();
    }
}
