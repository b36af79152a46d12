package coffer.files;

import coffer.accounts.Account;
import coffer.accounts.AccountRemoval;
import coffer.base.AccountId;
import coffer.base.Actor;
import coffer.base.ETag;
import coffer.base.FileId;
import coffer.base.SpaceId;
import coffer.db.Database;
import coffer.db.Ids;
import coffer.db.Partition;
import coffer.db.Session;
import coffer.db.Transaction;
import coffer.events.Event;
import coffer.events.EventLog;
import coffer.events.EventType;
import coffer.events.Target;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** The spaces of the installation. Each account has a home, made when it is first used. Thread-safe. */
public final class Spaces implements AccountRemoval {
    private static final String HOME = "SELECT id, root_id FROM space WHERE owner_id = ? AND kind = 0";

    private static final String OWNED = "SELECT owner_id, root_id FROM space WHERE id = ?";

    private static final String INSERT = """
            INSERT INTO space (id, kind, owner_id, root_id, used_bytes, created_us)
            VALUES (?, 0, ?, ?, 0, ?)
            ON CONFLICT DO NOTHING
            """;

    private static final String LIVING = "SELECT id FROM space WHERE id IN (:in)";
    private static final String DELETE = "DELETE FROM space WHERE id = ?";

    /** Homes remembered; when there are more, remembering starts anew. */
    private static final int REMEMBERED_MAX = 10_000;

    private final Database database;
    private final Ids ids;
    private final EventLog events;
    private final WriteGuard guard;
    private final AncestorStep ancestors;
    private final RandomGenerator random;
    private final Clock clock;

    /**
     * Homes by owner. Never stale: an account keeps its home as long as it lives, no id is used twice, and in a home that
     * was removed every path leads nowhere.
     */
    private final Map<AccountId, Home> remembered = new ConcurrentHashMap<>();

    Spaces(
            Database database,
            Ids ids,
            EventLog events,
            WriteGuard guard,
            AncestorStep ancestors,
            RandomGenerator random,
            Clock clock) {
        this.database = database;
        this.ids = ids;
        this.events = events;
        this.guard = guard;
        this.ancestors = ancestors;
        this.random = random;
        this.clock = clock;
    }

    private record Home(SpaceId space, FileId root) {}

    /** The owner's own view of a home. */
    public View home(Actor actor, Account owner) {
        return home(actor, owner.id(), owner.uid());
    }

    /**
     * The owner's own view of a home.
     *
     * @param owner the account whose home it is, which exists
     * @param ownerUid its user id
     */
    public View home(Actor actor, AccountId owner, String ownerUid) {
        Home home = remembered.get(owner);
        if (home == null) {
            home = database.read(session -> find(session, owner)).orElseGet(() -> make(actor, owner, ownerUid));
            if (remembered.size() >= REMEMBERED_MAX) {
                remembered.clear();
            }
            remembered.put(owner, home);
        }
        return new View(actor, home.space, home.root, owner, ownerUid, EnumSet.allOf(Right.class));
    }

    /** The space that is an account's home; empty when it has not been used yet. */
    public Optional<SpaceId> homeOf(AccountId owner) {
        return database.read(session -> find(session, owner)).map(Home::space);
    }

    /** Whose home a space is; empty when it is gone. */
    public static Optional<AccountId> ownerOf(Session session, SpaceId space) throws SQLException {
        return session.one(OWNED, row -> new AccountId(row.getLong(1)), space.value());
    }

    /** Those of the spaces that exist. */
    public static Set<SpaceId> living(Session session, Collection<SpaceId> candidates) throws SQLException {
        return new HashSet<>(session.listIn(
                LIVING,
                row -> new SpaceId(row.getLong(1)),
                candidates.stream().map(SpaceId::value).toList()));
    }

    /** A space for the server's own upkeep; empty when it is gone. */
    public Optional<View> upkeep(Actor actor, SpaceId space) {
        return database.read(session -> session.one(
                OWNED,
                row -> new View(
                        actor,
                        space,
                        new FileId(row.getLong(2)),
                        new AccountId(row.getLong(1)),
                        "",
                        EnumSet.allOf(Right.class)),
                space.value()));
    }

    /** Takes the home of an account that is gone out of the tree; {@link TreeSweeper} deletes what was in it. */
    @Override
    public boolean remove(AccountId account) {
        Optional<Home> home = database.read(session -> find(session, account));
        if (home.isPresent()) {
            database.write(Partition.of(home.get().space), tx -> remove(tx, home.get()));
        }
        remembered.remove(account);
        return true;
    }

    private boolean remove(Transaction tx, Home home) throws SQLException {
        tx.settle(ancestors);
        Optional<Node> root = Nodes.byId(tx, home.root).filter(node -> node.parent() == Node.ROOTS);
        if (root.isEmpty()) {
            return false;
        }
        guard.guarded(tx, home.space).release(tx, home.root);
        Nodes.remove(tx, List.of(root.get()));
        tx.update(DELETE, home.space.value());
        Target target = new Target("space", Long.toString(home.space.value()), "", "");
        events.append(
                tx,
                Event.ok(EventType.SPACE_DELETED, Actor.system("account removal"), target)
                        .without(Journal.SIZE, Long.toString(root.get().sizeBytes())));
        return true;
    }

    /**
     * Accepted: a request that is under way while its account is removed can make a home once more. It stays empty, for
     * the quota of an account that is gone is 0, and nobody can sign in to see it.
     */
    private Home make(Actor actor, AccountId owner, String ownerUid) {
        Home made = new Home(new SpaceId(ids.next()), new FileId(ids.next()));
        return database.write(Partition.of(made.space), tx -> {
            long nowUs = FileTimes.micros(clock.instant());
            if (tx.update(INSERT, made.space.value(), owner.value(), made.root.value(), nowUs) == 0) {
                // Two first requests met; the other one was faster.
                return find(tx, owner).orElseThrow();
            }
            Nodes.insert(
                    tx,
                    List.of(new Node(
                            made.root,
                            Node.ROOTS,
                            Long.toString(made.space.value()),
                            made.space,
                            true,
                            ETag.random(random),
                            0,
                            nowUs,
                            nowUs,
                            nowUs,
                            null,
                            "",
                            0,
                            null)));
            Target target = new Target("space", Long.toString(made.space.value()), "", ownerUid);
            events.append(tx, Event.ok(EventType.SPACE_CREATED, actor, target));
            return made;
        });
    }

    private static Optional<Home> find(Session session, AccountId owner) throws SQLException {
        return session.one(
                HOME, row -> new Home(new SpaceId(row.getLong(1)), new FileId(row.getLong(2))), owner.value());
    }
}
