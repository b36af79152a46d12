package coffer.backup;

import java.util.Optional;

/**
 * How a backup is made.
 *
 * @param withRootKey whether the file of the root key is put beside the ring: then the place opens by itself
 * @param keep snapshots that stay, the new one among them; empty to keep all. None goes when the new one lacks objects that are damaged here
 * @param verify whether everything that is in the place already is read, and what is damaged there is copied anew. Otherwise what the newest
 *     snapshot names is taken for whole
 */
public record BackupOptions(boolean withRootKey, Optional<Integer> keep, boolean verify) {
    /** Nothing special. */
    public static final BackupOptions PLAIN = new BackupOptions(false, Optional.empty(), false);

    public BackupOptions {
        if (keep.filter(number -> number < 1).isPresent()) {
            throw new IllegalArgumentException("At least one snapshot stays.");
        }
    }
}
