package coffer.systemtests;

import java.security.SecureRandom;
import java.util.Optional;

/** Where random tests take their seed from, so that each failure can be repeated. */
public final class Seeds {

    private static final String SEED_PROPERTY = "coffer.seed";

    private Seeds() {}

    /** Returns a new seed, or the one given with {@code -Dcoffer.seed=…}, and prints it. */
    public static long of(String what) {
        long seed = Optional.ofNullable(Long.getLong(SEED_PROPERTY)).orElseGet(() -> new SecureRandom().nextLong());
        System.out.println("seed of " + what + ": " + seed + " (repeat with -D" + SEED_PROPERTY + "=" + seed + ")");
        return seed;
    }
}
