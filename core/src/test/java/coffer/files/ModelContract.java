package coffer.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import coffer.base.Actor;
import coffer.base.ETag;
import coffer.base.FileId;
import coffer.base.FilePath;
import coffer.base.Origin;
import coffer.files.TreeModel.Op;
import coffer.testkit.LongRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The tree against a model in memory, with random operations. A failure prints its seed, which
 * {@code -Dcoffer.tree.seed=…} runs again.
 */
abstract class ModelContract extends TreeContract {
    private static final LongRun LONG = new LongRun("tree");
    private static final Pattern REQUEST = Pattern.compile("\"request\":\\{\"id\":\"(\\d+)\"");

    /** Operations of one run that a build does; the databases differ much in speed. */
    abstract int sample();

    /**
     * One user: after each operation both trees are equal, and exactly those collections have a new entity tag below
     * which something has changed.
     */
    @Test
    @Tag("long")
    @Tag("long-tree")
    void alone() {
        long seed = seed();
        SplittableRandom random = new SplittableRandom(seed);
        int operations = LONG.count(sample(), 20_000);
        AtomicInteger effective = new AtomicInteger();
        assertThatCode(() -> effective.set(runAlone(random, operations)))
                .as("seed " + seed)
                .doesNotThrowAnyException();
        LONG.report(operations + " operations one by one (" + effective + " took effect), seed " + seed
                + ": every tree and every tag as in the model");
    }

    /**
     * Several users in one tree: the events tell in which order the operations took effect, and in that order the model
     * must be able to do each of them and come to the same tree.
     */
    @Test
    @Tag("long")
    @Tag("long-tree")
    void together() {
        long seed = seed();
        int rounds = LONG.count(2, 50);
        AtomicInteger effective = new AtomicInteger();
        for (int round = 0; round < rounds; round++) {
            SplittableRandom random = new SplittableRandom(seed + round);
            View view = kit.home(100 + round);
            assertThatCode(() -> effective.addAndGet(runTogether(view, random, sample())))
                    .as("seed " + seed + ", round " + round)
                    .doesNotThrowAnyException();
        }
        LONG.report(rounds + " rounds of 6 users at once (" + effective + " operations took effect), seed " + seed
                + ": every tree as in the model");
    }

    private static long seed() {
        return Long.getLong("coffer.tree.seed", System.nanoTime());
    }

    private int runAlone(SplittableRandom random, int operations) {
        TreeModel model = new TreeModel();
        Snapshot before = snapshot(anna);
        int effective = 0;
        for (int i = 0; i < operations; i++) {
            clock.turn(Duration.ofMillis(random.nextInt(500)));
            Op op = TreeModel.randomOp(random);
            boolean done = run(anna, op);
            assertThat(done).as("operation %d: %s", i, op).isEqualTo(model.apply(op));
            effective += done ? 1 : 0;
            Snapshot after = snapshot(anna);
            assertThat(after.lines).as("after operation %d: %s", i, op).isEqualTo(model.lines());
            assertTags(op, done, before, after);
            before = after;
            if (i % 50 == 0) {
                TreeInvariants.check(database);
                kit.sweepAll();
            }
        }
        kit.sweepAll();
        TreeInvariants.checkSwept(database);
        return effective;
    }

    private static void assertTags(Op op, boolean done, Snapshot before, Snapshot after) {
        Set<FilePath> renewed = done ? TreeModel.renewed(op) : Set.of();
        after.paths.forEach((id, path) -> {
            ETag tag = before.tags.get(id);
            if (tag != null) {
                assertThat(!tag.equals(after.tags.get(id)))
                        .as("%s has a new tag after %s", path, op)
                        .isEqualTo(renewed.contains(path));
            }
        });
    }

    private int runTogether(View view, SplittableRandom random, int perUser) throws Exception {
        Map<Integer, Op> operations = new ConcurrentHashMap<>();
        List<Future<?>> users = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int user = 0; user < 6; user++) {
                SplittableRandom own = random.split();
                int first = user * perUser;
                users.add(executor.submit(() -> {
                    for (int i = 0; i < perUser; i++) {
                        Op op = TreeModel.randomOp(own);
                        // A tree is copied in several transactions; that its source may change is tested elsewhere.
                        if (!(op instanceof Op.Copy copy && copy.recursive())) {
                            operations.put(first + i, op);
                            run(as(view, first + i), op);
                        }
                    }
                }));
            }
            users.add(executor.submit(kit::sweepAll));
        }
        for (Future<?> user : users) {
            user.get();
        }
        TreeModel model = new TreeModel();
        Set<Integer> order = order(view);
        for (int request : order) {
            Op op = operations.get(request);
            assertThat(op).isNotNull();
            assertThat(model.apply(op)).as("operation %d: %s", request, op).isTrue();
        }
        assertThat(snapshot(view).lines).isEqualTo(model.lines());
        kit.sweepAll();
        TreeInvariants.checkSwept(database);
        return order.size();
    }

    /** The operations that took effect in this home, in that order. */
    private Set<Integer> order(View view) {
        Set<Integer> order = new LinkedHashSet<>();
        String owner = "\"owner\":\"" + view.ownerUid() + "\"";
        database.read(session -> session.list("SELECT body FROM event ORDER BY seq", row -> row.getString(1))).stream()
                .filter(((Predicate<String>) body -> body.contains(owner))
                        .and(body -> body.contains("\"outcome\":\"ok\"")))
                .forEach(body -> {
                    Matcher request = REQUEST.matcher(body);
                    if (request.find()) {
                        order.add(Integer.parseInt(request.group(1)));
                    }
                });
        return order;
    }

    private static View as(View view, int request) {
        Origin origin = new Origin("local", "", Integer.toString(request), "TEST", "test");
        Actor actor = Actor.user(view.owner(), view.ownerUid(), null, origin);
        return new View(actor, view.space(), view.root(), view.owner(), view.ownerUid(), view.rights());
    }

    /** Whether it succeeded. */
    private boolean run(View view, Op op) {
        return switch (op) {
            case Op.Write(FilePath path, String content, boolean makeParents) ->
                write(view, path, content, makeParents);
            case Op.Make(FilePath path) ->
                files.makeCollection(view, path, Conditions.NONE, List.of()) instanceof MakeResult.Made;
            case Op.Remove(FilePath path) -> files.remove(view, path, Conditions.NONE) instanceof RemoveResult.Removed;
            case Op.Move(FilePath from, FilePath to, boolean overwrite) ->
                files.move(view, from, to, overwrite, Conditions.NONE) instanceof MoveResult.Moved;
            case Op.Copy(FilePath from, FilePath to, boolean overwrite, boolean recursive) ->
                files.copy(view, from, to, overwrite, recursive, Conditions.NONE) instanceof CopyResult.Copied;
            case Op.Patch(FilePath path, String property, String value) -> {
                PropertyChange change = value == null
                        ? new PropertyChange.RemoveDead("", property)
                        : new PropertyChange.SetDead(new DeadProperty("", property, value));
                yield files.patch(view, path, List.of(change), Conditions.NONE) instanceof PatchResult.Patched;
            }
            case Op.Touch(FilePath path, long second) -> {
                PropertyChange change = new PropertyChange.SetModified(Instant.ofEpochSecond(second));
                yield files.patch(view, path, List.of(change), Conditions.NONE) instanceof PatchResult.Patched;
            }
        };
    }

    private boolean write(View view, FilePath path, String content, boolean makeParents) {
        Upload upload = makeParents ? TreeKit.making(content) : TreeKit.upload(content);
        try {
            WriteResult result = files.write(view, path, upload, Conditions.NONE);
            return result instanceof WriteResult.Created || result instanceof WriteResult.Replaced;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The real tree: lines as the model prints them, and where each id is with which tag. */
    private static final class Snapshot {
        private final Map<String, String> lines = new TreeMap<>();
        private final Map<FileId, ETag> tags = new HashMap<>();
        private final Map<FileId, FilePath> paths = new HashMap<>();
    }

    private Snapshot snapshot(View view) {
        Snapshot snapshot = new Snapshot();
        Entry root = files.entry(view, FilePath.ROOT).orElseThrow();
        snapshot.tags.put(root.id(), root.etag());
        snapshot.paths.put(root.id(), FilePath.ROOT);
        collect(view, root, FilePath.ROOT, snapshot);
        return snapshot;
    }

    private void collect(View view, Entry collection, FilePath path, Snapshot snapshot) {
        long bytes = 0;
        List<Entry> members = files.children(view, collection, null, Files.PAGE_MAX);
        Map<FileId, List<DeadProperty>> properties = members.isEmpty()
                ? Map.of()
                : files.deadProperties(view, members.stream().map(Entry::id).toList());
        for (Entry member : members) {
            FilePath below = path.child(java.util.Objects.requireNonNull(member.name()));
            Map<String, String> values = new HashMap<>();
            properties.getOrDefault(member.id(), List.of()).forEach(p -> values.put(p.name(), p.xml()));
            snapshot.lines.put(below.toString(), TreeModel.line(content(member), values));
            snapshot.tags.put(member.id(), member.etag());
            snapshot.paths.put(member.id(), below);
            bytes += member.sizeBytes();
            if (member.collection()) {
                collect(view, member, below, snapshot);
            }
        }
        assertThat(collection.sizeBytes()).as("%s", path).isEqualTo(bytes);
        assertThat(new HashSet<>(snapshot.paths.values())).hasSize(snapshot.paths.size());
    }

    private @Nullable String content(Entry member) {
        if (member.collection()) {
            return null;
        }
        try (var reader = files.open(member)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            reader.transfer(0, reader.sizeBytes(), out);
            return out.toString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
