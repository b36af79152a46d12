package coffer.server.webdav;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Builds XML as UTF-8 bytes and hands them to a stream whenever the buffer is full, so that an answer of any length needs
 * the same memory. Not thread-safe. Fixed parts come as bytes that were encoded once ({@link #bytes(String)}).
 */
final class XmlBuffer {

    /** Large enough for the answer to most listings in one piece, small enough to have one per request under way. */
    static final int CAPACITY_BYTES = 32 * 1024;

    /** Enough for the answer on one resource; longer ones grow to the capacity. */
    private static final int FIRST_BYTES = 2 * 1024;

    private static final int GROWTH = 4;

    private static final byte[] AMPERSAND = bytes("&amp;");
    private static final byte[] LESS = bytes("&lt;");
    private static final byte[] GREATER = bytes("&gt;");
    private static final byte[] QUOTE = bytes("&quot;");
    private static final byte[] RETURN = bytes("&#13;");
    /** U+FFFD: stands for what XML 1.0 (section 2.2) cannot carry at all. */
    private static final byte[] REPLACEMENT = {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD};
    /** What {@link #text(String)} may append for one UTF-16 unit, at most. */
    private static final int BYTES_PER_UNIT_MAX = 6;

    private static final int HEX_DIGITS = 16;

    private final OutputStream out;
    private byte[] buffer = new byte[FIRST_BYTES];
    private int length;
    private long flushed;

    XmlBuffer(OutputStream out) {
        this.out = out;
    }

    /** Encodes a fixed part once, for {@link #raw(byte[])}. */
    static byte[] bytes(String fixed) {
        return fixed.getBytes(StandardCharsets.UTF_8);
    }

    /** Appends bytes that are already XML. */
    XmlBuffer raw(byte[] encoded) throws IOException {
        if (encoded.length > CAPACITY_BYTES) {
            flushBuffer();
            out.write(encoded);
            flushed += encoded.length;
            return this;
        }
        room(encoded.length);
        System.arraycopy(encoded, 0, buffer, length, encoded.length);
        length += encoded.length;
        return this;
    }

    /** Appends a string that is already XML, or is known to hold nothing that would need escaping. */
    XmlBuffer raw(String encoded) throws IOException {
        int size = encoded.length();
        if (size > CAPACITY_BYTES) {
            return raw(bytes(encoded));
        }
        room(size);
        for (int i = 0; i < size; i++) {
            char c = encoded.charAt(i);
            if (c >= 0x80) {
                return raw(bytes(encoded));
            }
            buffer[length + i] = (byte) c;
        }
        length += size;
        return this;
    }

    /** Appends one ASCII character that needs no escaping. */
    XmlBuffer raw(char ascii) throws IOException {
        room(1);
        buffer[length++] = (byte) ascii;
        return this;
    }

    /** Appends text, escaped for element content and for attribute values in double quotes alike. */
    XmlBuffer text(String text) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            room(BYTES_PER_UNIT_MAX);
            char c = text.charAt(i);
            if (c < 0x80) {
                ascii(c);
            } else if (c < 0x800) {
                buffer[length++] = (byte) (0xC0 | (c >> 6));
                buffer[length++] = (byte) (0x80 | (c & 0x3F));
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                int codePoint = Character.toCodePoint(c, text.charAt(++i));
                buffer[length++] = (byte) (0xF0 | (codePoint >> 18));
                buffer[length++] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
                buffer[length++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
                buffer[length++] = (byte) (0x80 | (codePoint & 0x3F));
            } else if (Character.isSurrogate(c) || c >= 0xFFFE) {
                append(REPLACEMENT);
            } else {
                buffer[length++] = (byte) (0xE0 | (c >> 12));
                buffer[length++] = (byte) (0x80 | ((c >> 6) & 0x3F));
                buffer[length++] = (byte) (0x80 | (c & 0x3F));
            }
        }
        return this;
    }

    /** Appends a decimal integer. */
    XmlBuffer number(long value) throws IOException {
        return value < 0 ? raw(Long.toString(value)) : number(value, 1);
    }

    /** Appends a decimal integer, not negative, with zeros before it where it has fewer digits. */
    XmlBuffer number(long value, int digitsMin) throws IOException {
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        digits = Math.max(digits, digitsMin);
        room(digits);
        long rest = value;
        for (int at = length + digits - 1; at >= length; at--) {
            buffer[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    /** Appends sixteen lower-case hexadecimal digits. */
    XmlBuffer hex(long value) throws IOException {
        room(HEX_DIGITS);
        for (int shift = Long.SIZE - 4; shift >= 0; shift -= 4) {
            buffer[length++] = (byte) Character.forDigit((int) (value >>> shift) & 0xF, 16);
        }
        return this;
    }

    /** How many bytes were appended so far. */
    long written() {
        return flushed + length;
    }

    /** Takes back the bytes that the last call appended, all of them. */
    XmlBuffer retract(int bytes) {
        if (bytes > length) {
            throw new IllegalStateException("These bytes have been handed over.");
        }
        length -= bytes;
        return this;
    }

    /** Hands everything to the stream; the stream itself is neither flushed nor closed. */
    void finish() throws IOException {
        flushBuffer();
    }

    private void ascii(char c) {
        switch (c) {
            case '&' -> append(AMPERSAND);
            case '<' -> append(LESS);
            case '>' -> append(GREATER);
            case '"' -> append(QUOTE);
            case '\r' -> append(RETURN);
            case '\t', '\n' -> buffer[length++] = (byte) c;
            default -> {
                if (c < 0x20) {
                    append(REPLACEMENT);
                } else {
                    buffer[length++] = (byte) c;
                }
            }
        }
    }

    private void append(byte[] few) {
        System.arraycopy(few, 0, buffer, length, few.length);
        length += few.length;
    }

    private void room(int bytes) throws IOException {
        if (buffer.length - length >= bytes) {
            return;
        }
        if (CAPACITY_BYTES - length < bytes) {
            flushBuffer();
        }
        if (buffer.length - length < bytes) {
            buffer = Arrays.copyOf(buffer, Math.clamp((long) GROWTH * buffer.length, length + bytes, CAPACITY_BYTES));
        }
    }

    private void flushBuffer() throws IOException {
        out.write(buffer, 0, length);
        flushed += length;
        length = 0;
    }
}
