package coffer.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Counts the calls with which a process tree makes things durable, with {@code strace}. Slows the processes down a great deal, so nothing
 * is timed meanwhile.
 */
public final class Syscalls implements AutoCloseable {

    private static final int ATTACH_SECONDS = 20;
    private static final int DETACH_SECONDS = 30;

    private final Process strace;
    private final Path output;

    private Syscalls(Process strace, Path output) {
        this.strace = strace;
        this.output = output;
    }

    /** Attaches to all processes of the tree; returns when calls are counted. */
    public static Syscalls attach(ProcessTree tree, Path directory) throws IOException, InterruptedException {
        var output = directory.resolve("strace.counts");
        var messages = directory.resolve("strace.messages");
        var command =
                new ArrayList<>(List.of("strace", "-f", "-c", "-e", "trace=fsync,fdatasync,sync_file_range,msync"));
        command.addAll(List.of("-o", output.toString()));
        for (var pid : tree.pids()) {
            command.addAll(List.of("-p", Long.toString(pid)));
        }
        Files.deleteIfExists(messages);
        var strace = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(messages.toFile())
                .start();
        var attached = tree.pids().size();
        for (int i = 0; i < ATTACH_SECONDS * 10 && strace.isAlive(); i++) {
            if (Files.readString(messages)
                            .lines()
                            .filter(line -> line.contains(" attached"))
                            .count()
                    >= attached) {
                return new Syscalls(strace, output);
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        strace.destroy();
        throw new IOException("strace did not attach: " + Files.readString(messages));
    }

    /** Detaches and returns how many calls there were. */
    public long stop() throws IOException, InterruptedException {
        strace.toHandle().destroy();
        if (!strace.waitFor(DETACH_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("strace did not detach within " + DETACH_SECONDS + " s");
        }
        return total(Files.readString(output));
    }

    /** The sum of the column {@code calls}; none when strace saw no call and wrote no table. */
    static long total(String table) {
        return table.lines()
                .map(line -> line.strip().split("\\s+", -1))
                .filter(words ->
                        words.length >= 5 && words[0].matches("[0-9.]+") && !words[words.length - 1].equals("total"))
                .mapToLong(words -> Long.parseLong(words[3]))
                .sum();
    }

    @Override
    public void close() {
        strace.destroyForcibly();
    }
}
