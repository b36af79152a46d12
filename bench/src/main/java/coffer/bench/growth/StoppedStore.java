package coffer.bench.growth;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The home of the only account of a Coffer on SQLite that is <em>not running</em>, to be filled by SQL: about a hundred times as fast as
 * the server. Everything that the schema promises holds again when this is closed: ids come from the sequence, sizes are sums, the files
 * name objects that exist.
 *
 * <p>Nothing is durable before {@link #close}, and a crash on the way spoils the database: this is for data that can be made again.
 */
public final class StoppedStore implements AutoCloseable {

    private static final int ROWS_A_TRANSACTION = 100_000;

    private static final String COLUMNS = """
            parent_id, name, id, space_id, collection, etag, size_bytes, modified_us, created_us, uploaded_us,
            object_id, checksums, property_bytes
            """;

    private static final String NUMBERS =
            "WITH RECURSIVE n (i) AS (SELECT :from UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :to) ";

    /** Folders with numbers from 0 on, where the name has a {@code %d}, and a fixed number of them below each parent. */
    private static final String FOLDERS = NUMBERS + "INSERT INTO node (" + COLUMNS + ") " + """
            SELECT :parent + i / :each, printf(:name, i), :id + i, :space, 1, random(), 0, :now, :now, :now, NULL, '', 0 FROM n
            """;

    /** Files {@code file-0.dat} and so on in each parent; the sample with the same number lends its content. */
    private static final String FILES = NUMBERS + "INSERT INTO node (" + COLUMNS + ") " + """
            SELECT :parent + i / :each, 'file-' || (i % :each) || '.dat', :id + i, :space, 0, random(), size_bytes,
                   :now, :now, :now, object_id, checksums, 0
              FROM n CROSS JOIN sample ON sample.number = i % :each % :samples
            """;

    private static final String SAMPLES = """
            CREATE TEMP TABLE sample AS
            SELECT CAST(substr(name, 6) AS INTEGER) AS number, object_id, size_bytes, checksums
              FROM node
             WHERE parent_id = (SELECT id FROM node WHERE parent_id = :root AND name = :folder)
               AND name GLOB 'file-[0-9]*.dat'
            """;

    /** Sizes of folders whose members have theirs. */
    private static final String SUMS = """
            UPDATE node
               SET size_bytes = (SELECT COALESCE(SUM(size_bytes), 0) FROM node AS below WHERE below.parent_id = node.id)
             WHERE id >= :first AND id < :end
            """;

    private final Statements statements;
    private final long space;
    private final long root;
    private final long now;
    private final long samples;

    private StoppedStore(Connection connection, String sampleFolder, Clock clock) throws SQLException {
        this.statements = new Statements(connection);
        this.now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
        prepare();
        if (statements.number("SELECT COUNT(*) FROM space") != 1) {
            throw new SQLException("not a database with one home");
        }
        this.space = statements.number("SELECT id FROM space");
        this.root = statements.number("SELECT root_id FROM space");
        statements.with("root", root).with("folder", sampleFolder).run(SAMPLES);
        statements.run("CREATE UNIQUE INDEX sample_number ON sample (number)");
        this.samples = statements.number("SELECT COUNT(*) FROM sample");
        if (samples == 0 || statements.number("SELECT MAX(number) FROM sample") != samples - 1) {
            throw new SQLException("no files file-0.dat and so on without a gap in " + sampleFolder);
        }
    }

    /**
     * Opens the data of a server that has ended.
     *
     * @param data its data directory
     * @param sampleFolder a folder below the root of the only home, with files named {@code file-0.dat} and so on, whose contents all
     *     new files get in turn
     */
    public static StoppedStore open(Path data, String sampleFolder, Clock clock) throws SQLException {
        var file = data.resolve("coffer.db");
        if (!Files.exists(file)) {
            throw new SQLException("no database " + file);
        }
        var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try {
            return new StoppedStore(connection, sampleFolder, clock);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Without a journal each page is written once. */
    private void prepare() throws SQLException {
        statements.run("PRAGMA journal_mode = DELETE");
        statements.run("PRAGMA journal_mode = OFF");
        statements.run("PRAGMA synchronous = OFF");
        statements.run("PRAGMA cache_size = -200000");
        statements.run("PRAGMA temp_store = MEMORY");
    }

    /** Adds a tree. */
    public void add(Shape shape) throws SQLException {
        var top = folders(root, 1, shape.top().substring(1), 1);
        var branches = folders(top, shape.branches(), "branch-%d", shape.branches());
        var groups = folders(branches, shape.groups(), "group-%d", Shape.FAN);
        var leaves = folders(groups, shape.leaves(), "leaf-%d", Shape.FAN);
        files(leaves, shape.files(), Shape.LEAF);
        sum(leaves, shape.leaves());
        sum(groups, shape.groups());
        sum(branches, shape.branches());
        sum(top, 1);
        settle();
    }

    /** Adds one folder below the root with this many files. */
    public void addFolder(String name, int files) throws SQLException {
        var folder = folders(root, 1, name, 1);
        files(folder, files, files);
        sum(folder, 1);
        settle();
    }

    /** Returns the id of the first; the others follow it. */
    private long folders(long parent, int count, String name, int each) throws SQLException {
        var first = ids(count);
        statements
                .with("parent", parent)
                .with("each", each)
                .with("name", name)
                .with("id", first)
                .with("from", 0)
                .with("to", count);
        statements.with("space", space).with("now", now).run(FOLDERS);
        return first;
    }

    private void files(long parent, int count, int each) throws SQLException {
        var first = ids(count);
        for (int from = 0; from < count; from += ROWS_A_TRANSACTION) {
            statements
                    .with("parent", parent)
                    .with("each", each)
                    .with("samples", samples)
                    .with("id", first)
                    .with("from", from)
                    .with("to", Math.min(count, from + ROWS_A_TRANSACTION));
            statements.with("space", space).with("now", now).run(FILES);
        }
    }

    private long ids(int count) throws SQLException {
        return statements
                .with("count", count)
                .number("UPDATE id_block SET next_id = next_id + :count RETURNING next_id - :count");
    }

    private void sum(long first, int count) throws SQLException {
        statements.with("first", first).with("end", first + count).run(SUMS);
    }

    /** What a change below it does to the root. */
    private void settle() throws SQLException {
        sum(root, 1);
        statements
                .with("now", now)
                .with("root", root)
                .run("UPDATE node SET etag = random(), modified_us = :now WHERE id = :root");
        statements.run("UPDATE space SET used_bytes = (SELECT size_bytes FROM node WHERE id = space.root_id)");
    }

    /** Gives the database back to servers. */
    @Override
    public void close() throws SQLException {
        try {
            statements.run("PRAGMA synchronous = FULL");
            statements.run("PRAGMA journal_mode = WAL");
        } finally {
            statements.close();
        }
    }
}
