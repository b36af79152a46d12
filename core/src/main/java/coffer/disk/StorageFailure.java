package coffer.disk;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The disk below content or keys failed. Not to be taken for a client that broke off, whose {@link IOException} comes
 * through as it is.
 */
public sealed class StorageFailure extends RuntimeException permits StorageFull {
    /** Below this a failed write is put down to a full disk, whatever the message says. */
    private static final long NEARLY_NOTHING_BYTES = 128 * 1024;

    public StorageFailure(String doing, IOException cause) {
        super(doing + ": " + cause.getMessage(), cause);
    }

    /**
     * The failure to throw for {@code cause}: {@link StorageFull} when the disk or a quota on it is used up.
     *
     * @param doing what failed, for the operator's log
     * @param place a directory on the disk in question
     */
    public static StorageFailure of(String doing, Path place, IOException cause) {
        return isFull(place, cause) ? new StorageFull(doing, cause) : new StorageFailure(doing, cause);
    }

    private static boolean isFull(Path place, IOException cause) {
        String text =
                cause instanceof FileSystemException e && e.getReason() != null ? e.getReason() : cause.getMessage();
        if (text != null) {
            String lower = text.toLowerCase(Locale.ROOT);
            // The texts of ENOSPC and EDQUOT; the JDK has no type for them.
            if (lower.contains("no space left on device") || lower.contains("quota exceeded")) {
                return true;
            }
        }
        // The C library translates those texts, so under another locale only the disk itself can tell.
        try {
            return Files.getFileStore(place).getUsableSpace() < NEARLY_NOTHING_BYTES;
        } catch (IOException unknown) {
            return false;
        }
    }
}
