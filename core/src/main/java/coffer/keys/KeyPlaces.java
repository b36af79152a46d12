package coffer.keys;

import java.nio.file.Path;

/**
 * Where an installation keeps keys and content.
 *
 * @param keys the directory of the key ring
 * @param rootKey the file of the root key, usually {@code root.key} in {@code keys}; the operator may keep it elsewhere
 * @param objects the directory of object files
 */
public record KeyPlaces(Path keys, Path rootKey, Path objects) {
    /** The places within a data directory. */
    public static KeyPlaces in(Path dataDirectory) {
        Path keys = dataDirectory.resolve("keys");
        return new KeyPlaces(keys, keys.resolve("root.key"), dataDirectory.resolve("objects"));
    }

    /** The same with the root key in a file of the operator's choice. */
    public KeyPlaces withRootKey(Path file) {
        return new KeyPlaces(keys, file, objects);
    }
}
