package coffer.server.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** A whole generated document that is sent more than once, and compressed at most once. Thread-safe. */
public final class KeptDocument {
    private final byte[] plain;
    private volatile byte @Nullable [] compressed;

    /** @param plain its bytes, which nobody changes any more */
    public KeptDocument(byte[] plain) {
        this.plain = plain;
    }

    /** Its length in bytes, not compressed. */
    public int length() {
        return plain.length;
    }

    byte[] plain() {
        return plain;
    }

    /** Compressed by gzip; two requests at once may both do the work. */
    byte[] compressed() {
        byte[] known = compressed;
        if (known == null) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(plain.length / 8 + 64);
            try (DocumentBody.FastGzip gzip = new DocumentBody.FastGzip(bytes)) {
                gzip.write(plain);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            known = bytes.toByteArray();
            compressed = known;
        }
        return known;
    }
}
