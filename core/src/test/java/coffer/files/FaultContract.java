package coffer.files;

import static coffer.files.TreeKit.path;
import static org.assertj.core.api.Assertions.assertThat;

import coffer.db.DatabaseFailure;
import coffer.db.FailingWrites;
import coffer.disk.StorageFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Each operation with a store below it that fails at its first change, its second, its third … until the operation
 * succeeds: after each failure everything is as it was before.
 */
abstract class FaultContract extends TreeContract {
    private static final List<String> TABLES =
            List.of("node", "space", "dead_property", "object", "inline_object", "event", "write_lock");

    private static final DeadProperty COLOR = new DeadProperty("urn:x", "color", "blue");

    private FailingWrites writes;

    @BeforeEach
    void aTree() {
        kit.mkdir(anna, "a");
        kit.mkdir(anna, "a/b");
        kit.put(anna, "a/b/file", "old content");
        kit.put(anna, "a/other", "other");
        files.patch(anna, path("a/b/file"), List.of(new PropertyChange.SetDead(COLOR)), Conditions.NONE);
        kit.mkdir(anna, "target");
        kit.put(anna, "target/in-the-way", "1234");
        writes = new FailingWrites(database, TABLES);
    }

    /** Something that may be tried again and again until it succeeds. */
    private interface Operation {
        Object run() throws IOException;
    }

    @Test
    void creating() {
        failsAtEachChangeUntil(WriteResult.Created.class, () -> kit.write(anna, "a/b/new", "content"));
        assertThat(kit.read(anna, "a/b/new")).isEqualTo("content");
    }

    @Test
    void creatingWithParents() {
        failsAtEachChangeUntil(
                WriteResult.Created.class,
                () -> files.write(anna, path("x/y/new"), TreeKit.making("content"), Conditions.NONE));
    }

    @Test
    void replacing() {
        failsAtEachChangeUntil(WriteResult.Replaced.class, () -> kit.write(anna, "a/b/file", "new content"));
        assertThat(kit.read(anna, "a/b/file")).isEqualTo("new content");
    }

    @Test
    void makingACollectionWithProperties() {
        failsAtEachChangeUntil(
                MakeResult.Made.class,
                () -> files.makeCollection(
                        anna, path("a/new"), Conditions.NONE, List.of(new PropertyChange.SetDead(COLOR))));
    }

    @Test
    void removing() {
        failsAtEachChangeUntil(RemoveResult.Removed.class, () -> files.remove(anna, path("a/b/file"), Conditions.NONE));
        failsAtEachChangeUntil(RemoveResult.Removed.class, () -> files.remove(anna, path("a"), Conditions.NONE));
    }

    @Test
    void movingOverSomething() {
        failsAtEachChangeUntil(
                MoveResult.Moved.class, () -> files.move(anna, path("a/b"), path("target"), true, Conditions.NONE));
    }

    @Test
    void copyingATreeOverSomething() {
        failsAtEachChangeUntil(
                CopyResult.Copied.class,
                () -> files.copy(anna, path("a"), path("target"), true, true, Conditions.NONE));
        assertThat(kit.read(anna, "target/b/file")).isEqualTo("old content");
    }

    @Test
    void changingProperties() {
        failsAtEachChangeUntil(
                PatchResult.Patched.class,
                () -> files.patch(
                        anna,
                        path("a/b/file"),
                        List.of(
                                new PropertyChange.SetModified(START.minusSeconds(5)),
                                new PropertyChange.RemoveDead("urn:x", "color"),
                                new PropertyChange.SetDead(new DeadProperty("urn:x", "size", "large"))),
                        Conditions.NONE));
    }

    @Test
    void sweepingGoesOnWhereItStopped() {
        files.remove(anna, path("a"), Conditions.NONE);
        int change = 1;
        boolean failed;
        do {
            writes.failAt(change++);
            failed = fails(() -> {
                kit.sweepAll();
                return "swept";
            });
            writes.recover();
            TreeInvariants.check(database);
        } while (failed);
        TreeInvariants.checkSwept(database);
        assertThat(kit.names(anna, "")).containsExactly("target");
    }

    @Test
    void storingContentOnADiskThatFails() throws IOException {
        String large = "x".repeat(200_000);
        State before = state();
        int operation = 1;
        boolean failed;
        do {
            boolean refused = false;
            kit.disk.failAt(operation++);
            try {
                assertThat(kit.write(anna, "a/b/file", large)).isInstanceOf(WriteResult.Replaced.class);
            } catch (StorageFailure e) {
                refused = true;
            }
            failed = kit.disk.recover();
            if (refused) {
                assertThat(state()).isEqualTo(before);
            }
        } while (failed);
        assertThat(operation).isGreaterThan(4);
        assertThat(kit.read(anna, "a/b/file")).isEqualTo(large);
    }

    private void failsAtEachChangeUntil(Class<?> success, Operation operation) {
        State before = state();
        int change = 1;
        writes.failAt(change);
        while (fails(operation, success)) {
            writes.recover();
            kit.sweepAll();
            assertThat(state()).as("after a failure of change " + change).isEqualTo(before);
            change++;
            writes.failAt(change);
        }
        writes.recover();
        assertThat(change).isGreaterThan(2);
        TreeInvariants.check(database);
    }

    private static boolean fails(Operation operation) {
        return fails(operation, Object.class);
    }

    private static boolean fails(Operation operation, Class<?> success) {
        try {
            assertThat(operation.run()).isInstanceOf(success);
            return false;
        } catch (DatabaseFailure e) {
            assertThat(e).hasStackTraceContaining("told to fail");
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that somebody could notice. */
    private record State(List<String> tree, UsedQuota quota, List<String> events, long objects) {}

    private State state() {
        List<String> tree = new ArrayList<>();
        tree.add(kit.entry(anna, "").toString());
        describe("", tree);
        long objects = database.read(session -> session.one("SELECT count(*) FROM object", row -> row.getLong(1)))
                .orElseThrow();
        return new State(tree, files.quota(anna), kit.eventWords(), objects);
    }

    private void describe(String path, List<String> tree) {
        for (Entry member : kit.members(anna, path, Files.PAGE_MAX)) {
            String below = path.isEmpty() ? TreeKit.name(member) : path + "/" + TreeKit.name(member);
            tree.add(member + " " + files.deadProperties(anna, List.of(member.id())));
            if (member.collection()) {
                describe(below, tree);
            } else {
                tree.add(kit.read(anna, below));
            }
        }
    }
}
