package coffer.systemtests;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The real server as a process of its own, started as {@code ./coffer serve} starts it, on a free port of 127.0.0.1.
 *
 * <p>{@link #kill} is SIGKILL: the process gets no chance to finish anything. {@link #stop} is SIGTERM: it drains.
 */
public final class ServerProcess implements AutoCloseable {

    public static final String ADMIN = "admin";
    public static final String ADMIN_PASSWORD = "the-first-administrator-of-a-test";

    private static final String MAIN = "coffer.server.Main";
    private static final Pattern READY = Pattern.compile("Coffer is ready at (https?://\\S+)");
    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
    /** SIGTERM drains for at most 10 s; the rest is for a busy machine. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(40);

    /** 128 + 15: what a JVM answers that a signal has ended, however orderly. */
    private static final int ENDED_BY_SIGTERM = 143;

    private final Process process;
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<URI> ready = new CompletableFuture<>();
    private final Thread reader;

    /**
     * How a server is started.
     *
     * @param database JDBC address, or null for the built-in SQLite
     * @param environment put over the environment of this process
     * @param jvmOptions further options of the JVM
     * @param serveOptions further options of {@code serve}, such as {@code --url}
     */
    public record Settings(
            Path data,
            @Nullable String database,
            Map<String, String> environment,
            List<String> jvmOptions,
            List<String> serveOptions) {

        /** SQLite in the data directory, nothing special. */
        public static Settings in(Path data) {
            return new Settings(data, null, Map.of(), List.of(), List.of());
        }

        public Settings withDatabase(@Nullable String jdbcAddress) {
            return new Settings(data, jdbcAddress, environment, jvmOptions, serveOptions);
        }

        public Settings withEnvironment(Map<String, String> variables) {
            return new Settings(data, database, Map.copyOf(variables), jvmOptions, serveOptions);
        }

        public Settings withJvmOptions(String... options) {
            return new Settings(data, database, environment, List.of(options), serveOptions);
        }

        public Settings withServeOptions(String... options) {
            return new Settings(data, database, environment, jvmOptions, List.of(options));
        }

        private Process launch(List<String> arguments) throws IOException {
            var options = new ArrayList<>(List.of("-Xmx256m", "-XX:+ExitOnOutOfMemoryError", "-Dfile.encoding=UTF-8"));
            options.addAll(jvmOptions);
            var builder = new ProcessBuilder(ChildJvm.command(MAIN, options, arguments)).redirectErrorStream(true);
            builder.environment().put("COFFER_ADMIN_PASSWORD", ADMIN_PASSWORD);
            builder.environment().putAll(environment);
            return builder.start();
        }

        private List<String> serve() {
            var arguments = new ArrayList<>(List.of("serve", "--data", data.toString(), "--listen", "127.0.0.1:0"));
            if (database != null) {
                arguments.addAll(List.of("--database", database));
            }
            arguments.addAll(serveOptions);
            return arguments;
        }
    }

    /** How a command ended. */
    public record Ended(int status, String output) {}

    private ServerProcess(Process process) {
        this.process = process;
        this.reader = Thread.ofVirtual().start(this::read);
    }

    /** Starts the server without waiting until it accepts requests. */
    public static ServerProcess launch(Settings settings) throws IOException {
        return new ServerProcess(settings.launch(settings.serve()));
    }

    /** Starts the server and returns when it accepts requests. Fails with its output when it ends before. */
    public static ServerProcess start(Settings settings) throws IOException {
        var server = launch(settings);
        try {
            server.ready.get(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            return server;
        } catch (Exception e) {
            server.process.destroyForcibly();
            throw new AssertionError("the server did not become ready:\n" + server.output(), e);
        }
    }

    /** Runs {@code serve} where it should refuse to start, and returns how it ended. */
    public static Ended serveToTheEnd(Settings settings) throws IOException, InterruptedException {
        return toTheEnd(settings.launch(settings.serve()), START_TIMEOUT);
    }

    /** Runs another of Coffer's commands on the same data directory, for example {@code audit verify}. */
    public static Ended command(Settings settings, String... words) throws IOException, InterruptedException {
        return command(settings, START_TIMEOUT, words);
    }

    /** The same for one that takes longer. */
    public static Ended command(Settings settings, Duration atMost, String... words)
            throws IOException, InterruptedException {
        var arguments = new ArrayList<>(List.of(words));
        arguments.addAll(List.of("--data", settings.data().toString()));
        if (settings.database() != null) {
            arguments.addAll(List.of("--database", settings.database()));
        }
        return toTheEnd(settings.withEnvironment(Map.of()).launch(arguments), atMost);
    }

    private static Ended toTheEnd(Process process, Duration atMost) throws IOException, InterruptedException {
        process.getOutputStream().close();
        var server = new ServerProcess(process);
        if (!process.waitFor(atMost.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the command did not end:\n" + server.output());
        }
        server.reader.join();
        return new Ended(process.exitValue(), server.output());
    }

    private void read() {
        try (BufferedReader printed = process.inputReader(StandardCharsets.UTF_8)) {
            for (var line = printed.readLine(); line != null; line = printed.readLine()) {
                lines.add(line);
                var matcher = READY.matcher(line);
                if (matcher.find()) {
                    ready.complete(URI.create(matcher.group(1)));
                }
            }
        } catch (IOException e) {
            lines.add("the output broke off: " + e);
        } finally {
            ready.completeExceptionally(new IOException("the process ended"));
        }
    }

    /** The address it prints, for example {@code http://127.0.0.1:43121}. */
    public URI address() {
        return ready.join();
    }

    /** A client signed in as the first administrator. */
    public DavClient admin() {
        return new DavClient(address(), ADMIN, ADMIN_PASSWORD);
    }

    /** Everything it has printed so far. */
    public String output() {
        return String.join("\n", lines);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** Waits, no longer than given, until it is ready or has ended; returns whether it is ready. */
    public boolean awaitReady(Duration atMost) {
        try {
            ready.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (Exception e) {
            return false;
        }
    }

    /** SIGKILL; returns when the process is gone. */
    public void kill() throws InterruptedException {
        process.toHandle().destroyForcibly(); // leaves its output readable
        process.waitFor();
        reader.join();
    }

    /** SIGTERM; returns when the process is gone, and fails when it had to be killed or ended otherwise than by the signal. */
    public void stop() throws InterruptedException {
        process.toHandle().destroy();
        if (!process.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
            kill();
            throw new AssertionError("the server did not stop within " + STOP_TIMEOUT + ":\n" + output());
        }
        reader.join();
        if (process.exitValue() != ENDED_BY_SIGTERM) {
            throw new AssertionError("the server ended with status " + process.exitValue() + ":\n" + output());
        }
    }

    /** Kills what still runs. */
    @Override
    public void close() {
        try {
            kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted while the server was being killed", e));
        }
    }
}
