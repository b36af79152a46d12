package coffer.testkit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Content that breaks off: some bytes, and then a failure where more or the end should be. */
public final class BrokenStream extends InputStream {
    public static final String MESSAGE = "the client is gone";

    private final InputStream arrived;

    public BrokenStream(byte[] arrived) {
        this.arrived = new ByteArrayInputStream(arrived);
    }

    @Override
    public int read() throws IOException {
        int next = arrived.read();
        if (next < 0) {
            throw new IOException(MESSAGE);
        }
        return next;
    }

    @Override
    public int read(byte[] target, int at, int length) throws IOException {
        int count = arrived.read(target, at, length);
        if (count < 0) {
            throw new IOException(MESSAGE);
        }
        return count;
    }
}
