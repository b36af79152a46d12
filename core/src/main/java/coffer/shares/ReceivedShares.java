package coffer.shares;

import coffer.accounts.People;
import coffer.base.AccountId;
import coffer.base.FileId;
import coffer.base.FileName;
import coffer.db.Session;
import coffer.db.Transaction;
import coffer.events.EventLog;
import coffer.files.Mount;
import coffer.files.MountSource;
import coffer.files.Mounts;
import coffer.files.View;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What accounts have received, as it is shown in their homes: of several shares of one thing together one place with all their rights.
 */
public final class ReceivedShares implements MountSource {
    private final ShareJournal journal;
    private final Clock clock;

    public ReceivedShares(EventLog events, Clock clock) {
        this.journal = new ShareJournal(events);
        this.clock = clock;
    }

    @Override
    public Mounts mounts(Session session, AccountId account, FileId home) throws SQLException {
        Instant now = clock.instant();
        List<Share> all = reaching(session, account);
        if (all.isEmpty()) {
            return Mounts.NONE;
        }
        Map<Integer, AnswerRows.Answer> answers = AnswerRows.of(session, account);
        List<Share> shares = all.stream()
                .filter(share ->
                        answers.getOrDefault(share.id(), AnswerRows.Answer.ACCEPTED) == AnswerRows.Answer.ACCEPTED)
                .filter(share -> !share.away() && !share.isExpired(now))
                .toList();
        Map<Integer, Integer> worth = Reach.of(session, shares, now);
        Map<FileId, Received> byNode = new TreeMap<>(Comparator.comparingLong(FileId::value));
        Instant until = Instant.MAX;
        for (Share share : shares) {
            if (worth.getOrDefault(share.id(), 0) != 0) {
                byNode.computeIfAbsent(share.node(), _ -> new Received())
                        .add(share, Objects.requireNonNull(worth.get(share.id())));
            }
            if (share.expires() != null && share.expires().isBefore(until)) {
                until = share.expires();
            }
        }
        return placed(session, account, home, byNode, until);
    }

    /** All shares with an account, by itself or by its groups; not those of its own files, which it has anyway. */
    static List<Share> reaching(Session session, AccountId account) throws SQLException {
        List<Share> shares = new ArrayList<>(ShareRows.to(session, account));
        Set<Long> groups = People.groupsOf(session, account);
        if (!groups.isEmpty()) {
            shares.addAll(ShareRows.toGroups(session, groups));
        }
        shares.removeIf(share -> share.owner().equals(account));
        return shares;
    }

    private static Mounts placed(
            Session session, AccountId account, FileId home, Map<FileId, Received> byNode, Instant until)
            throws SQLException {
        Map<FileId, AnswerRows.Place> places = AnswerRows.places(session, account);
        Set<AccountId> owners = byNode.values().stream()
                .map(received -> received.first().owner())
                .collect(Collectors.toSet());
        Map<AccountId, People.Person> people = People.byIds(session, owners);
        List<Mount> placed = new ArrayList<>();
        List<Mount> unplaced = new ArrayList<>();
        for (Received received : byNode.values()) {
            Share share = received.first();
            People.Person owner = people.get(share.owner());
            AnswerRows.Place place = places.get(share.node());
            if (owner != null) {
                (place == null ? unplaced : placed).add(mount(received, owner, home, place));
            }
        }
        return new Mounts(placed, unplaced, until);
    }

    private static Mount mount(Received received, People.Person owner, FileId home, AnswerRows.@Nullable Place place) {
        Share share = received.first();
        return new Mount(
                share.id(),
                share.node(),
                share.space(),
                share.owner(),
                owner.uid(),
                ShareBits.rights(received.bits),
                (received.bits & Reach.DOWNLOAD) == 0,
                place == null || place.parent() == 0 ? home : new FileId(place.parent()),
                place == null ? share.name() : place.name());
    }

    /** The shares of one thing with one account. */
    private static final class Received {
        private final TreeMap<Integer, Share> shares = new TreeMap<>();
        private int bits;

        void add(Share share, int worth) {
            shares.put(share.id(), share);
            bits |= worth;
        }

        Share first() {
            return shares.firstEntry().getValue();
        }
    }

    @Override
    public void placed(Transaction tx, View home, Mount mount, FileId parent, FileName name) throws SQLException {
        long stored = parent.equals(home.root()) ? 0 : parent.value();
        AnswerRows.place(tx, home.owner(), mount.root(), stored, name);
    }

    @Override
    public void left(Transaction tx, View home, Mount mount) throws SQLException {
        for (Share share : reaching(tx, home.owner())) {
            if (share.node().equals(mount.root())) {
                AnswerRows.set(tx, home.owner(), share.id(), AnswerRows.Answer.LEFT, clock.instant());
                journal.left(tx, home.actor(), share, mount.ownerUid());
            }
        }
    }
}
