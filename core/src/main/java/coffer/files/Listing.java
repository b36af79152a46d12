package coffer.files;

import java.util.List;

/**
 * A collection and the first page of its members, read in one snapshot. An entry that is no collection has no members.
 *
 * @param members in binary order of their names; an empty list means there are none
 */
public record Listing(Entry entry, List<Entry> members) {
    public Listing {
        members = List.copyOf(members);
    }
}
