package coffer.backup;

import coffer.disk.StorageFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Files of the data directory that belong to a backup and are neither rows nor objects nor the key ring: the audit log. Thread-safe.
 *
 * @param data the data directory
 * @param paths asked at each backup; files, in the order in which they are to be read
 */
public record DataFiles(Path data, Supplier<List<Path>> paths) {
    /** Files grow at their end, so equal beginnings are equal blocks. */
    private static final int BLOCK_BYTES = 4 * 1024;

    List<String> names() {
        return paths.get().stream()
                .filter(Files::isRegularFile)
                .map(path -> data.relativize(path).toString())
                .toList();
    }

    /** The content as it is now; none when the file is gone. */
    void blocks(String name, Consumer<byte[]> each) {
        Path file = data.resolve(name);
        try (InputStream in = Files.newInputStream(file)) {
            for (byte[] block = in.readNBytes(BLOCK_BYTES); block.length > 0; block = in.readNBytes(BLOCK_BYTES)) {
                each.accept(block);
            }
        } catch (NoSuchFileException _) {
            // It was removed since it was listed, as old segments are.
        } catch (IOException e) {
            throw new StorageFailure("reading " + file, e);
        }
    }
}
