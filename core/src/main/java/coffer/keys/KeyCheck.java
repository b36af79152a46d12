package coffer.keys;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Do the keys at hand open what is stored here? Asked at every start before anything is written: before the database is
 * migrated, before a lock is taken. Reads only.
 *
 * <p>An installation that holds nothing is fresh, and gets a root key. In every other case the root key must be there,
 * whole, and the one that the ring names; and the ring must hold the keys that objects name. Otherwise the start is
 * refused in words that tell the operator what to put back. There is never a second root key.
 *
 * <p>A rotation that a crash has cut short leaves two root keys. The newest whole generation of the ring decides which of them is the one.
 */
public final class KeyCheck {
    private final KeyPlaces places;
    private final RootKeys rootKeys;
    private final NeededKeys needed;
    private final SortedMap<Long, byte[]> ringFiles;
    private final List<KeyRows.Row> rows;

    /** Those whose file is whole: the one in its place, and one that waits to take it. */
    private final Map<UUID, RootKey> candidates = new LinkedHashMap<>();

    private final Map<KeyName, RingEntry> entries = new LinkedHashMap<>();
    private final List<Long> goodFiles = new ArrayList<>();
    private final List<Long> damagedFiles = new ArrayList<>();

    /** Whole generations of another root key than the one. */
    private final List<Long> outdatedFiles = new ArrayList<>();

    private final Set<RingEntry> inTable = new HashSet<>();
    private final List<KeyName> lost = new ArrayList<>();
    private Set<RingEntry> inNewestFile = Set.of();
    private @Nullable RootKey root;
    private @Nullable RootKey other;
    private boolean rootWaits;

    private KeyCheck(KeyPlaces places, RootKeys rootKeys, NeededKeys needed, List<KeyRows.Row> rows) {
        this.places = places;
        this.rootKeys = rootKeys;
        this.needed = needed;
        this.rows = rows;
        this.ringFiles = RingDirectory.read(places.keys());
    }

    /**
     * Checks an installation that is not running, before anything is written.
     *
     * @param needed of the same database and store
     * @param database a connection to its database, in any state, even before its first migration; null when it has none
     *     yet. Only read from
     * @return whether the installation is fresh: holds neither keys nor objects, so that a root key will be made
     * @throws KeysRefused when the keys at hand do not open what is stored; nothing was changed
     * @throws RootKeyAway when the root key is in a device or service that does not answer; nothing was changed
     * @throws SQLException when the database cannot be read
     */
    public static boolean isFresh(KeyPlaces places, RootKeys rootKeys, NeededKeys needed, @Nullable Connection database)
            throws SQLException {
        return of(places, rootKeys, needed, KeyRows.peek(database)).isFresh();
    }

    static KeyCheck of(KeyPlaces places, RootKeys rootKeys, NeededKeys needed, List<KeyRows.Row> rows) {
        KeyCheck check = new KeyCheck(places, rootKeys, needed, rows);
        check.run();
        return check;
    }

    boolean isFresh() {
        return root == null;
    }

    /** Whether there is neither a ring file nor a key in the table: nothing has been written since the root key was made. */
    boolean ringIsNew() {
        return ringFiles.isEmpty() && rows.isEmpty();
    }

    /** The root key; there is none while {@link #isFresh}. */
    RootKey root() {
        if (root == null) {
            throw new IllegalStateException("a fresh installation has no root key yet");
        }
        return root;
    }

    /** Whether the root key is still in the file beside its place: a rotation was cut short. */
    boolean rootWaits() {
        return rootWaits;
    }

    /**
     * The whole ring, under the root key.
     *
     * @throws RootKeyAway when entries must be wrapped anew and the root key cannot be reached
     */
    Ring ring() {
        try {
            return Ring.of(root(), entries.values(), Optional.ofNullable(other));
        } catch (SealBroken e) {
            // Entries were verified when they were collected, so this one was written by a program with an error.
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** Entries of the table as they stand there, where the root key vouches for them. */
    Set<RingEntry> inTable() {
        return inTable;
    }

    /** Entries of the newest whole generation. */
    Set<RingEntry> inNewestFile() {
        return inNewestFile;
    }

    /** Generations that are whole. */
    List<Long> goodFiles() {
        return goodFiles;
    }

    /** Generations to be set aside. */
    List<Long> damagedFiles() {
        return damagedFiles;
    }

    /** Generations of the root key before this one. Those of an unknown root key are not among them: they are somebody's, and stay. */
    List<Long> outdatedFiles() {
        Optional<UUID> previous = RootKeys.idIn(places.previousRootKey());
        return outdatedFiles.stream()
                .filter(generation -> {
                    UUID claimed = rootOf(ringFiles.get(generation));
                    return claimed != null
                            && (candidates.containsKey(claimed) || previous.equals(Optional.of(claimed)));
                })
                .toList();
    }

    /** The newest generation, in whatever state; 0 without any. */
    long lastGeneration() {
        return ringFiles.isEmpty() ? 0 : ringFiles.lastKey();
    }

    private void run() {
        if (!ringFiles.isEmpty() && RingFile.isNewer(ringFiles.lastEntry().getValue())) {
            throw new KeysRefused(
                    "The key ring " + path(ringFiles.lastKey())
                            + " was written by a newer version of Coffer. This version does not start, and nothing was changed. Use that"
                            + " version or a newer one, or put a backup from before it back, database, keys and objects together.");
        }
        RootKeys.Found inPlace = rootKeys.read(places.rootKey());
        RootKeys.Found waiting = rootKeys.read(places.nextRootKey());
        for (RootKeys.Found found : List.of(inPlace, waiting)) {
            if (found instanceof RootKeys.Found.Present(RootKey key)) {
                candidates.putIfAbsent(key.id(), key);
            }
        }
        choose(inPlace);
        if (root == null) {
            refuseWithout(inPlace);
            return;
        }
        rootWaits = !(inPlace instanceof RootKeys.Found.Present(RootKey key)
                && key.id().equals(root.id()));
        other = candidates.values().stream()
                .filter(key -> !key.id().equals(root().id()))
                .findFirst()
                .orElse(null);
        collectFiles();
        collectRows();
        refuseIncomplete();
    }

    /** The root key of the newest whole generation, or without any the one in its place. */
    private void choose(RootKeys.Found inPlace) {
        for (Map.Entry<Long, byte[]> file :
                new TreeMap<>(ringFiles).descendingMap().entrySet()) {
            RootKey claimed = claimed(file.getValue());
            if (claimed != null && isWhole(file, claimed)) {
                root = claimed;
                return;
            }
        }
        if (inPlace instanceof RootKeys.Found.Present(RootKey key)) {
            root = key;
        }
    }

    private @Nullable RootKey claimed(byte[] file) {
        try {
            return candidates.get(RingFile.rootOf(file));
        } catch (SealBroken e) {
            return null;
        }
    }

    private static boolean isWhole(Map.Entry<Long, byte[]> file, RootKey key) {
        try {
            return RingFile.read(file.getValue(), file.getKey(), key) != null;
        } catch (SealBroken e) {
            return false;
        }
    }

    private void refuseWithout(RootKeys.Found inPlace) {
        switch (inPlace) {
            case RootKeys.Found.Unusable(String reason) ->
                throw refuse("The root key file " + places.rootKey() + " is damaged or does not open: " + reason + ".");
            case RootKeys.Found.Absent() -> {
                String evidence = evidence();
                if (evidence != null) {
                    throw refuse("The root key file " + places.rootKey() + " is missing, but " + evidence + "."
                            + (Files.exists(places.previousRootKey())
                                    ? " A rotation has kept the root key before it as " + places.previousRootKey() + "."
                                    : ""));
                }
            }
            case RootKeys.Found.Present(RootKey key) ->
                throw new IllegalStateException("root key " + key.id() + " was not chosen");
        }
    }

    /** Something that only an installation with a root key can hold. */
    private @Nullable String evidence() {
        if (!ringFiles.isEmpty()) {
            return "there is a key ring in " + places.keys();
        }
        if (!rows.isEmpty()) {
            return "the database holds a key ring";
        }
        if (needed.named()) {
            return "the database names stored objects";
        }
        return needed.stored() ? "there are stored objects in " + needed.place() : null;
    }

    private void collectFiles() {
        for (Map.Entry<Long, byte[]> file : ringFiles.entrySet()) {
            collect(file.getKey(), file.getValue());
        }
        long newestGood = goodFiles.isEmpty() ? 0 : goodFiles.getLast();
        for (long outdated : outdatedFiles) {
            if (outdated > newestGood) {
                throw foreign(path(outdated).toString(), rootOf(ringFiles.get(outdated)));
            }
        }
    }

    private void collect(long generation, byte[] file) {
        UUID claimed = rootOf(file);
        RootKey key = claimed == null ? root() : candidates.get(claimed);
        if (key == null) {
            // Of a root key that nobody has any more. Harmless where a newer generation is whole, and refused
            // otherwise.
            outdatedFiles.add(generation);
            return;
        }
        try {
            List<RingEntry> whole = RingFile.read(file, generation, key);
            whole.forEach(this::add);
            if (key.id().equals(root().id())) {
                inNewestFile = new HashSet<>(whole);
                goodFiles.add(generation);
            } else {
                outdatedFiles.add(generation);
            }
        } catch (SealBroken e) {
            RingFile.salvage(file, key).forEach(this::add);
            damagedFiles.add(generation);
        }
    }

    private static @Nullable UUID rootOf(byte @Nullable [] file) {
        try {
            return file == null ? null : RingFile.rootOf(file);
        } catch (SealBroken e) {
            return null;
        }
    }

    private void collectRows() {
        List<KeyRows.Row> foreign = new ArrayList<>();
        for (KeyRows.Row row : rows) {
            RootKey key = candidates.get(row.claimedRoot().orElse(root().id()));
            if (key == null) {
                foreign.add(row);
                continue;
            }
            try {
                inTable.add(row.verified(key));
            } catch (SealBroken e) {
                lost.add(row.name());
            }
        }
        inTable.forEach(this::add);
        lost.removeAll(entries.keySet());
        for (KeyRows.Row row : foreign) {
            if (!entries.containsKey(row.name())) {
                throw foreign("the key ring in the database", row.claimedRoot().orElse(null));
            }
        }
    }

    /** Of two copies the later state holds; of two in one state that under the root key. */
    private void add(RingEntry entry) {
        entries.merge(entry.name(), entry, (a, b) -> {
            if (a.state() != b.state()) {
                return RingEntry.later(a, b);
            }
            return a.root().equals(root().id()) ? a : b;
        });
    }

    private KeysRefused foreign(String ring, @Nullable UUID needs) {
        return refuse("The root key in " + places.rootKey() + " (id " + root().id()
                + ") belongs to another installation: " + ring + " was written with root key " + needs + ".");
    }

    private void refuseIncomplete() {
        if (!lost.isEmpty()) {
            throw refuse("The key ring is damaged: the database's copy of space key " + lost.getFirst()
                    + " is altered, and no ring file in " + places.keys() + " holds that key.");
        }
        if (entries.isEmpty()
                && !(needed.ofNamed().isEmpty() && needed.ofStored().isEmpty())) {
            throw refuse("There are stored objects, but neither the ring files in " + places.keys()
                    + " nor the database hold a key that would open them.");
        }
        for (KeyName name : needed.ofNamed()) {
            if (!entries.containsKey(name)) {
                throw refuse("The key ring is incomplete: stored objects need space key " + name
                        + ", which neither the ring files in " + places.keys() + " nor the database hold.");
            }
        }
        if (!needed.named()) {
            Set<KeyName> stored = needed.ofStored();
            if (!stored.isEmpty() && stored.stream().noneMatch(entries::containsKey)) {
                throw refuse("The objects in " + needed.place() + " were sealed with keys that neither the ring files"
                        + " in " + places.keys() + " nor the database hold.");
            }
        }
    }

    private Path path(long generation) {
        return places.keys().resolve("ring-" + generation + ".cofring");
    }

    private KeysRefused refuse(String found) {
        return new KeysRefused(found
                + " Coffer does not start, and nothing was changed. Put the root key and the files of "
                + places.keys() + " back from your backup of this installation (a root key kept elsewhere is named with"
                + " --root-key) and start again; everything is then as it was. Without these keys the stored files"
                + " cannot be read, and a new root key would not open them, so none is made.");
    }
}
