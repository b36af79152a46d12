package coffer.shares;

import coffer.accounts.People;
import coffer.base.AccountId;
import coffer.db.Database;
import java.util.List;
import java.util.Set;

/** Finding people and groups to share with. */
public final class Sharees {
    /** The most of each kind on one page. */
    public static final int PAGE_MAX = 200;

    private final Database database;

    public Sharees(Database database) {
        this.database = database;
    }

    /**
     * One page of what was found. What is called exactly like the text is apart.
     *
     * @param more whether there is another page
     */
    public record Found(
            List<People.Person> exactPeople,
            List<People.Person> people,
            List<People.Circle> exactGroups,
            List<People.Circle> groups,
            boolean more) {}

    /**
     * People and groups whose names hold a text.
     *
     * @param seeker who asks, and is not found
     * @param kinds which of {@link ShareKind#USER} and {@link ShareKind#GROUP} are wanted
     * @param search not case sensitive; empty for everybody
     * @param page the first is 1
     * @param size of a page, at most {@link #PAGE_MAX}
     */
    public Found find(AccountId seeker, Set<ShareKind> kinds, String search, int page, int size) {
        if (page < 1 || size < 1 || size > PAGE_MAX) {
            throw new IllegalArgumentException("there is no such page");
        }
        int skip = Math.toIntExact(Math.min((page - 1L) * size, Integer.MAX_VALUE - 1L));
        return database.read(session -> {
            List<People.Person> people = kinds.contains(ShareKind.USER)
                    ? People.search(session, search, skip, size + 1)
                    : List.<People.Person>of();
            List<People.Circle> groups = kinds.contains(ShareKind.GROUP)
                    ? People.searchGroups(session, search, skip, size + 1)
                    : List.<People.Circle>of();
            return new Found(
                    people.stream()
                            .limit(size)
                            .filter(person -> !person.id().equals(seeker) && isExactly(person, search))
                            .toList(),
                    people.stream()
                            .limit(size)
                            .filter(person -> !person.id().equals(seeker) && !isExactly(person, search))
                            .toList(),
                    groups.stream()
                            .limit(size)
                            .filter(group -> isExactly(group, search))
                            .toList(),
                    groups.stream()
                            .limit(size)
                            .filter(group -> !isExactly(group, search))
                            .toList(),
                    people.size() > size || groups.size() > size);
        });
    }

    private static boolean isExactly(People.Person person, String search) {
        String email = person.email();
        return People.isSame(search, person.uid())
                || People.isSame(search, person.displayName())
                || (email != null && People.isSame(search, email));
    }

    private static boolean isExactly(People.Circle group, String search) {
        return People.isSame(search, group.gid()) || People.isSame(search, group.displayName());
    }
}
