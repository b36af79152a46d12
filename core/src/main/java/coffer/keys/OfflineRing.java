package coffer.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A key ring from its files and the root key alone, for looking at single objects: no database, and nothing is ever written. Thread-safe.
 */
public final class OfflineRing {
    private final RootKey root;
    private final Map<KeyName, RingEntry> entries;
    private final List<String> remarks;

    private OfflineRing(RootKey root, Map<KeyName, RingEntry> entries, List<String> remarks) {
        this.root = root;
        this.entries = Map.copyOf(entries);
        this.remarks = List.copyOf(remarks);
    }

    /**
     * The ring in some files. A damaged one gives the entries that are still good; one of another root key gives none.
     *
     * @param rootKey the file of the root key
     * @param ringFiles generations of the ring under any name, in any order
     * @throws KeysRefused when the root key cannot be used, or vouches for none of the files
     * @throws RootKeyAway when the root key is in a device or service that does not answer
     * @throws IOException when a file cannot be read
     */
    public static OfflineRing of(RootKeys rootKeys, Path rootKey, List<Path> ringFiles) throws IOException {
        return of(root(rootKeys, rootKey), ringFiles);
    }

    private static OfflineRing of(RootKey root, List<Path> ringFiles) throws IOException {
        Map<KeyName, RingEntry> entries = new LinkedHashMap<>();
        List<String> remarks = new ArrayList<>();
        boolean ours = false;
        for (Path file : ringFiles) {
            ours |= collect(file, Files.readAllBytes(file), root, entries, remarks);
        }
        if (!ours) {
            throw new KeysRefused("None of the ring files belongs to root key " + root.id() + ": "
                    + (remarks.isEmpty() ? "there are none." : String.join("; ", remarks) + "."));
        }
        return new OfflineRing(root, entries, remarks);
    }

    /**
     * The ring of a directory of keys, as in a data directory or its backup: {@code ring-1.cofring} and so on.
     *
     * @throws KeysRefused as {@link #of}
     */
    public static OfflineRing in(RootKeys rootKeys, Path rootKey, Path keys) throws IOException {
        return of(rootKeys, rootKey, filesIn(keys));
    }

    /**
     * The same with the 32 bytes that a recovery kit holds, which are written nowhere.
     *
     * @throws KeysRefused as {@link #of}
     */
    public static OfflineRing in(RootKeys rootKeys, byte[] rootKey, Path keys) throws IOException {
        return of(rootKeys.of(rootKey, "a recovery kit"), filesIn(keys));
    }

    private static List<Path> filesIn(Path keys) {
        return RingDirectory.read(keys).keySet().stream()
                .map(generation -> keys.resolve(RingDirectory.name(generation)))
                .toList();
    }

    /**
     * The key that an object's header names; empty when no file holds it, or it is destroyed.
     *
     * @throws RootKeyAway when the root key cannot be reached
     */
    public Optional<SpaceKey> find(KeyName name) {
        return Optional.ofNullable(entries.get(name))
                .filter(entry -> entry.state() != KeyState.DESTROYED)
                .map(this::open);
    }

    /** What was wrong with single files, for people. */
    public List<String> remarks() {
        return remarks;
    }

    private SpaceKey open(RingEntry entry) {
        try {
            return entry.open(root);
        } catch (SealBroken e) {
            throw new KeysRefused("The key " + entry.name() + " of the ring does not open: " + e.getMessage(), e);
        }
    }

    private static RootKey root(RootKeys rootKeys, Path file) {
        return switch (rootKeys.read(file)) {
            case RootKeys.Found.Present(RootKey key) -> key;
            case RootKeys.Found.Absent() -> throw new KeysRefused("There is no root key file " + file + ".");
            case RootKeys.Found.Unusable(String reason) ->
                throw new KeysRefused("The root key file " + file + " is damaged or does not open: " + reason + ".");
        };
    }

    /** Takes the entries of a file; false when the root key vouches for nothing in it. */
    private static boolean collect(
            Path path, byte[] file, RootKey root, Map<KeyName, RingEntry> entries, List<String> remarks) {
        try {
            if (!RingFile.rootOf(file).equals(root.id())) {
                remarks.add(path + " is of root key " + RingFile.rootOf(file));
                return false;
            }
            RingFile.read(file, RingFile.generationOf(file), root).forEach(entry -> add(entries, entry));
            return true;
        } catch (SealBroken e) {
            remarks.add(path + " is damaged: " + e.getMessage());
            List<RingEntry> good = RingFile.salvage(file, root);
            good.forEach(entry -> add(entries, entry));
            return !good.isEmpty();
        }
    }

    /** Of two copies the later state holds: a key that was destroyed is. */
    private static void add(Map<KeyName, RingEntry> entries, RingEntry entry) {
        entries.merge(entry.name(), entry, RingEntry::later);
    }
}
