package coffer.db;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Sizes in rows that are counted anew: names those that are wrong, and mends them if it is asked to. What is counted from what is the business
 * of the features that keep the rows, each behind those it counts from. For one thread, while nobody else writes.
 *
 * <p>Each batch is a transaction of its own. A recount that is cut short has mended what it has named; the next one finds the rest.
 */
public final class Recount {
    /** Rows of one batch, and of one page that is read. */
    public static final int ROWS = 500;

    private final Database database;
    private final boolean mend;
    private final Told told;
    private long wrong;
    private long unknown;

    /** Learns what a recount finds and does. */
    public interface Told {
        /** A size is wrong or cannot be counted. When it is mended, it is so already. */
        void found(SizeFinding finding);

        /** So many rows of a table are mended in this transaction, which may run again. */
        void mending(Transaction tx, String table, int rows) throws SQLException;
    }

    /** Writes the rows of a batch. May run again. */
    @FunctionalInterface
    public interface Step {
        void apply(Transaction tx) throws SQLException;
    }

    /** @param mend whether rows are put right, and not only named */
    public Recount(Database database, boolean mend, Told told) {
        this.database = database;
        this.mend = mend;
        this.told = told;
    }

    public boolean mends() {
        return mend;
    }

    /** Sizes that were wrong so far. */
    public long wrong() {
        return wrong;
    }

    /** Sizes that could not be counted so far. */
    public long unknown() {
        return unknown;
    }

    /** Whether all sizes that were looked at so far are in their rows now, so that the next ones may be counted from these. */
    public boolean rowsHold() {
        return unknown == 0 && (mend || wrong == 0);
    }

    /** A size that cannot be counted stays as it is, and is named. */
    public void unknown(String table, String row, String column, long said, String reason) {
        unknown++;
        told.found(new SizeFinding(table, row, column, said, OptionalLong.empty(), reason));
    }

    /** An empty batch of rows of one table. */
    public Batch batch(String table) {
        return new Batch(table);
    }

    /** Rows of one table that are mended together. May be filled again after its end. */
    public final class Batch {
        private final String table;
        private final List<SizeFinding> findings = new ArrayList<>();

        private Batch(String table) {
            this.table = table;
        }

        /** Notes a size that is not what was counted; whether it is so. */
        public boolean differs(String row, String column, long said, long counted) {
            if (said == counted) {
                return false;
            }
            findings.add(new SizeFinding(table, row, column, said, OptionalLong.of(counted), ""));
            return true;
        }

        /** Sizes that were noted and not mended yet. */
        public int size() {
            return findings.size();
        }

        /**
         * Mends what was noted, if this recount mends, and names it.
         *
         * @param partition the spaces that the rows belong to
         */
        public void end(Partition partition, Step step) {
            if (findings.isEmpty()) {
                return;
            }
            if (mend) {
                int rows = Math.toIntExact(
                        findings.stream().map(SizeFinding::row).distinct().count());
                database.write(partition, tx -> {
                    step.apply(tx);
                    told.mending(tx, table, rows);
                    return null;
                });
            }
            wrong += findings.size();
            findings.forEach(told::found);
            findings.clear();
        }
    }
}
