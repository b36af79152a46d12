package coffer.accounts;

import coffer.db.Database;
import coffer.db.Partition;
import java.security.SecureRandom;
import java.time.Clock;

/** The installation's own key for hashing tokens. Made once, shared by all processes through the database. */
final class InstanceSecret {
    private static final String INSERT =
            "INSERT INTO account_secret (id, secret, created_s) VALUES (1, ?, ?) ON CONFLICT (id) DO NOTHING";
    private static final String SELECT = "SELECT secret FROM account_secret WHERE id = 1";

    private InstanceSecret() {}

    /** The hash from which those for each purpose are derived. */
    static KeyedHash of(Database database, SecureRandom random, Clock clock) {
        byte[] fresh = new byte[Digest.BYTES];
        random.nextBytes(fresh);
        long now = clock.instant().getEpochSecond();
        // Two processes may start at the same time; the row of the faster one counts for both.
        byte[] key = database.write(Partition.GENERAL, tx -> {
            tx.update(INSERT, fresh, now);
            return tx.one(SELECT, row -> row.getBytes(1)).orElseThrow();
        });
        return new KeyedHash(key);
    }
}
