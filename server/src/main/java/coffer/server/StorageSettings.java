package coffer.server;

import coffer.blobs.AtRest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How content is kept.
 *
 * @param rootKey file of the root key; empty for {@code keys/root.key} in the data directory
 * @param secretFile file with the passphrase, PIN or token that opens the root key
 * @param secretText the same as it is; wins over the file
 * @param atRest how new objects lie
 * @param blobs the object store for what is not kept in the database; empty for the data directory
 */
record StorageSettings(
        Optional<Path> rootKey,
        Optional<Path> secretFile,
        Optional<String> secretText,
        AtRest atRest,
        Optional<BlobPlace> blobs) {
    /** Longer than any passphrase. */
    private static final int SECRET_BYTES_MAX = 4_096;

    /**
     * What opens the root key, where it needs something.
     *
     * @throws SettingsRefused when the file that is named cannot be read
     */
    Optional<String> secret() {
        return secretText.or(() -> secretFile.map(StorageSettings::firstLine));
    }

    private static String firstLine(Path file) {
        try {
            if (Files.size(file) > SECRET_BYTES_MAX) {
                throw new SettingsRefused("The file " + file + " is too long for a passphrase, PIN or token.");
            }
            return Files.readString(file).lines().findFirst().orElse("");
        } catch (IOException e) {
            throw new SettingsRefused(
                    "The file " + file + " with what opens the root key cannot be read: " + e.getMessage());
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "root key " + rootKey.map(Path::toString).orElse("in the data directory") + ", sealing "
                + (atRest == AtRest.SEALED ? "on" : "off") + ", blobs "
                + blobs.map(place -> place.address().toString()).orElse("in the data directory");
    }
}
