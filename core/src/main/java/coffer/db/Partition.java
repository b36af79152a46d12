package coffer.db;

import coffer.base.SpaceId;
import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which spaces a change touches. Changes of one space are serialised; on PostgreSQL those of different spaces may
 * commit beside each other.
 *
 * @param ids the spaces' numbers, ascending; empty for what belongs to no space
 */
public record Partition(SortedSet<Long> ids) {
    /** Changes outside all spaces: accounts, groups, settings. */
    public static final Partition GENERAL = new Partition(new TreeSet<>());

    public Partition {
        ids = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(ids));
    }

    public static Partition of(SpaceId... spaces) {
        return new Partition(Arrays.stream(spaces).map(SpaceId::value).collect(Collectors.toCollection(TreeSet::new)));
    }
}
