package coffer.systemtests.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A directory on a disk that obeys the test.
 *
 * <p>Start a process with {@link #environment} and let it work in {@link #directory}. While it runs, {@link #control} makes the disk full
 * or lets calls fail. After it was killed, {@link #losePower} replaces the directory by what a disk may show of it, and the next process
 * can be started on that. After it ended in an orderly way, {@link #difference} tells whether the library saw everything.
 *
 * <p>One process at a time. The directory must not change between processes except through {@link #losePower} and {@link #keep}.
 */
public final class TestDisk implements AutoCloseable {

    private final Path home;
    private final Path directory;
    private final Path before;
    private final Path log;
    private final boolean recording;
    private final DiskControl control;

    private TestDisk(Path home, boolean recording) throws IOException {
        this.home = home;
        this.directory = Files.createDirectory(home.resolve("data"));
        this.before = home.resolve("before");
        this.log = home.resolve("operations.log");
        this.recording = recording;
        this.control = DiskControl.at(home.resolve("control"));
        remember();
    }

    /** A disk that records what is done to it, so that it can lose power. {@code home} is an existing directory for its files. */
    public static TestDisk recording(Path home) throws IOException {
        return new TestDisk(home.toRealPath(), true);
    }

    /** A disk that can fill up and fail but cannot lose power, and therefore costs nothing per byte. */
    public static TestDisk plain(Path home) throws IOException {
        return new TestDisk(home.toRealPath(), false);
    }

    /** The directory on the disk, empty at first. */
    public Path directory() {
        return directory;
    }

    public DiskControl control() {
        return control;
    }

    /** What has to be in the environment of the process. */
    public Map<String, String> environment() throws IOException {
        var environment = new LinkedHashMap<String, String>();
        environment.put("LD_PRELOAD", DiskLibrary.path().toString());
        environment.put("TESTDISK_DIR", directory.toString());
        environment.put("TESTDISK_CONTROL", home.resolve("control").toString());
        if (recording) {
            environment.put("TESTDISK_LOG", log.toString());
        }
        return environment;
    }

    /** Power is lost: the directory becomes what was durable when the process died, and of the rest what {@code survival} says. */
    public void losePower(Survival survival) throws IOException {
        var after = home.resolve("after");
        rebuild(survival, after);
        delete(directory);
        copy(after, directory);
        delete(after);
        remember();
    }

    /** Power is not lost: the directory stays as it is and counts as durable from here on. */
    public void keep() throws IOException {
        remember();
    }

    /**
     * Compares the directory with what the log says of it and returns the differences, one a line; empty when the library missed
     * nothing. For an orderly end: a kill may fall between a call and its record. SQLite's memory-mapped index is left out.
     */
    public String difference() throws IOException {
        var after = home.resolve("replayed");
        rebuild(Survival.EVERYTHING, after);
        var told = contents(after);
        var seen = contents(directory);
        var differences = new StringBuilder();
        var names = new TreeMap<>(told);
        names.putAll(seen);
        for (var name : names.keySet()) {
            var inLog = told.get(name);
            var onDisk = seen.get(name);
            if (inLog == null || onDisk == null) {
                differences.append(name).append(inLog == null ? " is not in the log\n" : " is only in the log\n");
            } else if (!same(inLog, onDisk)) {
                differences.append(name).append(" has other bytes in the log\n");
            }
        }
        delete(after);
        return differences.toString();
    }

    private static boolean same(Path one, Path other) throws IOException {
        return Files.isDirectory(one) ? Files.isDirectory(other) : Files.mismatch(one, other) < 0;
    }

    private static Map<String, Path> contents(Path top) throws IOException {
        try (var files = Files.walk(top)) {
            var contents = new TreeMap<String, Path>();
            files.filter(file -> kept(file) && !file.toString().endsWith("-shm"))
                    .forEach(file -> contents.put(top.relativize(file).toString(), file));
            return contents;
        }
    }

    private void rebuild(Survival survival, Path target) throws IOException {
        if (!recording) {
            throw new IllegalStateException("this disk records nothing");
        }
        try (var operations = DiskLog.open(log)) {
            new PowerLoss(before, inodes, operations, survival).writeTo(target);
        }
    }

    private Map<Path, Long> inodes = Map.of();

    private void remember() throws IOException {
        if (!recording) {
            return;
        }
        delete(before);
        copy(directory, before);
        Files.deleteIfExists(log);
        var numbers = new HashMap<Path, Long>();
        try (var files = Files.walk(directory)) {
            for (var file : (Iterable<Path>) files.filter(TestDisk::kept)::iterator) {
                numbers.put(before.resolve(directory.relativize(file)), (Long)
                        Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS));
            }
        }
        inodes = numbers;
    }

    /** Sockets, such as the operator's, mean nothing without their process. */
    private static boolean kept(Path file) {
        return Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)
                || Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : (Iterable<Path>) files.filter(TestDisk::kept)::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static void delete(Path top) throws IOException {
        if (!Files.exists(top, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (var files = Files.walk(top)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    @Override
    public void close() {
        control.close();
    }
}
