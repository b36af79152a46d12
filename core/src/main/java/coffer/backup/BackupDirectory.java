package coffer.backup;

import coffer.blobs.BlobStore;
import coffer.blobs.ObjectDirectory;
import coffer.disk.Disk;
import coffer.disk.Durably;
import coffer.disk.RealDisk;
import coffer.disk.StorageFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Backups in a directory, readable for its owner only. */
public final class BackupDirectory implements BackupPlace {
    private static final String UNFINISHED = ".new";

    private final Path directory;
    private final ObjectDirectory objects;
    private final Disk disk = new RealDisk();

    private BackupDirectory(Path directory) {
        this.directory = directory;
        this.objects = ObjectDirectory.in(directory);
    }

    /** For reading: changes nothing, and need not be there. */
    public static BackupDirectory at(Path directory) {
        return new BackupDirectory(directory);
    }

    /**
     * For writing: made if it is not there.
     *
     * @throws StorageFailure when that fails
     */
    public static BackupDirectory make(Path directory) {
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(Disk.parent(directory));
                Files.createDirectory(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
        } catch (IOException e) {
            throw StorageFailure.of("making " + directory, Disk.parent(directory), e);
        }
        BackupDirectory made = new BackupDirectory(directory);
        made.objects.prepare();
        return made;
    }

    @Override
    public BlobStore objects() {
        return objects;
    }

    @Override
    public List<String> files(String name) {
        Path files = directory.resolve(name);
        if (!Files.isDirectory(files)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(files)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .filter(file -> !file.endsWith(UNFINISHED))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new StorageFailure("reading " + files, e);
        }
    }

    @Override
    public Optional<byte[]> read(String in, String name) {
        Path file = directory.resolve(in).resolve(name);
        try {
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw new IOException("it is longer than " + FILE_BYTES_MAX + " bytes");
            }
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new StorageFailure("reading " + file, e);
        }
    }

    @Override
    public void write(String in, String name, byte[] bytes) {
        Path files = directory.resolve(in);
        try {
            disk.makeDirectory(files);
            disk.forceDirectory(directory);
        } catch (IOException e) {
            throw StorageFailure.of("making " + files, directory, e);
        }
        Durably.write(disk, files.resolve(name), ByteBuffer.wrap(bytes));
    }

    @Override
    public void remove(String in, String name) {
        try {
            disk.delete(directory.resolve(in).resolve(name));
        } catch (IOException e) {
            throw new StorageFailure("removing " + directory.resolve(in).resolve(name), e);
        }
    }

    @Override
    public String place() {
        return directory.toString();
    }

    @Override
    public void close() {
        objects.close();
    }
}
