package coffer.files;

import coffer.base.FileId;
import coffer.base.FilePath;
import coffer.base.SpaceId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Where paths led, each until something in its space changes ({@link coffer.db.Database#generation}). A bounded table in which
 * a newer place takes the slot of an older one. Thread-safe, without locks.
 */
final class KeptPlaces {
    /** About 1 KiB each; four times that where all names are as long as they may be. */
    static final int SLOTS = 4_096;

    /** Deeper places are looked up anew each time. */
    static final int SEGMENTS_MAX = 8;

    private final AtomicReferenceArray<Kept> slots = new AtomicReferenceArray<>(SLOTS);

    private record Kept(
            long generation, SpaceId space, FileId root, FilePath path, List<FileId> above, List<Node> nodes) {}

    /** @param generation of the view's space, asked for before this */
    Optional<Located> find(View view, FilePath path, long generation) {
        Kept kept = slots.get(slot(view, path));
        return kept != null
                        && kept.generation == generation
                        && kept.space.equals(view.space())
                        && kept.root.equals(view.root())
                        && kept.path.equals(path)
                ? Optional.of(new Located(view, path, kept.above, kept.nodes))
                : Optional.empty();
    }

    /** @param generation of the view's space, asked for before the path was walked */
    void keep(Located located, long generation) {
        View view = located.view();
        FilePath path = located.path();
        if (path.names().size() <= SEGMENTS_MAX) {
            slots.set(
                    slot(view, path),
                    new Kept(
                            generation,
                            view.space(),
                            view.root(),
                            path,
                            List.copyOf(located.above()),
                            List.copyOf(located.nodes())));
        }
    }

    private static int slot(View view, FilePath path) {
        int hash = 31 * view.root().hashCode() + path.hashCode();
        return (hash ^ hash >>> 16) & SLOTS - 1;
    }
}
