package coffer.backup;

import coffer.db.Database;
import coffer.db.Partition;
import coffer.db.Tables;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts rows back into a database that was just made. For one thread. */
final class TableLoad {
    private static final int ROWS_AT_ONCE = 1_000;
    private static final long BYTES_AT_ONCE = 4 * 1024 * 1024;

    private final Database database;
    private final List<Tables.Table> tables;

    TableLoad(Database database) {
        this.database = database;
        this.tables = database.read(Tables::all);
    }

    /** Removes the rows that migrations have put there: the snapshot has them as they became. */
    void empty() {
        database.write(Partition.GENERAL, tx -> {
            for (Tables.Table table : tables.reversed()) {
                tx.update("DELETE FROM " + table.name());
            }
            return null;
        });
    }

    /**
     * @return how many rows
     * @throws BackupRefused when there is no such table, or it has other columns
     */
    long load(StreamRef stream, Iterator<byte[]> records) {
        String name = stream.name().substring(Snapshot.TABLE.length());
        Tables.Table table = tables.stream()
                .filter(found -> found.name().equals(name))
                .findFirst()
                .filter(found -> found.columns().containsAll(stream.columns()))
                .orElseThrow(() -> new BackupRefused("The snapshot has a table " + name
                        + " with other columns than this program gives it after the same migrations."));
        String insert = "INSERT INTO " + name + " (" + String.join(", ", stream.columns()) + ") VALUES ("
                + String.join(", ", Collections.nCopies(stream.columns().size(), "?")) + ")";
        long rows = 0;
        while (records.hasNext()) {
            List<@Nullable Object[]> batch = new ArrayList<>();
            long bytes = 0;
            while (records.hasNext() && batch.size() < ROWS_AT_ONCE && bytes < BYTES_AT_ONCE) {
                byte[] record = records.next();
                bytes += record.length;
                batch.add(row(record, stream));
            }
            database.write(Partition.GENERAL, tx -> tx.batch(insert, batch));
            rows += batch.size();
        }
        if (rows != stream.records()) {
            throw new BackupRefused("Table " + name + " has " + rows + " rows in the backup, and should have "
                    + stream.records() + ".");
        }
        database.write(Partition.GENERAL, tx -> {
            Tables.continueNumbers(tx, table);
            return null;
        });
        return rows;
    }

    private static @Nullable Object[] row(byte[] record, StreamRef stream) {
        List<@Nullable Object> values = Values.decode(record);
        if (values.size() != stream.columns().size()) {
            throw new BackupRefused("A row of " + stream.name() + " in the backup has " + values.size() + " values.");
        }
        return values.toArray();
    }
}
