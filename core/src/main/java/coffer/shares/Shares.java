package coffer.shares;

import coffer.accounts.People;
import coffer.base.AccountId;
import coffer.base.Actor;
import coffer.base.FileId;
import coffer.base.FilePath;
import coffer.base.SpaceId;
import coffer.db.Database;
import coffer.db.Partition;
import coffer.db.Session;
import coffer.db.Transaction;
import coffer.events.EventLog;
import coffer.events.EventType;
import coffer.files.Entry;
import coffer.files.Homes;
import coffer.files.Right;
import coffer.files.Spot;
import coffer.files.Tree;
import coffer.files.View;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Handing things on to others: making, changing and ending shares, leaving and taking back what was received. Each change is one transaction with its event;
 * a refused attempt that somebody should be able to find leaves an event of its own. What an account may not see is answered like what is not
 * there. Methods throw {@link coffer.db.DatabaseFailure} when the database fails. Thread-safe.
 */
public final class Shares {
    /** Longest note for recipients, in UTF-16 characters. */
    public static final int NOTE_CHARS_MAX = 4_000;

    /** Longest label, in UTF-16 characters. */
    public static final int LABEL_CHARS_MAX = 255;

    private final Database database;
    private final Homes homes;
    private final ShareJournal journal;
    private final SharesSeen seen;
    private final Clock clock;

    public Shares(Database database, Homes homes, EventLog events, Clock clock) {
        this.database = database;
        this.homes = homes;
        this.journal = new ShareJournal(events);
        this.seen = new SharesSeen(database, homes, clock);
        this.clock = clock;
    }

    /** Looking at shares. */
    public SharesSeen seen() {
        return seen;
    }

    /** Ends an attempt. */
    private static final class Refused extends RuntimeException {
        private final transient ShareRefusal why;

        Refused(ShareRefusal why) {
            super(why.text(), null, false, false);
            this.why = why;
        }
    }

    /**
     * Shares what is at a path with somebody.
     *
     * @param home of whoever shares
     */
    public ShareResult create(View home, FilePath path, NewShare wanted) {
        try {
            Spot spot = homes.at(home, path);
            Entry entry = homes.entry(spot).orElseThrow(() -> new Refused(ShareRefusal.NO_SUCH_PLACE));
            if (spot.mount() == null && path.isRoot()) {
                throw new Refused(ShareRefusal.ROOT);
            }
            if (!entry.may(Right.SHARE)) {
                throw new Refused(ShareRefusal.NOT_SHAREABLE);
            }
            checkTexts(wanted.note(), wanted.label());
            Share made = database.write(
                    Partition.of(entry.space(), SpaceId.SHARING), tx -> create(tx, home, path, entry, wanted));
            return done(home, made.id());
        } catch (Refused e) {
            journal.refused(EventType.SHARE_CREATED, home.actor(), path, home.ownerUid(), e.why.text());
            return new ShareResult.Refused(e.why);
        }
    }

    private Share create(Transaction tx, View home, FilePath path, Entry entry, NewShare wanted) throws SQLException {
        int own = own(tx, home, entry.id(), entry.owner());
        if ((own & ShareBits.SHARE) == 0) {
            throw new Refused(ShareRefusal.NOT_SHAREABLE);
        }
        Recipient recipient = recipient(tx, home, entry, wanted);
        int bits = bits(wanted.bits(), own, entry.collection());
        Instant now = clock.instant();
        requireFuture(wanted.expires(), now);
        Share share = new Share(
                ShareRows.number(tx),
                wanted.kind(),
                entry.id(),
                entry.space(),
                entry.owner(),
                Objects.requireNonNull(home.actor().account()),
                recipient.number,
                bits,
                path.name(),
                attributes(wanted.attributes()),
                wanted.note(),
                wanted.label(),
                null,
                null,
                false,
                wanted.expires(),
                now,
                false);
        requireNew(tx, home.actor(), share, now);
        ShareRows.insert(tx, share);
        journal.created(tx, home.actor(), share, ownerUid(tx, share), recipient.id);
        return share;
    }

    /** One share for each recipient; one that its recipient has left makes room for another invitation. */
    private void requireNew(Transaction tx, Actor actor, Share wanted, Instant now) throws SQLException {
        for (Share share : ShareRows.on(tx, List.of(wanted.node()))) {
            boolean same = share.kind() == wanted.kind() && Objects.equals(share.recipient(), wanted.recipient());
            if (same) {
                boolean left = share.kind() == ShareKind.USER
                        && AnswerRows.left(tx, List.of(share.id())).containsKey(share.id());
                if (!left && !share.isExpired(now)) {
                    throw new Refused(ShareRefusal.ALREADY_SHARED);
                }
                ShareRows.end(tx, share.id(), now);
                journal.ended(tx, actor, share, ownerUid(tx, share));
            }
        }
    }

    /** @param id as people know it */
    private record Recipient(long number, String id) {}

    private static Recipient recipient(Session session, View home, Entry entry, NewShare wanted) throws SQLException {
        return switch (wanted.kind()) {
            case USER -> {
                People.Person person = People.byUid(session, wanted.with())
                        .filter(People.Person::enabled)
                        .orElseThrow(() -> new Refused(ShareRefusal.NO_SUCH_RECIPIENT));
                if (person.id().equals(home.actor().account()) || person.id().equals(entry.owner())) {
                    throw new Refused(ShareRefusal.ONESELF);
                }
                yield new Recipient(person.id().value(), person.uid());
            }
            case GROUP -> {
                People.Circle group = People.group(session, wanted.with())
                        .orElseThrow(() -> new Refused(ShareRefusal.NO_SUCH_RECIPIENT));
                yield new Recipient(group.id(), group.gid());
            }
            case LINK -> throw new Refused(ShareRefusal.NO_SUCH_RECIPIENT);
        };
    }

    /** Reading is always among them, and a single file cannot be added to or removed. */
    private static int bits(@Nullable Integer wanted, int own, boolean collection) {
        if (wanted != null && (wanted < 0 || wanted > ShareBits.ALL)) {
            throw new Refused(ShareRefusal.BAD_PERMISSIONS);
        }
        int fit = collection ? ShareBits.ALL : ShareBits.ALL & ~(ShareBits.CREATE | ShareBits.DELETE);
        int bits = ((wanted == null ? own : wanted) | ShareBits.READ) & fit;
        if ((bits & ~own) != 0) {
            throw new Refused(ShareRefusal.MORE_THAN_OWN);
        }
        return bits;
    }

    private static String attributes(String text) {
        return ShareAttributes.parse(text).orElseThrow(() -> new Refused(ShareRefusal.BAD_ATTRIBUTES));
    }

    private static void checkTexts(@Nullable String note, @Nullable String label) {
        if (note != null && note.length() > NOTE_CHARS_MAX) {
            throw new Refused(ShareRefusal.NOTE_TOO_LONG);
        }
        if (label != null && label.length() > LABEL_CHARS_MAX) {
            throw new Refused(ShareRefusal.LABEL_TOO_LONG);
        }
    }

    private static void requireFuture(@Nullable Instant expires, Instant now) {
        if (expires != null && !expires.isAfter(now)) {
            throw new Refused(ShareRefusal.EXPIRY_IN_THE_PAST);
        }
    }

    /** What whoever shares may do with it at this moment. */
    private int own(Session session, View home, FileId node, AccountId owner) throws SQLException {
        List<FileId> lineage = Tree.lineages(session, List.of(node)).getOrDefault(node, List.of());
        return Reach.of(session, account(home), owner, lineage, clock.instant());
    }

    private static AccountId account(View home) {
        return Objects.requireNonNull(home.actor().account());
    }

    /** Changes a share of one's own, or of one's own files. */
    public ShareResult change(View home, int id, ShareChange change) {
        try {
            checkTexts(change.note(), change.label());
            Share known = known(home, id);
            requireSeen(home, id);
            database.write(Partition.of(known.space(), SpaceId.SHARING), tx -> change(tx, home, id, change));
            return done(home, id);
        } catch (Refused e) {
            journal.refused(EventType.SHARE_CHANGED, home.actor(), FilePath.ROOT, home.ownerUid(), e.why.text());
            return new ShareResult.Refused(e.why);
        }
    }

    private Share change(Transaction tx, View home, int id, ShareChange change) throws SQLException {
        Share share = ShareRows.byId(tx, id).orElseThrow(() -> new Refused(ShareRefusal.NO_SUCH_SHARE));
        if (!isAbove(home, share)) {
            throw new Refused(ShareRefusal.NOT_YOURS);
        }
        if (change.isEmpty()) {
            throw new Refused(ShareRefusal.NOTHING_TO_CHANGE);
        }
        boolean collection = Homes.isCollection(tx, share.node());
        Instant expires =
                change.expires() == null ? share.expires() : change.expires().at();
        if (change.expires() != null) {
            requireFuture(expires, clock.instant());
        }
        int bits = change.bits() == null
                ? share.bits()
                : bits(change.bits(), own(tx, home, share.node(), share.owner()), collection);
        Share changed = new Share(
                share.id(),
                share.kind(),
                share.node(),
                share.space(),
                share.owner(),
                share.sharer(),
                share.recipient(),
                bits,
                share.name(),
                change.attributes() == null ? share.attributes() : attributes(change.attributes()),
                change.note() == null ? share.note() : change.note(),
                change.label() == null ? share.label() : change.label(),
                share.passwordHash(),
                share.token(),
                share.hideDownload(),
                expires,
                share.created(),
                share.away());
        ShareRows.update(tx, changed);
        journal.changed(tx, home.actor(), share, changed, ownerUid(tx, share));
        return changed;
    }

    /** Ends a share of one's own or of one's own files; a recipient leaves it instead. */
    public ShareResult end(View home, int id) {
        try {
            Share known = known(home, id);
            SeenShare before = requireSeen(home, id);
            database.write(Partition.of(known.space(), SpaceId.SHARING), tx -> {
                Share share = ShareRows.byId(tx, id).orElseThrow(() -> new Refused(ShareRefusal.NO_SUCH_SHARE));
                if (isAbove(home, share)) {
                    ShareRows.end(tx, id, clock.instant());
                    journal.ended(tx, home.actor(), share, ownerUid(tx, share));
                } else {
                    answer(tx, home, share.node(), AnswerRows.Answer.LEFT);
                }
                return true;
            });
            return new ShareResult.Done(before);
        } catch (Refused e) {
            journal.refused(EventType.SHARE_ENDED, home.actor(), FilePath.ROOT, home.ownerUid(), e.why.text());
            return new ShareResult.Refused(e.why);
        }
    }

    /**
     * Takes back what one has left, under the name and in the place it had.
     *
     * @return whether there was anything to take back
     */
    public boolean restore(View home, int id) {
        Optional<Share> left =
                database.read(session -> ShareRows.byId(session, id).filter(share -> !share.away()));
        return left.isPresent()
                && database.write(
                        Partition.of(left.get().space(), SpaceId.SHARING),
                        tx -> AnswerRows.of(tx, account(home)).get(id) == AnswerRows.Answer.LEFT
                                && answer(tx, home, left.get().node(), AnswerRows.Answer.ACCEPTED));
    }

    /** What is shown once is left once, and comes back once, by however many shares somebody has it. */
    private boolean answer(Transaction tx, View home, FileId node, AnswerRows.Answer answer) throws SQLException {
        boolean any = false;
        for (Share share : ReceivedShares.reaching(tx, account(home))) {
            if (share.node().equals(node)) {
                AnswerRows.set(tx, account(home), share.id(), answer, clock.instant());
                if (answer == AnswerRows.Answer.LEFT) {
                    journal.left(tx, home.actor(), share, ownerUid(tx, share));
                } else {
                    journal.restored(tx, home.actor(), share, ownerUid(tx, share));
                }
                any = true;
            }
        }
        return any;
    }

    /** The share, if it is one that the account may know of. */
    private Share known(View home, int id) {
        return database.read(session -> {
            Optional<Share> share = ShareRows.byId(session, id);
            if (share.isEmpty()) {
                throw new Refused(ShareRefusal.NO_SUCH_SHARE);
            }
            Set<Long> groups = People.groupsOf(session, account(home));
            if (!isAbove(home, share.get()) && !share.get().reaches(account(home), groups)) {
                throw new Refused(ShareRefusal.NO_SUCH_SHARE);
            }
            return share.get();
        });
    }

    /** What is in the trash bin, or was left, is shown to nobody and cannot be changed until it is back. */
    private SeenShare requireSeen(View home, int id) {
        return seen.get(home, id).orElseThrow(() -> new Refused(ShareRefusal.NO_SUCH_SHARE));
    }

    static boolean isAbove(View home, Share share) {
        AccountId account = account(home);
        return account.equals(share.sharer()) || account.equals(share.owner());
    }

    private ShareResult done(View home, int id) {
        return seen.get(home, id)
                .<ShareResult>map(ShareResult.Done::new)
                .orElseGet(() -> new ShareResult.Refused(ShareRefusal.NO_SUCH_SHARE));
    }

    /** Whose file it is; empty for an account that is gone. */
    static String ownerUid(Session session, Share share) throws SQLException {
        People.Person owner = People.byIds(session, List.of(share.owner())).get(share.owner());
        return owner == null ? "" : owner.uid();
    }
}
