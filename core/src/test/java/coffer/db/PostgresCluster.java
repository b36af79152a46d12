package coffer.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * A throw-away PostgreSQL cluster on loopback, made when a test first needs one and removed when the JVM ends.
 *
 * <p>PostgreSQL refuses to run as root, so as root everything is done as the user {@code postgres} of Debian's package.
 * The cluster itself does not sync to disk: store tests are about what the store asks for, not about PostgreSQL.
 */
public final class PostgresCluster implements AutoCloseable {
    private static final int COMMAND_SECONDS = 120;
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    private static @Nullable PostgresCluster shared;

    private final Path home;
    private final Path bin;
    private final int port;
    private final boolean sync;
    private final AtomicInteger databases = new AtomicInteger();

    private PostgresCluster(boolean sync) throws IOException {
        this.sync = sync;
        bin = findBin();
        home = Files.createTempDirectory("coffer-postgres");
        if (ROOT) {
            run("chown", "postgres", home.toString());
        }
        port = freePort();
        asPostgres(
                bin.resolve("initdb").toString(),
                "-D",
                home + "/data",
                "-A",
                "trust",
                "-U",
                "postgres",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "--no-sync");
        start();
    }

    /** The cluster that all store tests of this JVM share. */
    public static synchronized PostgresCluster shared() {
        if (shared == null) {
            PostgresCluster cluster = own(false);
            Runtime.getRuntime().addShutdownHook(new Thread(cluster::close, "postgres-stop"));
            shared = cluster;
        }
        return shared;
    }

    /**
     * A cluster of one's own, to be closed.
     *
     * @param sync whether commits reach the disk
     */
    public static PostgresCluster own(boolean sync) {
        try {
            return new PostgresCluster(sync);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes an empty database, or a copy of {@code template}, and returns its name. */
    public String create(@Nullable String template) {
        String name = "t" + databases.incrementAndGet();
        execute("CREATE DATABASE " + name + (template == null ? "" : " TEMPLATE " + template));
        return name;
    }

    public void drop(String name) {
        execute("DROP DATABASE " + name + " WITH (FORCE)");
    }

    public String url(String name) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + name + "?user=postgres";
    }

    /** All of its processes end at once, without a checkpoint or a farewell, and it starts again, which replays its log. */
    public void crash() {
        try {
            asPostgres(bin.resolve("pg_ctl").toString(), "-D", home + "/data", "-m", "immediate", "-w", "stop");
            start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            asPostgres(bin.resolve("pg_ctl").toString(), "-D", home + "/data", "-m", "immediate", "-w", "stop");
            Files.walkFileTree(home, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
                    Files.delete(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void start() throws IOException {
        String options =
                "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200"
                        + (sync ? "" : " -c fsync=off -c full_page_writes=off");
        asPostgres(
                bin.resolve("pg_ctl").toString(),
                "-D",
                home + "/data",
                "-l",
                home + "/log",
                "-w",
                "-o",
                options,
                "start");
    }

    private void execute(String sql) {
        try (var connection = DriverManager.getConnection(url("postgres"));
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private static Path findBin() throws IOException {
        Path versions = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(versions)) {
            try (Stream<Path> found = Files.list(versions)) {
                Path bin = found.map(version -> version.resolve("bin"))
                        .filter(path -> Files.isExecutable(path.resolve("initdb")))
                        .max((a, b) -> a.toString().compareTo(b.toString()))
                        .orElse(null);
                if (bin != null) {
                    return bin;
                }
            }
        }
        if (ROOT) {
            throw new IOException("PostgreSQL is not installed; ./check installs it");
        }
        throw new TestAbortedException("PostgreSQL is not installed: install the package postgresql");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void asPostgres(String... command) throws IOException {
        List<String> full = new ArrayList<>(ROOT ? List.of("runuser", "-u", "postgres", "--") : List.of());
        full.addAll(List.of(command));
        run(full.toArray(String[]::new));
    }

    private static void run(String... command) throws IOException {
        // The server started by pg_ctl would keep a pipe open for ever, hence a file.
        Path output = Files.createTempFile("coffer-command", ".log");
        Process process = new ProcessBuilder(command)
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(command[0] + " did not end within " + COMMAND_SECONDS + " s");
            }
            if (process.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + " failed: " + Files.readString(output));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + command[0], e);
        } finally {
            Files.delete(output);
        }
    }
}
