package coffer.files;

import java.io.InputStream;

/** An empty body that tells whether anybody has tried to read it. */
final class WatchedStream extends InputStream {
    private boolean read;

    boolean wasRead() {
        return read;
    }

    @Override
    public int read() {
        read = true;
        return -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        return read();
    }
}
