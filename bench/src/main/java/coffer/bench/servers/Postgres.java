package coffer.bench.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A PostgreSQL cluster on loopback with Debian's default settings, made for one run. PostgreSQL refuses to run as root, so as root
 * everything is done as the user {@code postgres}.
 */
final class Postgres implements AutoCloseable {

    private final Path bin;
    private final Path data;
    private final int port;

    private Postgres(Path bin, Path data, int port) {
        this.bin = bin;
        this.data = data;
        this.port = port;
    }

    /** Makes a cluster with one empty database; {@code home} must not exist. */
    static Postgres start(Path home) throws IOException {
        Files.createDirectories(home);
        if (Programs.isRoot()) {
            Programs.run(List.of("chown", "postgres", home.toString()));
        }
        var postgres = new Postgres(bin(), home.resolve("data"), Programs.freePort());
        postgres.run(
                "initdb",
                "-D",
                postgres.data.toString(),
                "-A",
                "trust",
                "-U",
                "postgres",
                "-E",
                "UTF8",
                "--locale=C.UTF-8");
        var options = "-p " + postgres.port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=''";
        postgres.run(
                "pg_ctl",
                "-D",
                postgres.data.toString(),
                "-l",
                home.resolve("log").toString(),
                "-w",
                "-o",
                options,
                "start");
        postgres.run("createdb", "-h", "127.0.0.1", "-p", Integer.toString(postgres.port), "-U", "postgres", "coffer");
        return postgres;
    }

    /** For JDBC. */
    String address() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/coffer?user=postgres";
    }

    long pid() {
        try {
            return Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid"))
                    .getFirst()
                    .strip());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("PostgreSQL does not run", e);
        }
    }

    private void run(String program, String... arguments) throws IOException {
        var command =
                new ArrayList<>(Programs.isRoot() ? List.of("runuser", "-u", "postgres", "--") : List.<String>of());
        command.add(bin.resolve(program).toString());
        command.addAll(List.of(arguments));
        Programs.run(command);
    }

    private static Path bin() throws IOException {
        var versions = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(versions)) {
            try (Stream<Path> found = Files.list(versions)) {
                var newest = found.map(version -> version.resolve("bin"))
                        .filter(path -> Files.isExecutable(path.resolve("initdb")))
                        .max((a, b) -> a.toString().compareTo(b.toString()));
                if (newest.isPresent()) {
                    return newest.get();
                }
            }
        }
        throw new IOException("PostgreSQL is not installed (Debian: apt-get install postgresql)");
    }

    @Override
    public void close() throws IOException {
        run("pg_ctl", "-D", data.toString(), "-m", "fast", "-w", "stop");
    }
}
