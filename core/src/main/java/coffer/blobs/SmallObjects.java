package coffer.blobs;

import coffer.base.ObjectId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The sealed bytes of small objects that were read lately, so that a file which several devices fetch is looked up once. Never
 * stale, for an object does not change; who may read one is asked before. What was read longest ago goes first. Thread-safe.
 */
final class SmallObjects {
    /** Of all that is kept, with what keeping it costs. */
    static final int BYTES_MAX = 8 << 20;

    /** Larger ones would push out too many others, and cost less to look up in proportion. */
    static final int OBJECT_BYTES_MAX = 16 << 10;

    /** Of a row beside its bytes: the key, the entry, the objects around them. */
    private static final int OVERHEAD_BYTES = 250;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<ObjectId, ObjectRows.Found> byId = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    Optional<ObjectRows.Found> find(ObjectId id) {
        lock.lock();
        try {
            return Optional.ofNullable(byId.get(id));
        } finally {
            lock.unlock();
        }
    }

    void keep(ObjectId id, ObjectRows.Found found) {
        byte[] inline = found.inlineBytes;
        if (inline == null || inline.length > OBJECT_BYTES_MAX) {
            return;
        }
        lock.lock();
        try {
            if (byId.put(id, found) == null) {
                bytes += cost(inline);
            }
            var oldest = byId.entrySet().iterator();
            while (bytes > BYTES_MAX && oldest.hasNext()) {
                byte[] going = oldest.next().getValue().inlineBytes;
                bytes -= going == null ? 0 : cost(going);
                oldest.remove();
            }
        } finally {
            lock.unlock();
        }
    }

    void forget(ObjectId id) {
        lock.lock();
        try {
            ObjectRows.Found gone = byId.remove(id);
            bytes -= gone == null || gone.inlineBytes == null ? 0 : cost(gone.inlineBytes);
        } finally {
            lock.unlock();
        }
    }

    private static int cost(byte[] inline) {
        return OVERHEAD_BYTES + inline.length;
    }
}
