package coffer.server;

import coffer.backup.BackupRefused;
import coffer.disk.Disk;
import coffer.disk.RealDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory beside another, for work that becomes that other one when it is done, or goes. Holds keys, so only its owner may read it. */
final class WorkDirectory implements AutoCloseable {
    private static final String ENDING = ".restoring";

    private final Path path;
    private boolean moved;

    private WorkDirectory(Path path) {
        this.path = path;
    }

    /**
     * Beside a directory that is not there, or in one that is there and empty: that may be a file system of its own.
     *
     * @throws BackupRefused when it is there already
     */
    static WorkDirectory of(Path target) throws IOException {
        Path path =
                Files.exists(target) ? target.resolve(ENDING) : target.resolveSibling(target.getFileName() + ENDING);
        if (Files.exists(path)) {
            throw new BackupRefused(path + " is there already, from a restore that goes on or was cut short. Remove it"
                    + " when none is under way.");
        }
        Files.createDirectories(Disk.parent(path));
        Files.createDirectory(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return new WorkDirectory(path);
    }

    Path path() {
        return path;
    }

    /** What is in it gets its place: durable when this returns. */
    void becomes(Path target) throws IOException {
        Disk disk = new RealDisk();
        if (path.startsWith(target)) {
            for (String name : namesWithTheDatabaseLast()) {
                disk.rename(path.resolve(name), target.resolve(name));
            }
            disk.forceDirectory(target);
        } else {
            disk.rename(path, target);
            disk.forceDirectory(Disk.parent(target));
            moved = true;
        }
    }

    /** Without its database a directory is no installation, and a server that finds the rest refuses to start. */
    private List<String> namesWithTheDatabaseLast() throws IOException {
        try (Stream<Path> children = Files.list(path)) {
            return children.map(child -> child.getFileName().toString())
                    .sorted(Comparator.comparing((String name) -> name.startsWith("coffer.db")))
                    .toList();
        }
    }

    /** Removes it, unless it has moved. */
    @Override
    public void close() throws IOException {
        if (!moved) {
            try (Stream<Path> all = Files.walk(path)) {
                for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
