package coffer.bench.servers;

import coffer.bench.load.Target;
import coffer.bench.process.ProcessTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Coffer as {@code ./coffer serve} starts it, with its own heap of 256 MiB, all features on, on SQLite or PostgreSQL. The account that is
 * measured comes in with an app password, as programs do.
 */
public final class Coffer implements Server {

    private static final String USER = "admin";
    private static final String FILES = "/remote.php/dav/files/" + USER;
    private static final String UPLOADS = "/remote.php/dav/uploads/" + USER;
    private static final Map<String, String> ENVIRONMENT =
            Map.of("COFFER_ADMIN_PASSWORD", "the-administrator-of-a-bench", "COFFER_JAVA_OPTS", javaOptions());

    private final Path program;
    private final Path data;
    private final @Nullable Postgres postgres;
    private final List<String> options;
    private final int port = Programs.freePort();
    private String appPassword = "";
    private Process process;

    /** Those of every server that is measured, with the caller's behind them. */
    public static String javaOptions() {
        return "-Xmx256m " + System.getenv().getOrDefault("COFFER_JAVA_OPTS", "");
    }

    private Coffer(Path project, Path data, @Nullable Postgres postgres, List<String> options) throws IOException {
        this.program = project.resolve("coffer");
        this.data = data;
        this.postgres = postgres;
        this.options = List.copyOf(options);
        this.process = launch();
    }

    /** Starts it on an empty directory, with SQLite. */
    public static Coffer onSqlite(Path project, Path home) throws IOException {
        return onSqlite(project, home, List.of());
    }

    /** The same with further options of {@code serve}. */
    public static Coffer onSqlite(Path project, Path home, List<String> options) throws IOException {
        return start(project, home, null, options);
    }

    /** Starts it on an empty directory, with a PostgreSQL cluster of its own that syncs to disk, and ends with it. */
    public static Coffer onPostgres(Path project, Path home) throws IOException {
        var postgres = Postgres.start(home.resolve("postgres"));
        try {
            return start(project, home, postgres, List.of());
        } catch (IOException e) {
            postgres.close();
            throw e;
        }
    }

    private static Coffer start(Path project, Path home, @Nullable Postgres postgres, List<String> options)
            throws IOException {
        var coffer = new Coffer(project, Files.createDirectories(home.resolve("coffer")), postgres, options);
        try {
            coffer.awaitAnswer();
            coffer.appPassword = coffer.newAppPassword();
            return coffer;
        } catch (IOException e) {
            coffer.stop();
            throw e;
        }
    }

    private String newAppPassword() throws IOException {
        var command = new ArrayList<>(List.of(program.toString(), "user", "app-password", "add", USER));
        command.addAll(List.of("--name", "bench", "--data", data.toString()));
        var printed = Programs.run(command).strip();
        return printed.substring(printed.lastIndexOf('\n') + 1);
    }

    private Process launch() throws IOException {
        var command = new ArrayList<>(List.of(program.toString(), "serve", "--data", data.toString()));
        command.addAll(List.of("--listen", "127.0.0.1:" + port));
        if (postgres != null) {
            command.addAll(List.of("--database", postgres.address()));
        }
        command.addAll(options);
        return Programs.start(command, ENVIRONMENT, log());
    }

    private Path log() {
        return data.resolveSibling("coffer.log");
    }

    private void awaitAnswer() throws IOException {
        Programs.awaitAnswer(target(), process, log());
    }

    /** Where it keeps everything; to be touched only while it is stopped. */
    public Path data() {
        return data;
    }

    /** Ends it in an orderly way, with its database still running. */
    public void stop() throws IOException {
        Programs.stop(process);
    }

    /** Starts it again on the same data; returns with its first answer. */
    public void startAgain() throws IOException {
        process = launch();
        awaitAnswer();
    }

    @Override
    public Kind kind() {
        return postgres == null ? Kind.COFFER : Kind.COFFER_PG;
    }

    @Override
    public Target target() {
        return Target.open("127.0.0.1", port, FILES).as(USER, appPassword);
    }

    @Override
    public Optional<Target> uploads() {
        return Optional.of(target().at(UPLOADS));
    }

    @Override
    public Optional<Login> login() {
        return Optional.of(new Login("http://127.0.0.1:" + port, USER, appPassword, ""));
    }

    @Override
    public ProcessTree processes() {
        return postgres == null ? ProcessTree.of(process.pid()) : ProcessTree.of(process.pid(), postgres.pid());
    }

    @Override
    public void close() throws IOException {
        stop();
        if (postgres != null) {
            postgres.close();
        }
    }
}
