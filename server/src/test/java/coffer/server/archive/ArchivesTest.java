package coffer.server.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.base.FilePath;
import coffer.base.ObjectId;
import coffer.blobs.ObjectDamaged;
import coffer.blobs.ObjectMissing;
import coffer.blobs.ObjectSweeper;
import coffer.blobs.SweepPolicy;
import coffer.blobs.TestStore;
import coffer.db.Database;
import coffer.db.TestDatabase;
import coffer.files.Conditions;
import coffer.files.Entry;
import coffer.files.Files;
import coffer.files.Homes;
import coffer.files.MountSource;
import coffer.files.Right;
import coffer.files.TreeKit;
import coffer.files.View;
import coffer.files.WriteGuard;
import coffer.testkit.TurnedClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of an archive when the tree changes while it is written, and when something cannot be read. */
class ArchivesTest {
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    @TempDir
    Path directory;

    private final TurnedClock clock = new TurnedClock(START);
    private Database database;
    private TreeKit tree;
    private View home;
    private Archives archives;

    @BeforeEach
    void openTree() {
        database = TestDatabase.sqlite(directory).open();
        tree = new TreeKit(database, directory, clock, WriteGuard.NONE);
        home = tree.home(7);
        archives = new Archives(tree.files, new Homes(tree.files, MountSource.NONE, clock), directory);
    }

    @AfterEach
    void closeTree() {
        database.close();
    }

    /** Something that happens once the archive has come to an entry of this name. */
    private Map<String, String> zipped(View view, String name, Runnable meanwhile) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream() {
            private boolean done;

            @Override
            public synchronized void write(byte[] bytes, int offset, int length) {
                super.write(bytes, offset, length);
                if (!done && new String(bytes, offset, length, StandardCharsets.UTF_8).contains(name)) {
                    done = true;
                    meanwhile.run();
                }
            }
        };
        try (Archives.Turn turn = archives.turn().orElseThrow()) {
            turn.write(view, List.of(new Member(tree.entry(view, "Docs"), "Docs")), ArchiveFormat.ZIP, out);
        }
        Map<String, String> found = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(out.toByteArray()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                found.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return found;
    }

    private void docs() {
        tree.mkdir(home, "Docs");
        tree.put(home, "Docs/a", "aaa");
        tree.put(home, "Docs/b", "bbb");
        tree.put(home, "Docs/c", "ccc");
    }

    /** Removes all content that no file names any more. */
    private void sweepContent() {
        tree.sweepAll();
        ObjectSweeper sweeper = new ObjectSweeper(
                database,
                tree.objects,
                List.of(Files.references()),
                clock,
                new SweepPolicy(SweepPolicy.GRACE_MIN, Duration.ofDays(1), START, 16));
        for (int i = 0; i < 4; i++) {
            sweeper.sweep();
            clock.turn(SweepPolicy.GRACE_MIN.plusSeconds(1));
        }
    }

    @Test
    void aFileThatVanishesIsLeftOut() throws IOException {
        docs();
        assertThat(zipped(home, "Docs/a", () -> {
                    tree.files.remove(home, TreeKit.path("Docs/b"), Conditions.NONE);
                    sweepContent();
                }))
                .containsOnlyKeys("Docs/", "Docs/a", "Docs/c");
    }

    @Test
    void aFileThatIsReplacedComesWholeInOneOfItsStates() throws IOException {
        docs();
        assertThat(zipped(home, "Docs/a", () -> tree.put(home, "Docs/b", "the new one")))
                .containsEntry("Docs/b", "bbb")
                .containsEntry("Docs/c", "ccc");
        assertThat(zipped(home, "Docs/a", () -> {
                    tree.put(home, "Docs/b", "the newest");
                    sweepContent();
                }))
                .containsEntry("Docs/b", "the newest")
                .containsEntry("Docs/c", "ccc");
    }

    @Test
    void aFolderThatVanishesIsEmptyOrLeftOut() throws IOException {
        docs();
        tree.mkdir(home, "Docs/sub");
        tree.put(home, "Docs/sub/x", "x");
        assertThat(zipped(home, "Docs/a", () -> {
                    tree.files.remove(home, TreeKit.path("Docs/sub"), Conditions.NONE);
                    sweepContent();
                }))
                .containsKeys("Docs/a", "Docs/b", "Docs/c")
                .doesNotContainKey("Docs/sub/x");
    }

    @Test
    void damagedContentEndsItWithAFailure() {
        docs();
        ObjectId large = Objects.requireNonNull(
                tree.put(home, "Docs/b", "b".repeat(300_000)).object());
        TestStore store = TestStore.in(directory);
        byte[] bytes = store.bytes(large);
        bytes[bytes.length - 10] ^= 1;
        store.put(large, bytes);
        assertThatThrownBy(() -> zipped(home, "nothing", () -> {})).isInstanceOf(ObjectDamaged.class);
    }

    /** Content of a file that is still there may not be missing, whatever the reason. */
    @Test
    void contentThatIsGoneEndsItWithAFailure() {
        docs();
        ObjectId large = Objects.requireNonNull(
                tree.put(home, "Docs/b", "b".repeat(300_000)).object());
        TestStore.in(directory).lose(large);
        assertThatThrownBy(() -> zipped(home, "nothing", () -> {}))
                .isInstanceOfAny(ObjectDamaged.class, ObjectMissing.class);
    }

    @Test
    void whatMayNotBeReadIsNotInIt() throws IOException {
        docs();
        View drop = TreeKit.with(home, Set.of(Right.CREATE));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Entry docs = tree.entry(home, "Docs");
        try (Archives.Turn turn = archives.turn().orElseThrow()) {
            turn.write(drop, List.of(new Member(withoutRights(docs), "Docs")), ArchiveFormat.ZIP, out);
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("Docs", "aaa");
    }

    private static Entry withoutRights(Entry entry) {
        return new Entry(
                entry.id(),
                entry.parent(),
                entry.name(),
                entry.collection(),
                entry.etag(),
                entry.sizeBytes(),
                entry.modified(),
                entry.created(),
                entry.uploaded(),
                entry.object(),
                entry.checksums(),
                Set.of(Right.CREATE),
                entry.owner(),
                entry.space(),
                entry.uploader(),
                entry.grant(),
                entry.mountRoot());
    }

    /** Only moving makes folders that deep; then nobody gets an archive that lacks the rest. */
    @Test
    void thereIsABoundToTheDepth() throws IOException {
        tree.mkdir(home, "Docs");
        deepen(Walk.DEPTH_MAX - 1);
        assertThat(zipped(home, "nothing", () -> {})).hasSize(Walk.DEPTH_MAX);
        deepen(1);
        assertThatThrownBy(() -> zipped(home, "nothing", () -> {})).isInstanceOf(TooDeep.class);
    }

    /** Puts all that is in Docs so many folders deeper. */
    private void deepen(int levels) {
        for (int left = levels; left > 0; ) {
            int piece = Math.min(left, FilePath.SEGMENTS_MAX - 2);
            StringBuilder path = new StringBuilder("new");
            tree.mkdir(home, "new");
            for (int i = 1; i < piece; i++) {
                path.append("/d");
                tree.mkdir(home, path.toString());
            }
            if (tree.exists(home, "Docs/d")) {
                tree.files.move(home, TreeKit.path("Docs/d"), TreeKit.path(path + "/d"), false, Conditions.NONE);
            }
            tree.files.move(home, TreeKit.path("new"), TreeKit.path("Docs/d"), false, Conditions.NONE);
            left -= piece;
        }
    }
}
