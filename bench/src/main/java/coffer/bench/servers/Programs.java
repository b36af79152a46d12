package coffer.bench.servers;

import coffer.bench.load.BodySink;
import coffer.bench.load.Connection;
import coffer.bench.load.Content;
import coffer.bench.load.Target;
import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Starting and ending programs of the system. */
final class Programs {

    private static final int COMMAND_SECONDS = 600;
    private static final int ANSWER_SECONDS = 120;
    private static final int STOP_SECONDS = 30;

    private Programs() {}

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** A port on which nobody listens at the moment. */
    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Where a program is, also in the directories that only root's path holds. */
    static Path find(String name, String debianPackage) throws IOException {
        var path = Optional.ofNullable(System.getenv("PATH")).orElse("") + File.pathSeparator + "/usr/sbin";
        for (var directory : path.split(File.pathSeparator, -1)) {
            var candidate = Path.of(directory, name);
            if (!directory.isEmpty() && Files.isExecutable(candidate)) {
                return candidate;
            }
        }
        throw new IOException(name + " is not installed (Debian: apt-get install " + debianPackage + ")");
    }

    /** Runs a command to its end and returns what it printed; fails if it fails. */
    static String run(List<String> command) throws IOException {
        return run(command, Map.of());
    }

    /** The same with more variables in its environment, and without those that lead to a desktop session's settings. */
    static String run(List<String> command, Map<String, String> environment) throws IOException {
        // A file, because a daemon that the command leaves behind would keep a pipe open for ever.
        var output = Files.createTempFile("coffer-bench", ".log");
        try {
            var builder = new ProcessBuilder(command)
                    .directory(Path.of("/").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("XDG_"));
            builder.environment().putAll(environment);
            var process = builder.start();
            process.getOutputStream().close();
            if (!await(process, COMMAND_SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException(command.getFirst() + " failed: " + Files.readString(output));
            }
            return Files.readString(output);
        } finally {
            Files.delete(output);
        }
    }

    /** Starts a program that stays, with its output in a file. */
    static Process start(List<String> command, Map<String, String> environment, Path log) throws IOException {
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        var process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    /** Returns when the server answers anything at all. */
    static void awaitAnswer(Target target, Process process, Path log) throws IOException {
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(ANSWER_SECONDS);
        while (System.nanoTime() < end && !await(process, 0)) {
            try (var connection = new Connection(target)) {
                connection.exchange(target.request("OPTIONS", "/", "", Content.NONE), BodySink.FORGET);
                return;
            } catch (IOException _) {
                pause(); // not yet
            }
        }
        stop(process);
        throw new IOException("the server gave no answer:\n" + Files.readString(log));
    }

    private static void pause() throws InterruptedIOException {
        try {
            TimeUnit.MILLISECONDS.sleep(5);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /** SIGTERM, and SIGKILL for what does not listen. */
    static void stop(Process process) throws IOException {
        process.destroy();
        if (!await(process, STOP_SECONDS)) {
            process.destroyForcibly();
            await(process, STOP_SECONDS);
        }
    }

    private static boolean await(Process process, int seconds) throws InterruptedIOException {
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw interrupted();
        }
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted while waiting for a program");
    }
}
