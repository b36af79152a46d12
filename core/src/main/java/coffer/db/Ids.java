package coffer.db;

import java.util.concurrent.locks.ReentrantLock;

/**
 * Row ids, unique in the installation and never handed out twice. They come from blocks that a process reserves, so an
 * id is known before the transaction that uses it, and several processes share one sequence; what a process leaves of a
 * block is a gap. Thread-safe.
 */
public final class Ids {
    private static final long BLOCK = 1_000;
    private static final String RESERVE = "UPDATE id_block SET next_id = next_id + ? RETURNING next_id - ?";

    private final Database database;
    private final ReentrantLock lock = new ReentrantLock();
    private long next;
    private long end;

    public Ids(Database database) {
        this.database = database;
    }

    /** The next id. Sometimes writes to the database: not to be called within a transaction. */
    public long next() {
        lock.lock();
        try {
            if (next == end) {
                next = reserve(BLOCK);
                end = next + BLOCK;
            }
            return next++;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The first of so many ids that follow each other, for rows that the database makes by itself. Writes to the database:
     * not to be called within a transaction.
     */
    public long range(int count) {
        return reserve(count);
    }

    private long reserve(long count) {
        return database.write(Partition.GENERAL, tx -> tx.one(RESERVE, row -> row.getLong(1), count, count)
                .orElseThrow());
    }
}
