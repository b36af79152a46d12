package coffer.adapter.s3;

import coffer.blobs.SealedBytes;
import coffer.keys.SealBroken;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The bytes of one object in the store. One thread reads through answers that stay open; whoever comes while it does asks for their bytes
 * alone, so that nobody waits for another's network. Thread-safe.
 *
 * <p>There are two such answers, because a sealed object is opened by its header and its last segment, and then read on behind the header.
 */
final class ObjectBytes implements SealedBytes {
    /** Four segments of a sealed object: the start of a small one, or what the last one needs, is then one request. */
    static final int AFTER_JUMP_BYTES = 256 * 1024;

    private final Requests requests;
    private final String key;
    private final Found object;
    private final ReentrantLock lock = new ReentrantLock();
    private RangeReader current;
    private RangeReader other;
    private volatile boolean closed;

    ObjectBytes(Requests requests, String key, Found object) {
        this.requests = requests;
        this.key = key;
        this.object = object;
        this.current = new RangeReader(requests, key, object, AFTER_JUMP_BYTES);
        this.other = new RangeReader(requests, key, object, AFTER_JUMP_BYTES);
    }

    @Override
    public long length() {
        return object.bytes();
    }

    @Override
    public void read(long position, byte[] target, int at, int count) throws SealBroken {
        Objects.checkFromIndexSize(at, count, target.length);
        if (position < 0 || position > object.bytes() - count) {
            throw new SealBroken("its object " + key + " ends after " + object.bytes() + " bytes");
        }
        if (lock.tryLock()) {
            try {
                requireOpen();
                turnTo(position);
                current.read(position, target, at, count);
            } finally {
                lock.unlock();
            }
        } else {
            requireOpen();
            try (RangeReader aside = new RangeReader(requests, key, object, 0)) {
                aside.read(position, target, at, count);
            }
        }
    }

    /** Makes the reader current that goes on at this byte, or else the one that was used longer ago. */
    private void turnTo(long position) {
        if (!current.isAt(position)) {
            RangeReader before = current;
            current = other;
            other = before;
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the object " + key + " was closed");
        }
    }

    /** Waits for a read that is under way. May be called twice. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            current.close();
            other.close();
        } finally {
            lock.unlock();
        }
    }
}
