package coffer.db;

import java.util.List;

/**
 * Lets the n-th change of a row fail, whichever table of a list it is in: triggers count down and raise an error, so that
 * the real statements fail in the real database. Everything else about the database stays as it is.
 */
public final class FailingWrites {
    private static final String COUNTER = "CREATE TABLE failing_writes (changes_left BIGINT NOT NULL)";

    private static final String SQLITE_TRIGGER = """
            CREATE TRIGGER failing_%1$s_%2$s BEFORE %2$s ON %1$s
            WHEN (SELECT changes_left FROM failing_writes) > 0
            BEGIN
                UPDATE failing_writes SET changes_left = changes_left - 1;
                SELECT RAISE(ABORT, 'told to fail') FROM failing_writes WHERE changes_left = 0;
            END
            """;

    private static final String POSTGRESQL_FUNCTION = """
            CREATE FUNCTION failing_write() RETURNS trigger AS $$
            BEGIN
                UPDATE failing_writes SET changes_left = changes_left - 1 WHERE changes_left > 0;
                IF FOUND AND (SELECT changes_left FROM failing_writes) = 0 THEN
                    RAISE EXCEPTION 'told to fail';
                END IF;
                RETURN COALESCE(NEW, OLD);
            END
            $$ LANGUAGE plpgsql
            """;

    private static final String POSTGRESQL_TRIGGER = """
            CREATE TRIGGER failing_%1$s_%2$s BEFORE %2$s ON %1$s FOR EACH ROW EXECUTE FUNCTION failing_write()
            """;

    private final Database database;

    /** Nothing fails until {@link #failAt}. */
    public FailingWrites(Database database, List<String> tables) {
        this.database = database;
        database.write(Partition.GENERAL, tx -> {
            tx.update(COUNTER);
            tx.update("INSERT INTO failing_writes VALUES (0)");
            if (tx.dialect() == Dialect.POSTGRESQL) {
                tx.update(POSTGRESQL_FUNCTION);
            }
            String trigger = tx.dialect() == Dialect.POSTGRESQL ? POSTGRESQL_TRIGGER : SQLITE_TRIGGER;
            for (String table : tables) {
                for (String change : List.of("INSERT", "UPDATE", "DELETE")) {
                    tx.update(String.format(trigger, table, change));
                }
            }
            return tables.size();
        });
    }

    /**
     * From now on the change of this number fails, counted from 1. What fails is rolled back and the count with it, so
     * the same work fails at the same change again.
     */
    public void failAt(int change) {
        set(change);
    }

    /** Nothing fails any more. */
    public void recover() {
        set(0);
    }

    private void set(long changes) {
        database.write(Partition.GENERAL, tx -> tx.update("UPDATE failing_writes SET changes_left = ?", changes));
    }
}
