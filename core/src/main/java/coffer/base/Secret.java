package coffer.base;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A password or token on its way through the program. Prints as {@code [secret]}, compares in constant time, and is
 * overwritten when closed. Not thread-safe.
 */
public final class Secret implements AutoCloseable {
    private static final int UTF8_BYTES_MAX = 3;

    private final char[] chars;
    private boolean closed;

    /** Takes a copy; the caller overwrites its own. */
    public Secret(char[] chars) {
        this.chars = chars.clone();
    }

    /** For texts that a parser already holds as a {@code String} and nobody can overwrite. */
    public static Secret of(String text) {
        return new Secret(text.toCharArray());
    }

    public int length() {
        return chars.length;
    }

    /** A copy that the caller overwrites after use. */
    public char[] reveal() {
        requireOpen();
        return chars.clone();
    }

    /** The UTF-8 form; a copy that the caller overwrites after use. */
    public byte[] revealUtf8() {
        requireOpen();
        byte[] room = new byte[chars.length * UTF8_BYTES_MAX];
        ByteBuffer encoded = ByteBuffer.wrap(room);
        StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .encode(CharBuffer.wrap(chars), encoded, true);
        byte[] bytes = Arrays.copyOf(room, encoded.position());
        Arrays.fill(room, (byte) 0);
        return bytes;
    }

    @Override
    public void close() {
        Arrays.fill(chars, '\0');
        closed = true;
    }

    /** In constant time for secrets of one length. */
    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Secret secret)) {
            return false;
        }
        byte[] mine = revealUtf8();
        byte[] theirs = secret.revealUtf8();
        try {
            return MessageDigest.isEqual(mine, theirs);
        } finally {
            Arrays.fill(mine, (byte) 0);
            Arrays.fill(theirs, (byte) 0);
        }
    }

    /** The same for all, so that a hash can not tell anything. */
    @Override
    public int hashCode() {
        return 1;
    }

    @Override
    public String toString() {
        return "[secret]";
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the secret was closed");
        }
    }
}
