package coffer.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A disk whose operations fail when a test says so. A write that fails has written a part. */
final class FailingDisk implements Disk {
    private long operations;
    private long failAt = Long.MAX_VALUE;
    private int written;

    /** Lets the operation fail that is so many away, 1 being the next. */
    void failAfter(long more) {
        failAt = operations + more;
    }

    void heal() {
        failAt = Long.MAX_VALUE;
    }

    long operations() {
        return operations;
    }

    private boolean fails() {
        return ++operations >= failAt;
    }

    @Override
    public void write(FileChannel file, ByteBuffer bytes) throws IOException {
        if (fails()) {
            // Another length each time, from nothing to almost all.
            written += 7;
            bytes.limit(bytes.position() + written % Math.max(1, bytes.remaining()));
            Disk.REAL.write(file, bytes);
            throw new IOException("No space left on device");
        }
        Disk.REAL.write(file, bytes);
    }

    @Override
    public void sync(FileChannel file) throws IOException {
        if (fails()) {
            throw new IOException("Input/output error");
        }
        Disk.REAL.sync(file);
    }

    @Override
    public void truncate(FileChannel file, long bytes) throws IOException {
        if (fails()) {
            throw new IOException("Input/output error");
        }
        Disk.REAL.truncate(file, bytes);
    }
}
