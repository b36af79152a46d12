package coffer.accounts;

import coffer.base.Secret;
import java.nio.CharBuffer;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Hashes and checks account passwords with Argon2id: 64 MiB, 3 passes, one lane, 16 bytes of salt, 32 of tag (RFC 9106
 * § 4 calls this the choice for memory-constrained environments, with four lanes).
 *
 * <p>One hash takes about a quarter of a second of one core, on purpose. So that sign-ins cannot starve everything
 * else, hashing runs on a few platform threads of its own: the operating system shares the cores between them and the
 * threads that serve requests, whereas on virtual threads a hash would hold a carrier to its end. Not more than one
 * hash for each core and for each 128 MiB of heap runs at a time; who waits longer than {@link #QUEUE} is turned away.
 *
 * <p>Thread-safe. Every copy of a password made here is overwritten after use.
 */
public final class Passwords implements AutoCloseable {
    /** How long a hash may wait for its turn. */
    public static final Duration QUEUE = Duration.ofSeconds(2);

    static final PasswordHash.Cost COST = new PasswordHash.Cost(64 * 1024, 3, 1);

    /** Share of the heap that hashes may fill together. */
    private static final int HEAP_SHARE = 2;

    private final PasswordHash.Cost cost;
    private final SecureRandom random;
    private final Semaphore turns;
    private final Duration queue;
    private final ExecutorService threads;

    /** Checked against when there is nothing to check against, so that unknown names take as long as known ones. */
    private final PasswordHash dummy;

    /** How the check of a password ended. */
    enum Verdict {
        RIGHT,
        /** Right, and the hash was made with another cost than today's. */
        RIGHT_BUT_OUTDATED,
        WRONG,
        /** Not checked: too many others were waiting. */
        BUSY
    }

    Passwords(PasswordHash.Cost cost, int parallel, Duration queue, SecureRandom random) {
        this.cost = cost;
        this.random = random;
        this.turns = new Semaphore(parallel, true);
        this.queue = queue;
        this.threads = Executors.newFixedThreadPool(
                parallel,
                Thread.ofPlatform().name("password-hash-", 0).daemon(true).factory());
        this.dummy = PasswordHash.matchedByNothing(cost, random);
    }

    /** With the cost for people, bounded by this machine's cores and heap. */
    static Passwords standard(SecureRandom random) {
        long fit = Runtime.getRuntime().maxMemory() / HEAP_SHARE / COST.memoryBytes();
        int parallel = Math.clamp(fit, 1, Runtime.getRuntime().availableProcessors());
        return new Passwords(COST, parallel, QUEUE, random);
    }

    /** Hashes a new password. Empty when too many others are waiting. */
    Optional<PasswordHash> hash(Secret password) {
        byte[] bytes = bytes(password);
        try {
            byte[] salt = salt();
            return Optional.ofNullable(run(() -> PasswordHash.compute(cost, salt, bytes)));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /**
     * Checks a password.
     *
     * @param stored the PHC text; null when there is no such account or it has no password. Then the same work is
     *     done and the answer is {@code WRONG}.
     */
    Verdict check(Secret password, @Nullable String stored) {
        PasswordHash known = stored == null ? null : PasswordHash.parse(stored).orElse(null);
        PasswordHash against = known != null ? known : dummy;
        byte[] bytes = bytes(password);
        try {
            Boolean matches = run(() -> against.matches(bytes));
            if (matches == null) {
                return Verdict.BUSY;
            }
            if (!matches || known == null) {
                return Verdict.WRONG;
            }
            return known.outdated(cost) ? Verdict.RIGHT_BUT_OUTDATED : Verdict.RIGHT;
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** Hashes under way are finished; later ones fail. */
    @Override
    public void close() {
        threads.close();
    }

    /** Waits for a turn and for the result; null when the wait for a turn was too long. */
    private <T> @Nullable T run(java.util.concurrent.Callable<T> hashing) {
        try {
            if (!turns.tryAcquire(queue.toNanos(), TimeUnit.NANOSECONDS)) {
                return null;
            }
            try {
                Future<T> result = threads.submit(hashing);
                return result.get();
            } finally {
                turns.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a password was hashed", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("hashing a password failed", e.getCause());
        }
    }

    /**
     * The password as bytes: NFC (RFC 8265 § 4.2, which RFC 7617 § 2.1 points to), because keyboards of different
     * systems compose the same letter differently. Texts of ASCII letters, nearly all, pass without a copy as a
     * {@code String}, which could not be overwritten.
     */
    private static byte[] bytes(Secret password) {
        char[] chars = password.reveal();
        try {
            CharBuffer text = CharBuffer.wrap(chars);
            if (Normalizer.isNormalized(text, Normalizer.Form.NFC)) {
                return password.revealUtf8();
            }
            try (Secret composed = Secret.of(Normalizer.normalize(text, Normalizer.Form.NFC))) {
                return composed.revealUtf8();
            }
        } finally {
            Arrays.fill(chars, '\0');
        }
    }

    private byte[] salt() {
        byte[] salt = new byte[PasswordHash.SALT_BYTES];
        random.nextBytes(salt);
        return salt;
    }
}
