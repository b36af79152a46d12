package coffer.db;

import java.time.Clock;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * What identifies this installation for its whole life.
 *
 * @param instanceId {@code oc} and ten letters or digits; the end of every {@code oc:id}. Clients key their databases
 *     on it, so it never changes (desktop client 3.16, {@code discoveryphase.cpp})
 * @param dataFingerprint empty, or another text after each restore from a backup. A client that sees a new one keeps its local files as
 *     copies where the server has older ones or none, instead of removing them (same version, {@code discovery.cpp})
 */
public record Installation(String instanceId, Instant created, String dataFingerprint) {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int RANDOM_CHARS = 10;

    /** Reads the identity, or makes one if this is the first start. */
    public static Installation of(Database database, RandomGenerator random, Clock clock) {
        StringBuilder fresh = new StringBuilder("oc");
        for (int i = 0; i < RANDOM_CHARS; i++) {
            fresh.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return database.write(Partition.GENERAL, tx -> {
            tx.update(
                    "INSERT INTO installation (id, instance_id, created_s) VALUES (1, ?, ?) ON CONFLICT (id) DO NOTHING",
                    fresh.toString(),
                    clock.instant().getEpochSecond());
            return tx.one(
                            "SELECT instance_id, created_s, data_fingerprint FROM installation WHERE id = 1",
                            row -> new Installation(
                                    row.getString(1), Instant.ofEpochSecond(row.getLong(2)), row.getString(3)))
                    .orElseThrow();
        });
    }

    /** Its rows came from a backup: clients have to know. Seen from the next start on. */
    public static void restored(Database database, String fingerprint) {
        database.write(
                Partition.GENERAL,
                tx -> tx.update("UPDATE installation SET data_fingerprint = ? WHERE id = 1", fingerprint));
    }
}
