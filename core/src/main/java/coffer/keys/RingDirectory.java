package coffer.keys;

import coffer.disk.Disk;
import coffer.disk.Durably;
import coffer.disk.StorageFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The generations of the ring in {@code keys/}: {@code ring-1.cofring}, {@code ring-2.cofring}, … Not thread-safe. */
final class RingDirectory {
    /** Generations kept. Each holds all entries, so one good file is a whole ring. */
    static final int GENERATIONS_KEPT = 3;

    private static final Logger LOG = LoggerFactory.getLogger(RingDirectory.class);
    private static final Pattern NAME = Pattern.compile("ring-([1-9][0-9]{0,17})\\.cofring");

    private final Path directory;
    private final Disk disk;

    RingDirectory(Path directory, Disk disk) {
        this.directory = directory;
        this.disk = disk;
    }

    /** Makes the directory, and closes it to everybody else. */
    void prepare() {
        try {
            disk.makeDirectory(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            disk.forceDirectory(Disk.parent(directory));
        } catch (IOException e) {
            throw StorageFailure.of("preparing " + directory, Disk.parent(directory), e);
        }
    }

    Path path(long generation) {
        return directory.resolve(name(generation));
    }

    /** What the file of a generation is called. */
    static String name(long generation) {
        return "ring-" + generation + ".cofring";
    }

    /** The contents of all ring files by generation; changes nothing. Empty when there is no such directory. */
    static SortedMap<Long, byte[]> read(Path directory) {
        SortedMap<Long, byte[]> files = new TreeMap<>();
        if (!Files.isDirectory(directory)) {
            return files;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path file : entries) {
                Matcher matcher = NAME.matcher(file.getFileName().toString());
                if (matcher.matches()) {
                    files.put(Long.valueOf(matcher.group(1)), Files.readAllBytes(file));
                }
            }
            return files;
        } catch (IOException e) {
            throw new StorageFailure("reading " + directory, e);
        }
    }

    /** Writes one generation; it is durable when this returns. */
    void write(long generation, long writtenMicros, Collection<RingEntry> entries, RootKey root) {
        Durably.write(
                disk, path(generation), ByteBuffer.wrap(RingFile.write(generation, writtenMicros, entries, root)));
    }

    /** Removes generations that nothing needs any more. One that cannot be removed is harmless. */
    void remove(Collection<Long> generations) {
        for (long old : generations) {
            remove(path(old));
        }
    }

    /** Removes a file that nothing needs any more, if it is there. One that cannot be removed is harmless. */
    void remove(Path file) {
        try {
            disk.delete(file);
        } catch (IOException e) {
            LOG.warn("{} stays behind, though nothing needs it any more: {}", file, e.toString());
        }
    }

    /** Gives a file another name in the same directory; durable when this returns. */
    void rename(Path from, Path to) {
        try {
            disk.rename(from, to);
            disk.forceDirectory(Disk.parent(to));
        } catch (IOException e) {
            throw StorageFailure.of("renaming " + from + " to " + to, Disk.parent(to), e);
        }
    }

    /** Renames a damaged file, so that a good one can take its number and a person can still look at it. */
    void setAside(long generation) {
        Path damaged = path(generation);
        try {
            disk.rename(damaged, directory.resolve(damaged.getFileName() + ".damaged"));
        } catch (IOException e) {
            throw new StorageFailure("setting aside " + damaged, e);
        }
    }
}
