package coffer.blobs;

import coffer.base.ObjectId;
import coffer.disk.FailingDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Content in files, as most houses have it, on a disk that fails in its every call. */
final class TestDirectory implements TestStore {
    private final Path data;
    private final FailingDisk disk = new FailingDisk();

    TestDirectory(Path data) {
        this.data = data;
    }

    @Override
    public BlobStore open() {
        ObjectDirectory directory = new ObjectDirectory(data, disk);
        directory.prepare();
        return directory;
    }

    @Override
    public void failAt(int operation, boolean onlyOnce) {
        disk.failAt(operation, onlyOnce);
    }

    @Override
    public void failWith(String message) {
        disk.failWith(message);
    }

    @Override
    public boolean hasFailed() {
        return disk.hasFailed();
    }

    @Override
    public void recover() {
        disk.recover();
    }

    /** A new file, its pieces, their sync; two new directories with a sync each; the new name and its sync. */
    @Override
    public int stepsToStore(int pieces) {
        return 1 + pieces + 1 + 4 + 2;
    }

    @Override
    public byte[] bytes(ObjectId id) {
        return bytes(path(id));
    }

    @Override
    public void put(ObjectId id, byte[] bytes) {
        write(path(id), bytes);
    }

    @Override
    public void lose(ObjectId id) {
        try {
            Files.delete(path(id));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void putForeign(ObjectId beside, String name) {
        write(path(beside).resolveSibling(name), new byte[1]);
    }

    @Override
    public void leaveUnfinished(ObjectId id) {
        write(data.resolve("staging").resolve(id.toString()), new byte[10]);
    }

    @Override
    public Map<ObjectId, byte[]> aside() {
        Map<ObjectId, byte[]> aside = new HashMap<>();
        for (Path file : files("quarantine")) {
            String name = file.getFileName().toString();
            ObjectId id =
                    ObjectNames.idOf(name).orElseThrow(() -> new IllegalStateException("set aside again: " + name));
            aside.put(id, bytes(file));
        }
        return aside;
    }

    @Override
    public int unfinished() {
        return files("staging").size();
    }

    @Override
    public int pageMax() {
        return 1;
    }

    @Override
    public List<ObjectId> ids() {
        return files("objects").stream().map(this::id).toList();
    }

    private ObjectId id(Path file) {
        return ObjectNames.idOf(file.getFileName().toString())
                .filter(id -> path(id).equals(file))
                .orElseThrow(() -> new IllegalStateException(file + " is no object"));
    }

    private Path path(ObjectId id) {
        return ObjectDirectory.in(data).path(id);
    }

    private static void write(Path file, byte[] bytes) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Path> files(String directory) {
        Path place = data.resolve(directory);
        if (!Files.exists(place)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(place)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
