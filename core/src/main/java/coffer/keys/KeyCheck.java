package coffer.keys;

import coffer.disk.StorageFailure;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Does the root key open what is stored here? Asked at every start before anything is written: before the database is
 * migrated, before a lock is taken. Reads only.
 *
 * <p>An installation that holds nothing is fresh, and gets a root key. In every other case the root key must be there,
 * whole, and the one that the ring names; and the ring must hold the keys that objects name. Otherwise the start is
 * refused in words that tell the operator what to put back. There is never a second root key.
 */
public final class KeyCheck {
    /** Object files whose headers are looked at when no database row tells which keys are needed. */
    private static final int FILES_SAMPLED = 32;

    private final KeyPlaces places;
    private final SortedMap<Long, byte[]> ringFiles;
    private final KeyRows rows;
    private final Map<KeyName, RingEntry> entries = new LinkedHashMap<>();
    private final List<Long> goodFiles = new ArrayList<>();
    private final List<Long> damagedFiles = new ArrayList<>();
    private final Set<RingEntry> inTable = new HashSet<>();
    private final List<KeyName> lost = new ArrayList<>();
    private Set<RingEntry> inNewestFile = Set.of();
    private @Nullable RootKey root;

    private KeyCheck(KeyPlaces places, KeyRows rows) {
        this.places = places;
        this.rows = rows;
        this.ringFiles = RingDirectory.read(places.keys());
    }

    /**
     * Checks an installation that is not running, before anything is written.
     *
     * @param database a connection to its database, in any state, even before its first migration; null when it has none
     *     yet. Only read from
     * @return whether the installation is fresh: holds neither keys nor objects, so that a root key will be made
     * @throws KeysRefused when the keys at hand do not open what is stored; nothing was changed
     * @throws SQLException when the database cannot be read
     */
    public static boolean isFresh(KeyPlaces places, @Nullable Connection database) throws SQLException {
        return of(places, database == null ? KeyRows.NONE : KeyRows.peek(database))
                .isFresh();
    }

    static KeyCheck of(KeyPlaces places, KeyRows rows) {
        KeyCheck check = new KeyCheck(places, rows);
        check.run();
        return check;
    }

    boolean isFresh() {
        return root == null;
    }

    /** Whether there is neither a ring file nor a key in the table: nothing has been written since the root key was made. */
    boolean ringIsNew() {
        return ringFiles.isEmpty() && rows.entries().isEmpty();
    }

    /** The root key; there is none while {@link #isFresh}. */
    RootKey root() {
        if (root == null) {
            throw new IllegalStateException("a fresh installation has no root key yet");
        }
        return root;
    }

    /** All entries of files and table together; of two copies of one entry the later. */
    Map<KeyName, RingEntry> entries() {
        return entries;
    }

    /** Entries that the table lacks or holds in an earlier state. */
    List<RingEntry> missingInTable() {
        return entries.values().stream()
                .filter(entry -> !inTable.contains(entry))
                .toList();
    }

    /** Whether the newest whole file holds every entry. */
    boolean newestFileIsComplete() {
        return inNewestFile.containsAll(entries.values());
    }

    /** Generations that are whole. */
    List<Long> goodFiles() {
        return goodFiles;
    }

    /** Generations to be set aside. */
    List<Long> damagedFiles() {
        return damagedFiles;
    }

    private void run() {
        switch (RootKeyFile.read(places.rootKey())) {
            case RootKeyFile.Found.Present(RootKey key) -> {
                root = key;
                refuseForeign(key);
                collect(key);
                refuseIncomplete();
            }
            case RootKeyFile.Found.Damaged(String reason) ->
                throw refuse("The root key file " + places.rootKey() + " is damaged: " + reason + ".");
            case RootKeyFile.Found.Absent() -> {
                String evidence = evidence();
                if (evidence != null) {
                    throw refuse("The root key file " + places.rootKey() + " is missing, but " + evidence + ".");
                }
            }
        }
    }

    /** Something that only an installation with a root key can hold. */
    private @Nullable String evidence() {
        if (!ringFiles.isEmpty()) {
            return "there is a key ring in " + places.keys();
        }
        if (!rows.entries().isEmpty()) {
            return "the database holds a key ring";
        }
        if (rows.objects()) {
            return "the database names stored objects";
        }
        return objectFiles(1).isEmpty() ? null : "there are stored objects in " + places.objects();
    }

    private void refuseForeign(RootKey key) {
        for (Map.Entry<Long, byte[]> file : ringFiles.entrySet()) {
            try {
                UUID needed = RingFile.rootOf(file.getValue());
                if (!needed.equals(key.id())) {
                    throw foreign(key, "the key ring " + ringName(file.getKey()), needed);
                }
            } catch (SealBroken e) {
                // Without a header it is nobody's ring; collecting will call it damaged.
            }
        }
        for (KeyRows.Row row : rows.entries()) {
            UUID needed = row.claimedRoot().orElse(key.id());
            if (!needed.equals(key.id())) {
                throw foreign(key, "the key ring in the database", needed);
            }
        }
    }

    private KeysRefused foreign(RootKey key, String ring, UUID needed) {
        return refuse("The root key in " + places.rootKey() + " (id " + key.id() + ") belongs to another installation: "
                + ring + " was written with root key " + needed + ".");
    }

    private void collect(RootKey key) {
        for (Map.Entry<Long, byte[]> file : ringFiles.entrySet()) {
            try {
                List<RingEntry> whole = RingFile.read(file.getValue(), file.getKey(), key);
                whole.forEach(this::add);
                inNewestFile = new HashSet<>(whole);
                goodFiles.add(file.getKey());
            } catch (SealBroken e) {
                RingFile.salvage(file.getValue(), key).forEach(this::add);
                damagedFiles.add(file.getKey());
            }
        }
        for (KeyRows.Row row : rows.entries()) {
            try {
                inTable.add(row.verified(key));
            } catch (SealBroken e) {
                lost.add(row.name());
            }
        }
        inTable.forEach(this::add);
        lost.removeAll(entries.keySet());
    }

    private void add(RingEntry entry) {
        entries.merge(entry.name(), entry, RingEntry::later);
    }

    private void refuseIncomplete() {
        if (!lost.isEmpty()) {
            throw refuse("The key ring is damaged: the database's copy of space key " + lost.getFirst()
                    + " is altered, and no ring file in " + places.keys() + " holds that key.");
        }
        if (entries.isEmpty() && (rows.objects() || !objectFiles(1).isEmpty())) {
            throw refuse("There are stored objects, but neither the ring files in " + places.keys()
                    + " nor the database hold a key that would open them.");
        }
        for (KeyName needed : rows.sample()) {
            if (!entries.containsKey(needed)) {
                throw refuse("The key ring is incomplete: stored objects need space key " + needed
                        + ", which neither the ring files in " + places.keys() + " nor the database hold.");
            }
        }
        if (!rows.objects()) {
            Set<KeyName> onDisk = keysOf(objectFiles(FILES_SAMPLED));
            if (!onDisk.isEmpty() && onDisk.stream().noneMatch(entries::containsKey)) {
                throw refuse("The objects in " + places.objects() + " were sealed with keys that neither the ring files"
                        + " in " + places.keys() + " nor the database hold.");
            }
        }
    }

    private static Set<KeyName> keysOf(List<Path> files) {
        Set<KeyName> keys = new HashSet<>();
        for (Path file : files) {
            try (var in = Files.newInputStream(file)) {
                keys.add(SealedHeader.parse(in.readNBytes(SealedFormat.HEADER_BYTES))
                        .spaceKey());
            } catch (IOException | SealBroken e) {
                // A damaged object says nothing about the keys; reading it will say what is wrong with it.
            }
        }
        return keys;
    }

    /** Some object files: those found first. */
    private List<Path> objectFiles(int max) {
        List<Path> found = new ArrayList<>();
        try {
            collectFiles(places.objects(), 2, max, found);
            return found;
        } catch (IOException e) {
            throw new StorageFailure("reading " + places.objects(), e);
        }
    }

    private static void collectFiles(Path directory, int levels, int max, List<Path> found) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
            for (Path child : children) {
                if (found.size() >= max) {
                    return;
                }
                if (levels > 0) {
                    collectFiles(child, levels - 1, max, found);
                } else if (ObjectDirectory.idOf(child.getFileName().toString()) != null) {
                    found.add(child);
                }
            }
        }
    }

    private String ringName(long generation) {
        return places.keys().resolve("ring-" + generation + ".cofring").toString();
    }

    private KeysRefused refuse(String found) {
        return new KeysRefused(found
                + " Coffer does not start, and nothing was changed. Put the root key and the files of "
                + places.keys() + " back from your backup of this installation (a root key kept elsewhere is named with"
                + " --root-key) and start again; everything is then as it was. Without these keys the stored files"
                + " cannot be read, and a new root key would not open them, so none is made.");
    }
}
