package coffer.shares;

import coffer.accounts.People;
import coffer.base.AccountId;
import coffer.base.FileId;
import coffer.base.FileName;
import coffer.base.FilePath;
import coffer.db.Database;
import coffer.db.Session;
import coffer.files.Entry;
import coffer.files.Files;
import coffer.files.Homes;
import coffer.files.Spot;
import coffer.files.View;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Shares as accounts see them. Each method takes the home of whoever looks, and a few statements whatever the number of shares. */
public final class SharesSeen {
    /** Members of a folder whose shares are shown together. */
    private static final int PAGE = 500;

    /** Shares that are read together. */
    private static final int BY_PAGE = 1_000;

    private final Database database;
    private final Homes homes;
    private final Clock clock;

    SharesSeen(Database database, Homes homes, Clock clock) {
        this.database = database;
        this.homes = homes;
        this.clock = clock;
    }

    /** A share that one has made, that is of one's own files, or that one has received. */
    public Optional<SeenShare> get(View home, int id) {
        Optional<Share> share = database.read(session -> {
            Set<Long> groups = People.groupsOf(session, account(home));
            return ShareRows.byId(session, id)
                    .filter(found -> Shares.isAbove(home, found) || found.reaches(account(home), groups));
        });
        return share.flatMap(found -> seen(home, List.of(found)).stream().findFirst());
    }

    /** All that one has made. */
    public List<SeenShare> by(View home) {
        List<Share> shares = new ArrayList<>();
        List<Share> page;
        do {
            int after = shares.isEmpty() ? 0 : shares.getLast().id();
            page = database.read(session -> ShareRows.by(session, account(home), after, BY_PAGE));
            shares.addAll(page);
        } while (!page.isEmpty());
        return seen(home, shares);
    }

    /** All that one has received and sees. */
    public List<SeenShare> with(View home) {
        return seen(home, received(home, false));
    }

    /** All that one has received and left, and could take back. */
    public List<SeenShare> left(View home) {
        return seenFrom(home, received(home, true));
    }

    private List<Share> received(View home, boolean left) {
        return database.read(session -> {
            Map<Integer, AnswerRows.Answer> answers = AnswerRows.of(session, account(home));
            List<Share> shares = ReceivedShares.reaching(session, account(home)).stream()
                    .filter(share -> !share.away() && !share.isExpired(clock.instant()))
                    .filter(share -> left == (answers.get(share.id()) == AnswerRows.Answer.LEFT))
                    .toList();
            Map<Integer, Integer> worth = Reach.of(session, shares, clock.instant());
            return shares.stream()
                    .filter(share -> worth.getOrDefault(share.id(), 0) != 0)
                    .toList();
        });
    }

    /**
     * Those of one place.
     *
     * @param others whether those that others have made of what is one's own are among them
     * @return empty when there is nothing at this path
     */
    public Optional<List<SeenShare>> on(View home, FilePath path, boolean others) {
        return homes.entry(homes.at(home, path)).map(entry -> seen(home, shares(home, List.of(entry.id()), others)));
    }

    /** Those of the members of a folder; empty when there is no folder at this path. */
    public Optional<List<SeenShare>> below(View home, FilePath path) {
        Spot spot = homes.at(home, path);
        Optional<Entry> folder = homes.entry(spot).filter(Entry::collection);
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        List<Share> shares = new ArrayList<>();
        List<Entry> page;
        FileName after = null;
        do {
            page = homes.children(home, folder.get(), after, PAGE);
            shares.addAll(shares(home, page.stream().map(Entry::id).toList(), true));
            after = page.isEmpty() ? after : page.getLast().name();
        } while (!page.isEmpty());
        return Optional.of(seen(home, shares));
    }

    /** The shares of the folders above something; those of the nearest folder first. */
    public Optional<List<SeenShare>> inherited(View home, FilePath path) {
        if (homes.entry(homes.at(home, path)).isEmpty()) {
            return Optional.empty();
        }
        List<SeenShare> inherited = new ArrayList<>();
        for (FilePath above = path; !above.isRoot(); ) {
            above = above.parent();
            if (!above.isRoot()) {
                on(home, above, true).ifPresent(inherited::addAll);
            }
        }
        return Optional.of(inherited);
    }

    private List<Share> shares(View home, List<FileId> nodes, boolean others) {
        AccountId account = account(home);
        return database.read(session -> ShareRows.on(session, nodes).stream()
                .filter(share -> account.equals(share.sharer()) || (others && account.equals(share.owner())))
                .toList());
    }

    /** What is not among what the account sees is left out. */
    private List<SeenShare> seen(View home, List<Share> shares) {
        Map<FileId, Files.Found> found =
                homes.find(home, shares.stream().map(Share::node).distinct().toList());
        return database.read(session -> {
            Names names = Names.of(session, home, shares);
            List<SeenShare> seen = new ArrayList<>();
            for (Share share : shares) {
                Files.Found place = found.get(share.node());
                if (place != null && names.complete(share)) {
                    seen.add(names.seen(share, place.path(), place.entry()));
                }
            }
            return seen;
        });
    }

    /** What one has left is not among what one sees: it is where it would come back to. */
    private List<SeenShare> seenFrom(View home, List<Share> shares) {
        List<SeenShare> seen = new ArrayList<>();
        for (Share share : shares) {
            database.read(session -> {
                        Names names = Names.of(session, home, List.of(share));
                        return names.complete(share) ? Optional.of(names) : Optional.<Names>empty();
                    })
                    .ifPresent(names -> homes.sample(
                                    home, share.node(), names.ownerUid(share), share.owner(), share.space())
                            .ifPresent(entry -> seen.add(names.seen(share, names.target(share), entry))));
        }
        return seen;
    }

    private static AccountId account(View home) {
        return Objects.requireNonNull(home.actor().account());
    }

    /** Who is who in some shares, and where what one has received is shown. */
    private record Names(
            View home,
            Map<AccountId, People.Person> people,
            Map<Long, People.Circle> groups,
            Map<FileId, AnswerRows.Place> places,
            Map<Integer, Map<AccountId, Instant>> left) {
        static Names of(Session session, View home, List<Share> shares) throws SQLException {
            Set<AccountId> accounts = new HashSet<>();
            Set<Long> groups = new HashSet<>();
            for (Share share : shares) {
                accounts.add(share.owner());
                accounts.add(share.sharer());
                if (share.kind() == ShareKind.USER) {
                    accounts.add(new AccountId(Objects.requireNonNull(share.recipient())));
                } else if (share.kind() == ShareKind.GROUP) {
                    groups.add(Objects.requireNonNull(share.recipient()));
                }
            }
            return new Names(
                    home,
                    People.byIds(session, accounts),
                    People.groups(session, groups),
                    AnswerRows.places(session, account(home)),
                    AnswerRows.left(session, shares.stream().map(Share::id).toList()));
        }

        /** Whether everybody in it is still there. */
        boolean complete(Share share) {
            return people.containsKey(share.owner())
                    && people.containsKey(share.sharer())
                    && switch (share.kind()) {
                        case USER -> people.containsKey(new AccountId(Objects.requireNonNull(share.recipient())));
                        case GROUP -> groups.containsKey(Objects.requireNonNull(share.recipient()));
                        case LINK -> true;
                    };
        }

        String ownerUid(Share share) {
            return person(share.owner()).uid();
        }

        SeenShare seen(Share share, FilePath path, Entry entry) {
            boolean above = Shares.isAbove(home, share);
            Long recipient = share.recipient();
            People.Person person =
                    share.kind() == ShareKind.USER && recipient != null ? person(new AccountId(recipient)) : null;
            People.Circle group = share.kind() == ShareKind.GROUP && recipient != null ? groups.get(recipient) : null;
            return new SeenShare(
                    share,
                    person(share.owner()),
                    person(share.sharer()),
                    person != null ? person.uid() : group != null ? group.gid() : "",
                    person != null ? person.displayName() : group != null ? group.displayName() : "",
                    path,
                    entry,
                    above ? new FilePath(List.of(share.name())) : path,
                    above,
                    true,
                    above && person != null ? leftSince(share, person.id()) : null);
        }

        private @Nullable Instant leftSince(Share share, AccountId account) {
            return left.getOrDefault(share.id(), Map.of()).get(account);
        }

        /** Where whoever looks sees what they have received, or would see it again. */
        FilePath target(Share share) {
            AnswerRows.Place place = places.get(share.node());
            return new FilePath(List.of(place == null ? share.name() : place.name()));
        }

        private People.Person person(AccountId id) {
            return Objects.requireNonNull(people.get(id));
        }
    }
}
