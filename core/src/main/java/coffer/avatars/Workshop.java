package coffer.avatars;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Turns uploaded files into pictures, one at a time on a thread of its own: decoders are native code that would hold the
 * carriers of virtual threads, and each needs memory for millions of pixels. A short queue waits, the rest is turned
 * away.
 */
final class Workshop implements AutoCloseable {
    /** How many files may wait for their turn. */
    static final int QUEUE = 8;

    private static final int FINGERPRINT_BYTES = 16;

    private final ExecutorService worker;

    Workshop() {
        this(new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(QUEUE),
                Thread.ofPlatform().name("avatars").daemon(true).factory()));
    }

    /** @param worker ended by {@link #close} */
    Workshop(ExecutorService worker) {
        this.worker = worker;
    }

    /** What became of a file. */
    sealed interface Drawing {
        @SuppressWarnings("ArrayRecordComponent") // never compared
        record Finished(String fingerprint, byte[] small, byte[] large) implements Drawing {}

        record Unusable(String reason) implements Drawing {}

        record Busy() implements Drawing {}
    }

    /** Draws both sizes; waits for its turn. */
    Drawing draw(byte[] file) {
        Future<Drawing> drawing;
        try {
            drawing = worker.submit(() -> drawn(file));
        } catch (RejectedExecutionException _) {
            return new Drawing.Busy();
        }
        try {
            return drawing.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a picture could not be drawn", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            drawing.cancel(true);
            return new Drawing.Busy();
        }
    }

    private static Drawing drawn(byte[] file) {
        try {
            Pixels square = Decoding.square(file);
            Pixels large = square.scaled(Avatars.LARGE).turned(ExifOrientation.of(file));
            byte[] png = PngFile.of(large);
            return new Drawing.Finished(fingerprint(png), PngFile.of(large.scaled(Avatars.SMALL)), png);
        } catch (UnusablePicture e) {
            return new Drawing.Unusable(String.valueOf(e.getMessage()));
        }
    }

    private static String fingerprint(byte[] png) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(png);
            return HexFormat.of().formatHex(digest, 0, FINGERPRINT_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
