package coffer.files;

import coffer.base.FileId;
import coffer.base.FileName;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** All that an account sees among its own, as it was at one moment. Immutable. */
public final class Mounts {
    /** Of an account with which nothing is shared. */
    public static final Mounts NONE = new Mounts(List.of(), List.of(), Instant.MAX);

    private final Map<FileId, TreeMap<FileName, Mount>> byParent;
    private final Map<FileId, List<Mount>> byRoot;
    private final List<Mount> all;
    private final List<Mount> unplaced;
    private final Instant until;

    /**
     * @param placed each with a place of its own
     * @param unplaced those that have none yet; parent and name are where they should be
     * @param until when the first of them ends by itself
     */
    public Mounts(Collection<Mount> placed, Collection<Mount> unplaced, Instant until) {
        this.all = List.copyOf(placed);
        this.unplaced =
                unplaced.stream().sorted(Comparator.comparingInt(Mount::share)).toList();
        this.until = until;
        this.byParent = new HashMap<>();
        all.forEach(mount ->
                byParent.computeIfAbsent(mount.parent(), _ -> new TreeMap<>()).put(mount.name(), mount));
        this.byRoot = all.stream().collect(Collectors.groupingBy(Mount::root));
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    List<Mount> all() {
        return all;
    }

    List<Mount> unplaced() {
        return unplaced;
    }

    /** Whether this may still be taken for what is shown. */
    boolean holds(Instant now) {
        return now.isBefore(until);
    }

    /** What is shown under a name of a collection of the home. */
    Optional<Mount> at(FileId parent, FileName name) {
        TreeMap<FileName, Mount> below = byParent.get(parent);
        return below == null ? Optional.empty() : Optional.ofNullable(below.get(name));
    }

    /** What is shown in a collection of the home, by name. */
    NavigableMap<FileName, Mount> in(FileId parent) {
        TreeMap<FileName, Mount> below = byParent.get(parent);
        return below == null ? Collections.emptyNavigableMap() : Collections.unmodifiableNavigableMap(below);
    }

    /** The mount that shows this file or collection itself. */
    Optional<Mount> of(FileId root) {
        return byRoot.getOrDefault(root, List.of()).stream().findFirst();
    }

    /** The collections of the home that hold something. */
    Collection<FileId> parents() {
        return byParent.keySet();
    }
}
