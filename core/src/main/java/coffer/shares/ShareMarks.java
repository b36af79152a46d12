package coffer.shares;

import coffer.accounts.People;
import coffer.base.AccountId;
import coffer.base.FileId;
import coffer.base.SpaceId;
import coffer.db.Database;
import coffer.db.Session;
import coffer.files.Entry;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What listings show of shares: with whom one has shared something, and what those who have shared something with one say to it. Which files of a
 * space are shared is remembered until anybody shares anything; where several processes share the database it is asked each time. Thread-safe.
 */
public final class ShareMarks {
    /** Spaces remembered; when there are more, remembering starts anew. */
    private static final int REMEMBERED_MAX = 10_000;

    private final Database database;
    private final Clock clock;
    private final Map<SpaceId, Shared> remembered = new ConcurrentHashMap<>();

    public ShareMarks(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** What is shared of a space. */
    private record Shared(long generation, Set<FileId> nodes) {}

    /**
     * What is shown of one file or folder.
     *
     * @param kinds of the shares that whoever looks has made
     * @param with their recipients
     * @param note of those by which whoever looks has received it; empty for none
     */
    public record Mark(Set<Integer> kinds, List<With> with, String note) {
        public static final Mark NONE = new Mark(Set.of(), List.of(), "");

        public Mark {
            with = List.copyOf(with);
        }
    }

    /** A recipient; of a link nobody is named. */
    public record With(String id, String displayName, ShareKind kind) {}

    /** The marks of those of these entries that have any. */
    public Map<FileId, Mark> of(AccountId account, Collection<Entry> entries) {
        Set<FileId> nodes = new LinkedHashSet<>();
        for (Entry entry : entries) {
            if (shared(entry.space()).contains(entry.id())) {
                nodes.add(entry.id());
            }
        }
        return nodes.isEmpty() ? Map.of() : database.read(session -> marks(session, account, nodes));
    }

    private Set<FileId> shared(SpaceId space) {
        OptionalLong generation = database.generation(SpaceId.SHARING);
        Shared known = remembered.get(space);
        if (known != null && generation.isPresent() && known.generation == generation.getAsLong()) {
            return known.nodes;
        }
        Set<FileId> nodes = Set.copyOf(database.read(session -> ShareRows.nodes(session, space, false)));
        if (generation.isPresent()) {
            if (remembered.size() >= REMEMBERED_MAX) {
                remembered.clear();
            }
            remembered.put(space, new Shared(generation.getAsLong(), nodes));
        }
        return nodes;
    }

    private Map<FileId, Mark> marks(Session session, AccountId account, Set<FileId> nodes) throws SQLException {
        Set<Long> groups = People.groupsOf(session, account);
        Map<FileId, List<Share>> made = new HashMap<>();
        Map<FileId, String> notes = new HashMap<>();
        for (Share share : ShareRows.on(session, nodes)) {
            if (share.isExpired(clock.instant())) {
                continue;
            }
            if (share.sharer().equals(account)) {
                made.computeIfAbsent(share.node(), _ -> new ArrayList<>()).add(share);
            } else if (share.reaches(account, groups) && !share.note().isEmpty()) {
                notes.merge(share.node(), share.note(), (one, other) -> one + "\n" + other);
            }
        }
        Recipients recipients = Recipients.of(
                session, made.values().stream().flatMap(List::stream).toList());
        Map<FileId, Mark> marks = new HashMap<>();
        for (FileId node : nodes) {
            List<Share> shares = made.getOrDefault(node, List.of());
            String note = notes.getOrDefault(node, "");
            if (!shares.isEmpty() || !note.isEmpty()) {
                marks.put(node, mark(shares, recipients, note));
            }
        }
        return marks;
    }

    private static Mark mark(List<Share> shares, Recipients recipients, String note) {
        Set<Integer> kinds = new TreeSet<>();
        List<With> with = new ArrayList<>();
        for (Share share : shares) {
            kinds.add(share.kind().number());
            recipients.with(share).ifPresent(with::add);
        }
        return new Mark(kinds, with, note);
    }

    /** Who is who. */
    private record Recipients(Map<AccountId, People.Person> people, Map<Long, People.Circle> groups) {
        static Recipients of(Session session, List<Share> shares) throws SQLException {
            Set<AccountId> people = new HashSet<>();
            Set<Long> groups = new HashSet<>();
            for (Share share : shares) {
                if (share.kind() == ShareKind.USER) {
                    people.add(new AccountId(Objects.requireNonNull(share.recipient())));
                } else if (share.kind() == ShareKind.GROUP) {
                    groups.add(Objects.requireNonNull(share.recipient()));
                }
            }
            return new Recipients(People.byIds(session, people), People.groups(session, groups));
        }

        Optional<With> with(Share share) {
            Long number = share.recipient();
            if (number == null) {
                return Optional.empty();
            }
            if (share.kind() == ShareKind.USER) {
                People.Person person = people.get(new AccountId(number));
                return Optional.ofNullable(person)
                        .map(found -> new With(found.uid(), found.displayName(), ShareKind.USER));
            }
            return Optional.ofNullable(groups.get(number))
                    .map(found -> new With(found.gid(), found.displayName(), ShareKind.GROUP));
        }
    }
}
