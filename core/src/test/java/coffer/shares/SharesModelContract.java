package coffer.shares;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import coffer.base.FileId;
import coffer.base.FilePath;
import coffer.files.Conditions;
import coffer.files.MoveResult;
import coffer.files.Right;
import coffer.files.Spot;
import coffer.files.Tree;
import coffer.files.TreeKit;
import coffer.files.View;
import coffer.files.WriteResult;
import coffer.testkit.LongRun;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Five people who share, share on, revoke, leave, take back, change groups, rename, move, delete and bring back at random. After each step everybody sees
 * exactly what a simple model allows, and writes only where it does. A failure prints its seed, which {@code -Dcoffer.seed=…} runs again.
 */
abstract class SharesModelContract extends SharesKit {
    private static final LongRun LONG = new LongRun("shares");
    private static final List<String> UIDS = List.of("p0", "p1", "p2", "p3", "p4");
    private static final List<String> GIDS = List.of("g0", "g1");

    private final Map<Integer, Shared> model = new HashMap<>();
    private final Map<String, Set<String>> members = new HashMap<>();
    private final Map<FileId, String> owners = new HashMap<>();
    private final List<FileId> nodes = new ArrayList<>();
    private final Set<FileId> files = new HashSet<>();
    private SplittableRandom random = new SplittableRandom();

    abstract int sample();

    /** A share as the model knows it. */
    private static final class Shared {
        final FileId node;
        final String sharer;
        final String recipient;
        int bits;
        final Set<String> left = new HashSet<>();

        Shared(FileId node, String sharer, String recipient, int bits) {
            this.node = node;
            this.sharer = sharer;
            this.recipient = recipient;
            this.bits = bits;
        }
    }

    @Test
    @Tag("long")
    @Tag("long-shares")
    void everybodySeesWhatTheModelAllows() {
        long seed = Long.getLong("coffer.seed", System.nanoTime());
        random = new SplittableRandom(seed);
        int steps = LONG.count(sample(), 20_000);
        assertThatCode(() -> run(steps)).as("seed " + seed).doesNotThrowAnyException();
        LONG.report(steps + " steps of five people, seed " + seed + ": everybody saw and wrote what the model allows");
    }

    private void run(int steps) {
        for (String gid : GIDS) {
            accounts.groups().create(OPERATOR, gid, gid);
            members.put(gid, new TreeSet<>());
        }
        for (String uid : UIDS) {
            View home = person(uid);
            for (String folder : List.of("A", "A/B", "C")) {
                note(tree.mkdir(home, folder).id(), uid);
            }
            for (String file : List.of("A/a.txt", "A/B/b.txt", "c.txt")) {
                FileId id = tree.put(home, file, "content").id();
                note(id, uid);
                files.add(id);
            }
        }
        for (int step = 0; step < steps; step++) {
            String done = step();
            check("step " + step + ": " + done);
        }
    }

    private void note(FileId node, String owner) {
        nodes.add(node);
        owners.put(node, owner);
    }

    private Shared known(int id) {
        return Objects.requireNonNull(model.get(id));
    }

    private String owner(FileId node) {
        return Objects.requireNonNull(owners.get(node));
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private String step() {
        return switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> share();
            case 4 -> end();
            case 5 -> change();
            case 6 -> leave();
            case 7 -> restore();
            case 8 -> regroup();
            case 9 -> trashOrRestore();
            case 10 -> move();
            default -> write();
        };
    }

    private String share() {
        String uid = any(UIDS);
        FileId node = any(nodes);
        boolean group = random.nextInt(3) == 0;
        String recipient = group ? any(GIDS) : any(UIDS);
        int bits = 1 | random.nextInt(32);
        Optional<Spot> spot = homes.find(home(uid), node);
        String what = uid + " shares " + node + " with " + recipient + " " + bits;
        if (spot.isEmpty()) {
            return what + ": not seen";
        }
        int fit = files.contains(node) ? bits & ~(ShareBits.CREATE | ShareBits.DELETE) : bits;
        int own = bits(uid, node, true);
        ShareResult result = shares.create(
                home(uid),
                wholePath(spot.get()),
                new NewShare(group ? ShareKind.GROUP : ShareKind.USER, recipient, bits, null, "", "", ""));
        int shown = uid.equals(owners.get(node))
                ? ShareBits.ALL
                : ShareBits.of(spot.get().view().rights());
        boolean allowed = (own & shown & ShareBits.SHARE) != 0
                && (fit & ~own) == 0
                && !recipient.equals(uid)
                && !recipient.equals(owners.get(node));
        List<Integer> same = model.entrySet().stream()
                .filter(entry -> entry.getValue().node.equals(node)
                        && entry.getValue().recipient.equals(recipient))
                .map(Map.Entry::getKey)
                .toList();
        boolean taken = same.stream().anyMatch(id -> group || !known(id).left.contains(recipient));
        assertThat(result instanceof ShareResult.Done).as(what).isEqualTo(allowed && !taken);
        if (result instanceof ShareResult.Done(SeenShare seen)) {
            same.forEach(model::remove);
            model.put(seen.share().id(), new Shared(node, uid, recipient, fit));
        }
        return what + ": " + (result instanceof ShareResult.Done);
    }

    private static FilePath wholePath(Spot spot) {
        FilePath path = spot.mountPath();
        for (var name : spot.path().names()) {
            path = path.child(name);
        }
        return path;
    }

    private Optional<Integer> anyShare() {
        return model.isEmpty() ? Optional.empty() : Optional.of(any(List.copyOf(new TreeSet<>(model.keySet()))));
    }

    private String end() {
        Optional<Integer> id = anyShare();
        if (id.isEmpty()) {
            return "nothing to end";
        }
        Shared share = known(id.get());
        String uid = random.nextBoolean() ? share.sharer : owner(share.node);
        boolean seen = homes.find(home(uid), share.node).isPresent();
        boolean ended = shares.end(home(uid), id.get()) instanceof ShareResult.Done;
        assertThat(ended).as(uid + " ends " + id.get()).isEqualTo(seen);
        if (ended) {
            model.remove(id.get());
        }
        return uid + " ends " + id.get() + ": " + ended;
    }

    private String change() {
        Optional<Integer> id = anyShare();
        if (id.isEmpty()) {
            return "nothing to change";
        }
        Shared share = known(id.get());
        int bits = 1 | random.nextInt(32);
        int fit = files.contains(share.node) ? bits & ~(ShareBits.CREATE | ShareBits.DELETE) : bits;
        String uid = share.sharer;
        int own = bits(uid, share.node, true);
        // What is in the trash bin cannot be told apart from a file there.
        shares.change(home(uid), id.get(), new ShareChange(bits, null, null, null, null));
        int stored = database.read(
                session -> ShareRows.byId(session, id.get()).orElseThrow().bits());
        if ((fit & ~own) == 0 && stored == fit) {
            share.bits = fit;
        }
        assertThat(stored).isEqualTo(share.bits);
        assertThat(stored & ~fit & ~share.bits).isZero();
        return uid + " changes " + id.get() + " to " + bits;
    }

    private String leave() {
        String uid = any(UIDS);
        FileId node = any(nodes);
        if (!mounts(uid).containsKey(node)) {
            return uid + " has nothing to leave";
        }
        Spot spot = homes.find(home(uid), node).orElseThrow();
        Spot root = spot.mount() != null && spot.path().isRoot() ? spot : null;
        if (root == null) {
            return uid + " sees it through something larger";
        }
        homes.remove(root, home(uid), Conditions.NONE);
        model.values().stream()
                .filter(share -> share.node.equals(node) && reaches(share, uid))
                .forEach(share -> share.left.add(uid));
        return uid + " leaves " + node;
    }

    private String restore() {
        Optional<Integer> id = anyShare();
        String uid = any(UIDS);
        if (id.isEmpty() || !shares.restore(home(uid), id.get())) {
            return "nothing to take back";
        }
        FileId node = known(id.get()).node;
        assertThat(known(id.get()).left).contains(uid);
        model.values().stream()
                .filter(share -> share.node.equals(node) && reaches(share, uid))
                .forEach(share -> share.left.remove(uid));
        return uid + " takes back " + id.get();
    }

    private String regroup() {
        String uid = any(UIDS);
        String gid = any(GIDS);
        Set<String> in = members.computeIfAbsent(gid, _ -> new TreeSet<>());
        if (in.remove(uid)) {
            accounts.groups().remove(OPERATOR, uid, gid);
        } else {
            in.add(uid);
            accounts.groups().add(OPERATOR, uid, gid);
        }
        return uid + " in " + gid + ": " + in.contains(uid);
    }

    private String trashOrRestore() {
        String uid = any(UIDS);
        View home = home(uid);
        var items = trash.list(home, null, 10);
        if (!items.isEmpty()) {
            trash.restore(home, items.getFirst(), TreeKit.path(""));
            return uid + " restores " + items.getFirst().id();
        }
        FileId node = any(nodes);
        Optional<Spot> own = homes.find(home, node).filter(spot -> spot.mount() == null);
        own.ifPresent(spot -> homes.remove(spot, home, Conditions.NONE));
        return uid + " removes " + node + ": " + own.isPresent();
    }

    private String move() {
        String uid = any(UIDS);
        View home = home(uid);
        FileId node = any(nodes);
        FileId into = any(nodes);
        Optional<Spot> from = homes.find(home, node)
                .filter(spot -> spot.mount() == null || spot.path().isRoot());
        Optional<Spot> to = homes.find(home, into).filter(spot -> spot.mount() == null);
        if (from.isEmpty() || to.isEmpty() || files.contains(into)) {
            return uid + " moves nothing";
        }
        FilePath target = to.get().path().child(coffer.base.FileName.of("n" + random.nextInt(1_000_000)));
        MoveResult result = homes.move(from.get(), homes.at(home, target), home, false, Conditions.NONE);
        return uid + " moves " + node + " to " + target + ": "
                + result.getClass().getSimpleName();
    }

    private String write() {
        String uid = any(UIDS);
        FileId file = any(List.copyOf(files.stream()
                .sorted((a, b) -> Long.compare(a.value(), b.value()))
                .toList()));
        Optional<Spot> spot = homes.find(home(uid), file);
        if (spot.isEmpty()) {
            return uid + " cannot write what it does not see";
        }
        String path = String.join(
                "/", spot.get().path().names().stream().map(Object::toString).toList());
        WriteResult result = tree.write(spot.get().view(), path, "content " + random.nextInt());
        boolean allowed =
                uid.equals(owners.get(file)) || spot.get().view().rights().contains(Right.UPDATE);
        assertThat(result instanceof WriteResult.Replaced)
                .as(uid + " writes " + file)
                .isEqualTo(allowed);
        return uid + " writes " + file + ": " + allowed;
    }

    private boolean reaches(Shared share, String uid) {
        return share.recipient.equals(uid)
                || members.getOrDefault(share.recipient, Set.of()).contains(uid);
    }

    private List<FileId> lineage(FileId node) {
        return database.read(session -> Tree.lineages(session, List.of(node))).getOrDefault(node, List.of());
    }

    private int worth(int id, Set<Integer> asked) {
        Shared share = known(id);
        if (share.sharer.equals(owners.get(share.node))) {
            return share.bits;
        }
        Set<Integer> further = new HashSet<>(asked);
        further.add(id);
        int above = 0;
        List<FileId> lineage = lineage(share.node);
        for (Map.Entry<Integer, Shared> other : model.entrySet()) {
            if (!further.contains(other.getKey())
                    && lineage.contains(other.getValue().node)
                    && reaches(other.getValue(), share.sharer)) {
                above |= worth(other.getKey(), further);
            }
        }
        return (above & ShareBits.SHARE) == 0 ? 0 : above & share.bits;
    }

    /** What somebody may do with something by all shares of it and of what is above it. */
    private int bits(String uid, FileId node, boolean evenLeft) {
        if (uid.equals(owners.get(node))) {
            return ShareBits.ALL;
        }
        List<FileId> lineage = lineage(node);
        int bits = 0;
        for (Map.Entry<Integer, Shared> share : model.entrySet()) {
            if (lineage.contains(share.getValue().node)
                    && reaches(share.getValue(), uid)
                    && (evenLeft || !share.getValue().left.contains(uid))) {
                bits |= worth(share.getKey(), Set.of());
            }
        }
        return bits;
    }

    /** What somebody is shown, with what they may do there. */
    private Map<FileId, Integer> mounts(String uid) {
        Map<FileId, Integer> mounts = new HashMap<>();
        model.forEach((id, share) -> {
            if (reaches(share, uid) && !share.left.contains(uid) && !uid.equals(owners.get(share.node))) {
                int worth = worth(id, Set.of());
                if (worth != 0 && !lineage(share.node).isEmpty()) {
                    mounts.merge(share.node, worth, (one, other) -> one | other);
                }
            }
        });
        return mounts;
    }

    private void check(String after) {
        for (String uid : UIDS) {
            Map<FileId, Integer> mounts = mounts(uid);
            for (FileId node : nodes) {
                if (uid.equals(owners.get(node))) {
                    continue;
                }
                List<Integer> candidates = lineage(node).stream()
                        .filter(mounts::containsKey)
                        .map(mounts::get)
                        .toList();
                Optional<Spot> seen = homes.find(home(uid), node);
                assertThat(seen.isPresent())
                        .as(after + "; " + uid + " sees " + node)
                        .isEqualTo(!candidates.isEmpty());
                if (seen.isPresent()) {
                    int bits = ShareBits.of(seen.get().view().rights());
                    assertThat(candidates)
                            .as(after + "; " + uid + " may with " + node)
                            .contains(bits);
                    assertThat(homes.entry(homes.at(home(uid), wholePath(seen.get())))
                                    .orElseThrow()
                                    .id())
                            .as(after + "; " + uid + " finds " + node + " by its path")
                            .isEqualTo(node);
                }
            }
        }
    }
}
