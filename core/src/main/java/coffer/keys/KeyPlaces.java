package coffer.keys;

import java.nio.file.Path;

/**
 * Where an installation keeps its keys.
 *
 * @param keys the directory of the key ring
 * @param rootKey the file of the root key, usually {@code root.key} in {@code keys}; the operator may keep it elsewhere
 */
public record KeyPlaces(Path keys, Path rootKey) {
    /** The places within a data directory. */
    public static KeyPlaces in(Path dataDirectory) {
        Path keys = dataDirectory.resolve("keys");
        return new KeyPlaces(keys, keys.resolve("root.key"));
    }

    /** The same with the root key in a file of the operator's choice. */
    public KeyPlaces withRootKey(Path file) {
        return new KeyPlaces(keys, file);
    }

    /** Where the next root key waits while the ring is wrapped by it. */
    Path nextRootKey() {
        return beside(".next");
    }

    /** Where the last root key stays until a start has proved that nothing needs it any more. */
    Path previousRootKey() {
        return beside(".previous");
    }

    private Path beside(String ending) {
        return rootKey.resolveSibling(rootKey.getFileName() + ending);
    }
}
