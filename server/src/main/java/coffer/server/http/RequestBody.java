package coffer.server.http;

import java.io.IOException;
import java.io.InputStream;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/** The body of a request with an upper bound. */
final class RequestBody extends InputStream {
    private final org.eclipse.jetty.server.Request engine;
    private final long announcedBytes;
    private long bytesMax = Route.DOCUMENT_BYTES_MAX;
    private long readBytes;
    private @Nullable InputStream content;

    RequestBody(org.eclipse.jetty.server.Request engine, long announcedBytes) {
        this.engine = engine;
        this.announcedBytes = announcedBytes;
    }

    void limit(long max) {
        bytesMax = max;
    }

    long announcedBytes() {
        return announcedBytes;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (content == null) {
            content = Content.Source.asInputStream(engine);
        }
        int n;
        try {
            n = content.read(buffer, offset, length);
        } catch (IOException e) {
            throw new ClientGone("The body ended early.", e);
        }
        if (n > 0) {
            readBytes += n;
            if (readBytes > bytesMax) {
                throw RequestRefused.tooLarge(bytesMax);
            }
        }
        return n;
    }
}
