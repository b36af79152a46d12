package coffer.files;

import coffer.base.ETag;
import coffer.base.FileId;
import coffer.base.SpaceId;
import coffer.db.Session;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Entity tags of the folders of a home in which something received is shown, or below which it is: a hash over their own tag and the
 * tags of what was received, so that it changes exactly when something below changes. What was looked up in one space is used
 * until that space changes.
 */
final class MountTags {
    private final Changes changes;
    private final SpaceId home;
    private final Mounts mounts;
    private final Map<SpaceId, List<Mount>> bySpace;
    private final Map<SpaceId, Sums> known = new ConcurrentHashMap<>();
    private volatile @Nullable Ancestors ancestors;
    private volatile @Nullable Whole whole;

    MountTags(Changes changes, SpaceId home, Mounts mounts) {
        this.changes = changes;
        this.home = home;
        this.mounts = mounts;
        this.bySpace = mounts.all().stream().collect(Collectors.groupingBy(Mount::space));
    }

    /** What the tags of one moment add to those of folders. */
    record Now(Map<FileId, Long> sums) {
        static final Now NONE = new Now(Map.of());

        /** The entry with its tag, which is another one only where something received is below. */
        Entry on(Entry entry) {
            Long sum = entry.collection() ? sums.get(entry.id()) : null;
            return sum == null
                    ? entry
                    : entry.tagged(new ETag(mixed(entry.etag().value(), sum)));
        }
    }

    /** Of one space: by the folder in which things are shown, the sum over these. */
    private record Sums(OptionalLong generation, Map<FileId, Long> byParent) {}

    /** The folders above each of those in which something is shown. */
    private record Ancestors(OptionalLong generation, Map<FileId, List<FileId>> lineages) {}

    private record Whole(long generations, Now now) {}

    /** The sum of the generations of all spaces from which something was received; it grows with each change in one of them. */
    long generations() {
        long sum = 0;
        for (SpaceId space : bySpace.keySet()) {
            sum += changes.generation(space).orElse(0);
        }
        return sum;
    }

    Now now() {
        OptionalLong own = changes.generation(home);
        long generations = own.orElse(0) + generations();
        Whole before = whole;
        if (own.isPresent() && before != null && before.generations == generations) {
            return before.now;
        }
        Map<FileId, Long> byParent = new HashMap<>();
        bySpace.forEach((space, there) ->
                sums(space, there).byParent.forEach((parent, sum) -> byParent.merge(parent, sum, Long::sum)));
        Map<FileId, Long> sums = new HashMap<>();
        Map<FileId, List<FileId>> lineages = ancestors(own);
        byParent.forEach((parent, sum) ->
                lineages.getOrDefault(parent, List.of()).forEach(above -> sums.merge(above, sum, Long::sum)));
        Now now = new Now(sums);
        whole = new Whole(generations, now);
        return now;
    }

    private Sums sums(SpaceId space, List<Mount> there) {
        OptionalLong generation = changes.generation(space);
        Sums before = known.get(space);
        if (before != null && generation.isPresent() && before.generation.equals(generation)) {
            return before;
        }
        Map<FileId, Long> tags = changes.read(
                session -> Nodes.tags(session, there.stream().map(Mount::root).toList()));
        Map<FileId, Long> byParent = new HashMap<>();
        for (Mount mount : there) {
            Long tag = tags.get(mount.root());
            // Name and rights too: a folder that shows the same under another name, or with other rights, has changed.
            long shown = mount.name().hashCode();
            for (Right right : mount.rights()) {
                shown += mixed(1, right.name().hashCode());
            }
            long part = mixed(mixed(mount.share(), tag == null ? 0 : tag), shown);
            byParent.merge(mount.parent(), part, Long::sum);
        }
        Sums sums = new Sums(generation, byParent);
        known.put(space, sums);
        return sums;
    }

    private Map<FileId, List<FileId>> ancestors(OptionalLong generation) {
        Ancestors before = ancestors;
        if (before != null && generation.isPresent() && before.generation.equals(generation)) {
            return before.lineages;
        }
        Map<FileId, List<FileId>> lineages = changes.read(this::lineages);
        ancestors = new Ancestors(generation, lineages);
        return lineages;
    }

    private Map<FileId, List<FileId>> lineages(Session session) throws SQLException {
        return Tree.lineages(session, mounts.parents());
    }

    /** Two numbers as one in which each bit of both counts (the finaliser of SplitMix64). */
    private static long mixed(long first, long second) {
        long z = first * 0x9E3779B97F4A7C15L + second;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
