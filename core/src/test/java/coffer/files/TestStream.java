package coffer.files;

import java.io.IOException;
import java.io.InputStream;

/** A client's body that breaks off after some bytes, and tells whether anybody has read from it. */
final class TestStream extends InputStream {
    private final int bytes;
    private int sent;
    private boolean read;

    /** @param bytes how many {@code x} come before the connection breaks */
    TestStream(int bytes) {
        this.bytes = bytes;
    }

    boolean wasRead() {
        return read;
    }

    @Override
    public int read() throws IOException {
        read = true;
        if (sent == bytes) {
            throw new IOException("the client is gone");
        }
        sent++;
        return 'x';
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        buffer[offset] = (byte) read();
        return 1;
    }
}
