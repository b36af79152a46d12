package coffer.systemtests.disk;

import coffer.systemtests.ChildJvm;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/**
 * A process on a {@link TestDisk} that does with files what it is told, one line at a time, and says when it is done; and its far end,
 * {@link #main}. Words of a line are separated by blanks; paths are relative to the disk's directory.
 */
final class DiskProbe implements AutoCloseable {

    private static final String DONE = "done";

    private final Process process;
    private final BufferedWriter commands;
    private final BufferedReader answers;

    private DiskProbe(Process process) {
        this.process = process;
        this.commands = new BufferedWriter(process.outputWriter(StandardCharsets.UTF_8));
        this.answers = new BufferedReader(process.inputReader(StandardCharsets.UTF_8));
    }

    static DiskProbe on(TestDisk disk) throws IOException {
        var builder = new ProcessBuilder(ChildJvm.command(
                DiskProbe.class.getName(), List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1"), List.of()));
        builder.directory(disk.directory().toFile()).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(disk.environment());
        return new DiskProbe(builder.start());
    }

    /** Has the process do it and returns its answer, "done" or the name of the exception. */
    String run(String command) throws IOException {
        send(command);
        return answer();
    }

    void send(String command) throws IOException {
        commands.write(command);
        commands.newLine();
        commands.flush();
    }

    String answer() throws IOException {
        var answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the probe ended");
        }
        return answer;
    }

    /** Returns what the process had said before it was killed with {@link #kill}, unread lines only. */
    List<String> lastWords() throws IOException {
        return answers.lines().toList();
    }

    void kill() throws InterruptedException {
        process.toHandle()
                .destroyForcibly(); // of the process itself it would close our end of its output, which is still to be
        // read
        process.waitFor();
    }

    /** Ends the process in an orderly way. */
    @Override
    public void close() throws IOException {
        if (process.isAlive()) {
            commands.close();
        }
        process.onExit().join();
    }

    public static void main(String[] arguments) throws IOException {
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            try {
                obey(line.split(" "));
                System.out.println(DONE);
            } catch (IOException | SQLException e) {
                System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
            }
        }
    }

    private static void obey(String[] words) throws IOException, SQLException {
        switch (words[0]) {
            case "write" -> // write FILE OFFSET TEXT
                write(words[1], Long.parseLong(words[2]), words[3], StandardOpenOption.WRITE);
            case "write-durably" -> // write-durably FILE OFFSET TEXT
                write(words[1], Long.parseLong(words[2]), words[3], StandardOpenOption.DSYNC);
            case "fill" -> // fill FILE OFFSET BYTES CHARACTER
                write(
                        words[1],
                        Long.parseLong(words[2]),
                        words[4].repeat(Integer.parseInt(words[3])),
                        StandardOpenOption.WRITE);
            case "append" ->
                Files.writeString(Path.of(words[1]), words[2], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            case "stream" -> { // stream FILE TEXT: create or truncate, then write
                try (var out = Files.newOutputStream(Path.of(words[1]))) {
                    out.write(words[2].getBytes(StandardCharsets.UTF_8));
                }
            }
            case "gather" -> gather(words[1], words[2], words[3]);
            case "truncate" -> { // truncate FILE BYTES
                try (var channel = FileChannel.open(Path.of(words[1]), StandardOpenOption.WRITE)) {
                    channel.truncate(Long.parseLong(words[2]));
                }
            }
            case "copy" -> Files.copy(Path.of(words[1]), Path.of(words[2]), StandardCopyOption.REPLACE_EXISTING);
            case "transfer" -> transfer(words[1], words[2]);
            case "link" -> Files.createLink(Path.of(words[2]), Path.of(words[1]));
            case "rename" -> Files.move(Path.of(words[1]), Path.of(words[2]), StandardCopyOption.ATOMIC_MOVE);
            case "remove" -> Files.delete(Path.of(words[1]));
            case "mkdir" -> Files.createDirectory(Path.of(words[1]));
            case "sync" -> sync(words[1]);
            case "map" -> map(words[1], words[2]);
            case "insert" -> insert(words[1], words[2], Long.parseLong(words[3])); // insert FILE SYNCHRONOUS ROWS
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    private static void write(String file, long offset, String text, StandardOpenOption option) throws IOException {
        try (var channel =
                FileChannel.open(Path.of(file), StandardOpenOption.CREATE, StandardOpenOption.WRITE, option)) {
            channel.write(StandardCharsets.UTF_8.encode(text), offset);
        }
    }

    private static void gather(String file, String one, String two) throws IOException {
        try (var channel = FileChannel.open(Path.of(file), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.position(channel.size());
            channel.write(new ByteBuffer[] {StandardCharsets.UTF_8.encode(one), StandardCharsets.UTF_8.encode(two)});
        }
    }

    private static void transfer(String from, String to) throws IOException {
        try (var source = FileChannel.open(Path.of(from));
                var target = FileChannel.open(Path.of(to), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            source.transferTo(0, source.size(), target);
        }
    }

    /** Files and directories alike. */
    private static void sync(String file) throws IOException {
        try (var channel = FileChannel.open(Path.of(file))) {
            channel.force(true);
        }
    }

    private static void map(String file, String text) throws IOException {
        try (var channel = FileChannel.open(
                Path.of(file), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            channel.map(FileChannel.MapMode.READ_WRITE, 0, text.length()).put(StandardCharsets.UTF_8.encode(text));
        }
    }

    /** Inserts and commits rows one by one and says the number of each after its commit. */
    private static void insert(String file, String synchronous, long rows) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = " + synchronous);
            statement.execute("CREATE TABLE IF NOT EXISTS said (number INTEGER PRIMARY KEY, text TEXT NOT NULL)");
            connection.setAutoCommit(false);
            for (long row = 0; row < rows; row++) {
                long number = insertOne(connection);
                connection.commit();
                System.out.println(number);
            }
        }
    }

    private static long insertOne(Connection connection) throws SQLException {
        try (var insert = connection.prepareStatement(
                        "INSERT INTO said (text) VALUES (hex(randomblob(200))) RETURNING number");
                var row = insert.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }
}
