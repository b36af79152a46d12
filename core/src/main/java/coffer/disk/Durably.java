package coffer.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Small files that are there whole or not at all, whatever happens. */
public final class Durably {
    private static final Logger LOG = LoggerFactory.getLogger(Durably.class);
    private static final String UNFINISHED = ".new";

    private Durably() {}

    /**
     * Writes a file: beside its place, synced, renamed, directory synced. What a crash has left beside the place before
     * is replaced.
     *
     * @throws StorageFailure when the disk fails; the place then holds what it held, or the whole new file
     */
    public static void write(Disk disk, Path file, ByteBuffer content) {
        Path directory = Disk.parent(file);
        Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
        try {
            disk.delete(unfinished);
            try (Disk.NewFile out = disk.create(unfinished)) {
                out.write(content);
                out.force();
            }
            disk.rename(unfinished, file);
            disk.forceDirectory(directory);
        } catch (IOException e) {
            try {
                disk.delete(unfinished);
            } catch (IOException again) {
                // The first failure is the one to report; the next write to this place removes the leftover.
                LOG.warn("{} stays behind: {}", unfinished, again.toString());
            }
            throw StorageFailure.of("writing " + file, directory, e);
        }
    }
}
