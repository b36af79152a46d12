package coffer.systemtests.disk;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The words shared with the library while the process runs: how much fits on the disk, and which of its calls fail.
 *
 * <p>A "call" is one that changes something: creating, writing, truncating, syncing, renaming, linking, removing.
 */
public final class DiskControl implements AutoCloseable {

    /** Linux: no space left on device. */
    public static final int ENOSPC = 28;
    /** Linux: input/output error. */
    public static final int EIO = 5;

    private static final VarHandle WORD = ValueLayout.JAVA_LONG.varHandle();
    private static final int WORDS = 8;
    private static final long BUDGET = 0;
    private static final long USED = 8;
    private static final long OPERATIONS = 16;
    private static final long FAIL_FROM = 24;
    private static final long FAIL_TO = 32;
    private static final long FAIL_ERROR = 40;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment words;

    private DiskControl(Path file) throws IOException {
        try (var channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            words = channel.map(FileChannel.MapMode.READ_WRITE, 0, WORDS * Long.BYTES, arena);
        }
    }

    static DiskControl at(Path file) throws IOException {
        var control = new DiskControl(file);
        control.makeEndless();
        return control;
    }

    /** The disk takes this many bytes more than it holds now; then it is full, until space is made or it is made endless. */
    public void leaveFree(long bytes) {
        set(BUDGET, get(USED) + bytes);
    }

    public void makeEndless() {
        set(BUDGET, -1);
    }

    /** Bytes in all files of the directory, from the process's start on. */
    public long usedBytes() {
        return get(USED);
    }

    /** Changing calls since the process started. */
    public long calls() {
        return get(OPERATIONS);
    }

    /** The n-th changing call from now on, counted from 1, fails with the error; the others work. */
    public void failCall(long n, int error) {
        failCalls(n, n, error);
    }

    /** The changing calls from the n-th to the m-th from now on fail. */
    public void failCalls(long n, long m, int error) {
        repair();
        set(FAIL_ERROR, error);
        long now = calls();
        set(FAIL_FROM, now + n - 1);
        set(FAIL_TO, now + m);
    }

    /** No call fails any more. */
    public void repair() {
        set(FAIL_TO, 0);
    }

    /** Whether the last call chosen by {@link #failCalls} has been made. */
    public boolean hasFailed() {
        return calls() >= get(FAIL_TO);
    }

    private long get(long word) {
        return (long) WORD.getVolatile(words, word);
    }

    private void set(long word, long value) {
        WORD.setVolatile(words, word, value);
    }

    @Override
    public void close() {
        arena.close();
    }
}
