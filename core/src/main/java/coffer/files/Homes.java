package coffer.files;

import coffer.base.AccountId;
import coffer.base.FileId;
import coffer.base.FileName;
import coffer.base.FilePath;
import coffer.base.SpaceId;
import coffer.db.Session;
import coffer.events.EventType;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Homes as their owners see them: their own files and, among these, what others have shared with them. Each place of a home is
 * either the home's own or lies in something received ({@link #at}); from then on {@link Files} does what is to be done, in the view that
 * shows the place. Here is what takes both: listings, entity tags, and moving from one to the other. Views that are no home
 * of the actor's own have nothing among them and pass through. Thread-safe.
 */
public final class Homes {
    private final Files files;
    private final Changes changes;
    private final ShownMounts shown;
    private final MountMoves mountMoves;

    public Homes(Files files, MountSource source, Clock clock) {
        this.files = files;
        this.changes = files.changes();
        this.shown = new ShownMounts(changes, source, clock);
        this.mountMoves = new MountMoves(changes, files.removing(), source);
    }

    /** Which view shows a place, and where in it. What a home has itself comes before what is shown under the same name. */
    public Spot at(View view, FilePath path) {
        if (!isOwnHome(view)) {
            return Spot.of(view, path);
        }
        Mounts mounts = shown.of(view);
        if (mounts.isEmpty() || path.isRoot()) {
            return Spot.of(view, path);
        }
        List<Node> own = files.reading().locate(view, path).nodes();
        List<FileName> names = path.names();
        int met = own.size() - 1;
        Optional<Mount> mount = own.isEmpty() || met >= names.size()
                ? Optional.empty()
                : mounts.at(own.getLast().id(), names.get(met));
        return mount.map(found -> spot(view, found, path, met + 1)).orElseGet(() -> Spot.of(view, path));
    }

    private static Spot spot(View home, Mount mount, FilePath path, int depth) {
        List<FileName> names = path.names();
        return new Spot(
                mount.view(home.actor()),
                new FilePath(names.subList(depth, names.size())),
                mount,
                new FilePath(names.subList(0, depth)));
    }

    /** The place of the file or collection with this id; empty when it is gone, or shown nowhere. */
    public Optional<Spot> find(View home, FileId id) {
        Optional<Spot> own = files.find(home, id).map(found -> Spot.of(home, found.path()));
        if (own.isPresent() || !isOwnHome(home) || shown.of(home).isEmpty()) {
            return own;
        }
        List<FileId> lineage =
                changes.read(session -> Tree.lineages(session, List.of(id))).getOrDefault(id, List.of());
        Mounts mounts = shown.of(home);
        return lineage.stream()
                .flatMap(above -> mounts.of(above).stream())
                .max(Comparator.comparingInt(mount -> mount.rights().size()))
                .flatMap(mount -> in(home, mount, id));
    }

    /**
     * Those of these files and collections that are shown, each where it is shown first. A few statements whatever their number.
     */
    public Map<FileId, Files.Found> find(View home, Collection<FileId> ids) {
        Mounts mounts = isOwnHome(home) ? shown.of(home) : Mounts.NONE;
        return changes.read(session -> Showing.of(session, home, mounts, ids));
    }

    /** Something of somebody else's as a share shows it that nobody sees at the moment; empty when it is gone or in the trash bin. */
    public Optional<Entry> sample(View home, FileId node, String ownerUid, AccountId owner, SpaceId space) {
        View view = new View(
                home.actor(),
                space,
                node,
                owner,
                ownerUid,
                Set.of(Right.READ),
                Grant.received(Integer.MAX_VALUE, false));
        return files.entry(view, FilePath.ROOT);
    }

    /** Whether this is a collection; false for what is gone. */
    public static boolean isCollection(Session session, FileId node) throws SQLException {
        return Nodes.byId(session, node).filter(Node::collection).isPresent();
    }

    private Optional<Spot> in(View home, Mount mount, FileId id) {
        View view = mount.view(home.actor());
        Optional<FilePath> parent = changes.read(session -> Tree.path(session, home, mount.parent()));
        return files.find(view, id)
                .flatMap(found -> parent.map(above -> new Spot(view, found.path(), mount, above.child(mount.name()))));
    }

    /** What is at a place, with the tag that stands for all its owner sees below it. */
    public Optional<Entry> entry(Spot spot) {
        MountTags.Now tags = tags(spot);
        return files.entry(spot.view(), spot.path()).map(entry -> shown(spot, tags.on(entry)));
    }

    /** See {@link Files#list}; what was received is among the members. */
    public Optional<Listing> list(Spot spot, int max) {
        MountTags.Now tags = tags(spot);
        Optional<Listing> listing = files.list(spot.view(), spot.path(), max);
        if (listing.isEmpty() || !isOwnHome(spot.view())) {
            return listing.map(found -> new Listing(shown(spot, found.entry()), found.members()));
        }
        Entry entry = listing.get().entry();
        return Optional.of(new Listing(
                tags.on(entry), merged(spot.view(), entry, null, listing.get().members(), max, tags)));
    }

    /** See {@link Files#children}; what was received is among them. */
    public List<Entry> children(View view, Entry collection, @Nullable FileName after, int max) {
        if (!isOwnHome(view)) {
            return files.children(view, collection, after, max);
        }
        if (collection.grant().kind() != Grant.Kind.OWN) {
            return view(view, collection)
                    .map(mounted -> files.children(mounted, collection, after, max))
                    .orElse(List.of());
        }
        MountTags.Now tags = shown.tags(view);
        return merged(view, collection, after, files.children(view, collection, after, max), max, tags);
    }

    /** The view that shows an entry of a home; empty when it is shown no longer. */
    public Optional<View> view(View home, Entry entry) {
        return entry.grant().equals(home.grant())
                ? Optional.of(home)
                : shown.of(home).all().stream()
                        .filter(mount -> mount.share() == entry.grant().share())
                        .findFirst()
                        .map(mount -> mount.view(home.actor()));
    }

    /** One page of both: of what was received as much as comes before the last of its own, and all of it behind them. */
    private List<Entry> merged(
            View home, Entry collection, @Nullable FileName after, List<Entry> own, int max, MountTags.Now tags) {
        NavigableMap<FileName, Mount> here = shown.of(home).in(collection.id());
        if (here.isEmpty()) {
            return own.stream().map(tags::on).toList();
        }
        Map<FileName, Mount> behind = after == null ? here : here.tailMap(after, false);
        List<Mount> mounts = behind.values().stream()
                .filter(mount -> own.isEmpty() || mount.name().compareTo(name(own.getLast())) <= 0)
                .limit(max)
                .toList();
        Map<FileName, Entry> page = new TreeMap<>();
        entries(home, mounts).forEach(entry -> page.put(name(entry), entry));
        for (Entry entry : own) {
            page.put(name(entry), tags.on(entry));
            Mount hidden = here.get(name(entry));
            if (hidden != null) {
                shown.giveWay(home, hidden);
            }
        }
        return page.values().stream().limit(max).toList();
    }

    private List<Entry> entries(View home, List<Mount> mounts) {
        if (mounts.isEmpty()) {
            return List.of();
        }
        Map<FileId, Node> nodes = new HashMap<>();
        changes.read(session ->
                        Nodes.byIds(session, mounts.stream().map(Mount::root).toList()))
                .forEach(node -> nodes.put(node.id(), node));
        List<Entry> entries = new ArrayList<>();
        for (Mount mount : mounts) {
            Node node = nodes.get(mount.root());
            if (node != null && node.space().equals(mount.space())) {
                entries.add(Entries.of(mount.view(home.actor()), node).named(mount.name()));
            }
        }
        return entries;
    }

    private static FileName name(Entry entry) {
        FileName name = entry.name();
        if (name == null) {
            throw new IllegalStateException("a member without a name");
        }
        return name;
    }

    /** Evaluates the conditions of a read ({@link Files#check}). */
    public CheckResult check(Spot spot, Conditions conditions) {
        MountTags.Now tags = tags(spot);
        CheckResult result = files.check(spot.view(), spot.path(), conditions);
        return result instanceof CheckResult.Passed(Entry entry)
                ? new CheckResult.Passed(shown(spot, tags.on(entry)))
                : result;
    }

    /** See {@link Files#generation}; another number also after changes of what is shown in the home. */
    public OptionalLong generation(Spot spot) {
        return isOwnHome(spot.view()) ? shown.generation(spot.view()) : files.generation(spot.view());
    }

    /**
     * See {@link Files#remove}. Something received is not removed but left: it stays where it is with its owner, and can come back. So it goes
     * with what is shown in a folder that is removed.
     */
    public RemoveResult remove(Spot spot, View home, Conditions conditions) {
        return remove(spot, home, conditions, true);
    }

    /** The same, and nothing is kept of it; but of what is somebody else's its owner decides that. */
    public RemoveResult removeForGood(Spot spot, View home, Conditions conditions) {
        return remove(spot, home, conditions, spot.view().grant().kind() != Grant.Kind.OWN);
    }

    private RemoveResult remove(Spot spot, View home, Conditions conditions, boolean keep) {
        Mount mount = spot.mount();
        if (mount != null && spot.path().isRoot()) {
            return mountMoves.leave(home, spot, mount, conditions);
        }
        List<Mount> below = mount == null ? mountsBelow(spot) : List.of();
        return files.removing().remove(spot.view(), spot.path(), conditions, keep, tx -> {
            for (Mount gone : below) {
                mountMoves.left(tx, home, gone);
            }
        });
    }

    /** What is shown in a folder of the home, or further below. */
    private List<Mount> mountsBelow(Spot spot) {
        if (!isOwnHome(spot.view()) || shown.of(spot.view()).isEmpty()) {
            return List.of();
        }
        Mounts mounts = shown.of(spot.view());
        Optional<FileId> top = files.entry(spot.view(), spot.path()).map(Entry::id);
        if (top.isEmpty() || !tags(spot).sums().containsKey(top.get())) {
            return List.of();
        }
        Map<FileId, List<FileId>> lineages = changes.read(session ->
                Tree.lineages(session, mounts.all().stream().map(Mount::parent).collect(Collectors.toSet())));
        return mounts.all().stream()
                .filter(mount ->
                        lineages.getOrDefault(mount.parent(), List.of()).contains(top.get()))
                .toList();
    }

    /**
     * See {@link Files#move}. From one space to another everything goes along: ids, versions, properties. Of what leaves the space of somebody
     * else its owner keeps a copy in the trash bin. Something received itself goes to another place of the home, and under another name, for its
     * recipient alone.
     */
    public MoveResult move(Spot from, Spot to, View home, boolean overwrite, Conditions conditions) {
        Mount mount = from.mount();
        if (to.isMountRoot()) {
            return refused(MoveResult.class, EventType.FILE_MOVED, from, to, overwrite);
        }
        if (mount != null && from.path().isRoot()) {
            return to.mount() != null || !isOwnHome(home)
                    ? new Refusal.NotAllowed()
                    : mountMoves.move(home, from, mount, to.path(), overwrite, conditions);
        }
        return from.view().equals(to.view())
                ? files.move(from.view(), from.path(), to.path(), overwrite, conditions)
                : files.crossing().move(from, to, overwrite, conditions);
    }

    /** See {@link Files#copy}; content that goes to another space is named there, not copied. */
    public CopyResult copy(Spot from, Spot to, boolean overwrite, boolean recursive, Conditions conditions) {
        return to.isMountRoot()
                ? refused(CopyResult.class, EventType.FILE_COPIED, from, to, overwrite)
                : files.copying().copy(from, to, overwrite, recursive, conditions);
    }

    /** Nothing takes the place of what was received. */
    private <R> R refused(Class<R> results, EventType type, Spot from, Spot to, boolean overwrite) {
        Refusal refusal;
        if (files.entry(from.view(), from.path()).isEmpty()) {
            refusal = new Refusal.NotFound();
        } else if (from.whole().equals(to.whole())) {
            refusal = new Refusal.InvalidTarget(Refusal.InvalidTarget.Reason.ITSELF);
        } else if (from.whole().startsWith(to.whole())) {
            refusal = new Refusal.InvalidTarget(Refusal.InvalidTarget.Reason.ABOVE_SOURCE);
        } else if (overwrite) {
            refusal = new Refusal.NotAllowed();
        } else {
            refusal = new Refusal.TargetExists();
        }
        return changes.refused(results, new Changes.Subject(type, from.view(), from.path()), new Refused(refusal));
    }

    private MountTags.Now tags(Spot spot) {
        return isOwnHome(spot.view()) ? shown.tags(spot.view()) : MountTags.Now.NONE;
    }

    /** What was received has the name that its recipient gave it. */
    private static Entry shown(Spot spot, Entry entry) {
        return spot.isMountRoot() ? entry.named(spot.mountPath().name()) : entry;
    }

    private static boolean isOwnHome(View view) {
        return view.grant().kind() == Grant.Kind.OWN
                && view.realm() == View.Realm.TREE
                && view.owner().equals(view.actor().account());
    }
}
