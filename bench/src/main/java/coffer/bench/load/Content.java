package coffer.bench.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Bytes to send or to expect, handed out in slices so that a gibibyte of them needs no gibibyte of memory. Unchangeable. */
public interface Content {

    /** Nothing. */
    Content NONE = text("");

    long sizeBytes();

    /** The bytes from {@code position} on, as many as lie together: at least one below the size, none at the size. */
    ByteBuffer from(long position);

    /** A text in UTF-8. */
    static Content text(String text) {
        var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer();
        return new Content() {
            @Override
            public long sizeBytes() {
                return bytes.limit();
            }

            @Override
            public ByteBuffer from(long position) {
                return bytes.slice((int) position, bytes.limit() - (int) position);
            }
        };
    }
}
