package coffer.accounts;

import coffer.base.AccountId;
import coffer.db.Database;
import coffer.db.Partition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When app passwords were last used, gathered in memory and written by the upkeep loop: no request waits for it, and a
 * credential in constant use costs one row a minute.
 *
 * <p>Accepted: what a crash takes with it are the times of the last seconds. Thread-safe.
 */
final class CredentialUses {
    /** How late the time of the last use may be. */
    static final Duration COARSE = Duration.ofMinutes(1);

    /** Uses of one transaction. */
    private static final int BATCH = 200;

    /** Gathered between two runs at most; further ones are noted at their next use. */
    private static final int WAITING_MAX = 50_000;

    private final Database database;
    private final Map<Long, Use> waiting = new ConcurrentHashMap<>();

    private record Use(long appPassword, AccountId account, long atS) {}

    CredentialUses(Database database) {
        this.database = database;
    }

    /**
     * @param recordedS what the row says, seconds since 1970
     */
    void note(long appPassword, AccountId account, long recordedS, Instant now) {
        long nowS = now.getEpochSecond();
        if (nowS - recordedS >= COARSE.toSeconds() && waiting.size() < WAITING_MAX) {
            waiting.put(appPassword, new Use(appPassword, account, nowS));
        }
    }

    /** Writes what was noted. */
    void flush() {
        List<Use> batch = new ArrayList<>(BATCH);
        for (Map.Entry<Long, Use> entry : waiting.entrySet()) {
            batch.add(entry.getValue());
            if (batch.size() == BATCH) {
                write(batch);
                batch.clear();
            }
        }
        if (!batch.isEmpty()) {
            write(batch);
        }
    }

    private void write(List<Use> batch) {
        List<Use> uses = List.copyOf(batch);
        database.write(Partition.GENERAL, tx -> {
            for (Use use : uses) {
                AppPasswords.used(tx, use.appPassword(), use.atS());
                AccountTable.used(tx, use.account(), use.atS());
            }
            return uses.size();
        });
        // Only now, and only what was written: a failed write is tried again at the next run.
        uses.forEach(use -> waiting.remove(use.appPassword(), use));
    }
}
