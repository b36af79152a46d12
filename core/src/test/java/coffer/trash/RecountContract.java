package coffer.trash;

import static coffer.files.TreeKit.path;
import static org.assertj.core.api.Assertions.assertThat;

import coffer.base.FileId;
import coffer.base.FileName;
import coffer.base.FilePath;
import coffer.base.ObjectId;
import coffer.blobs.ObjectReader;
import coffer.blobs.ObjectSizes;
import coffer.blobs.TestStore;
import coffer.db.FalseSizes;
import coffer.db.Ids;
import coffer.db.KillableDatabase;
import coffer.db.Partition;
import coffer.db.Recount;
import coffer.db.StoreContract;
import coffer.db.ToldSizes;
import coffer.files.Conditions;
import coffer.files.DeadProperty;
import coffer.files.Entry;
import coffer.files.PropertyChange;
import coffer.files.PropertySizes;
import coffer.files.Retention;
import coffer.files.TreeKit;
import coffer.files.TreeSizes;
import coffer.files.View;
import coffer.files.WriteGuard;
import coffer.testkit.TurnedClock;
import coffer.uploads.Announced;
import coffer.uploads.AssembleResult;
import coffer.uploads.Assembly;
import coffer.uploads.UploadSizes;
import coffer.uploads.Uploads;
import coffer.versions.FileVersion;
import coffer.versions.VersionKeeper;
import coffer.versions.VersionPolicy;
import coffer.versions.VersionSizes;
import coffer.versions.Versions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * An installation with everything that has a size, whose sizes then say anything: in the tree, in the trash bin, of versions, of uploads that
 * are open, of a copy and a transfer that were killed. Counted anew, all rows are what they were, and all files read right.
 */
abstract class RecountContract extends StoreContract {
    private static final FileName OPEN = new FileName("open");
    private static final int WIDE = 310;

    private final TurnedClock clock = new TurnedClock(Instant.parse("2026-11-20T09:10:11Z"));
    private KillableDatabase killable;
    private TreeKit kit;
    private Trash trash;
    private Versions versions;
    private Uploads uploads;
    private View anna;
    private View ben;
    private ToldSizes told = new ToldSizes();

    @BeforeEach
    void storeEverything() {
        killable = new KillableDatabase(database);
        VersionKeeper keeper = new VersionKeeper(VersionPolicy.standard(), clock);
        TrashKeeper trashKeeper = new TrashKeeper(TrashPolicy.standard(), clock);
        kit = new TreeKit(killable, directory, clock, WriteGuard.NONE, Retention.of(trashKeeper, keeper));
        trash = new Trash(database, kit.files, kit.events, TrashPolicy.standard(), clock);
        versions = new Versions(database, kit.files, kit.events, keeper, clock);
        uploads = new Uploads(killable, new Ids(database), kit.objects, kit.files, kit.events, clock);
        anna = kit.home(1);
        ben = kit.home(2);
        fillTree();
        fillUploads();
        killHalfWay();
    }

    private void fillTree() {
        for (String folder : List.of("a", "a/b", "a/b/c", "empty", "old", "old/deep", "wide", "gone")) {
            kit.mkdir(anna, folder);
        }
        kit.put(anna, "a/small", "small");
        kit.put(anna, "a/b/c/large", "large ".repeat(30_000));
        kit.put(anna, "a/b/nothing", "");
        kit.put(ben, "his", "his content");
        for (String content : List.of("first", "second, longer", "third".repeat(5_000), "fourth")) {
            kit.put(anna, "a/b/changing", content);
            clock.turn(Duration.ofHours(1));
        }
        kit.put(anna, "old/deep/file", "removed".repeat(1_000));
        kit.put(anna, "alone", "removed alone");
        kit.files.remove(anna, path("old"), Conditions.NONE);
        kit.files.remove(anna, path("alone"), Conditions.NONE);
        for (String name : List.of("a/small", "a/b", "a")) {
            kit.files.patch(
                    anna,
                    path(name),
                    List.of(
                            new PropertyChange.SetDead(new DeadProperty("urn:x", "größe", "drei Fünftel €")),
                            new PropertyChange.SetDead(new DeadProperty("", "plain", "value"))),
                    Conditions.NONE);
        }
    }

    private void fillUploads() {
        FileName whole = new FileName("whole");
        uploads.begin(anna, whole, Announced.NOTHING);
        chunk(whole, "1", "one ".repeat(500));
        chunk(whole, "2", "two");
        chunk(whole, "3", "three ".repeat(20_000));
        assertThat(uploads.assemble(anna, whole, path("a/assembled"), Assembly.PLAIN))
                .isInstanceOf(AssembleResult.Answered.class);
        while (count("upload") > 0) {
            clock.turn(Duration.ofHours(2));
            uploads.expire();
        }
        uploads.begin(anna, OPEN, Announced.NOTHING);
        chunk(OPEN, "00001", "open ".repeat(400));
        chunk(OPEN, "00002", "end");
    }

    /** A copy of which some rows are there, and a transfer whose bytes count where it goes. */
    private void killHalfWay() {
        for (int i = 0; i < WIDE; i++) {
            kit.put(anna, "wide/" + i, "wide " + i);
        }
        kill(4, () -> kit.files.copy(anna, path("wide"), path("copy"), true, true, Conditions.NONE));
        assertThat(number("SELECT count(*) FROM node WHERE parent_id IN (SELECT id FROM node WHERE parent_id = -2)"))
                .isPositive();
        kit.put(anna, "gone/file", "goes to ben");
        kill(1, () -> kit.files.transfer(anna, path("gone"), ben, FilePath.ROOT));
        assertThat(number("SELECT count(*) FROM node WHERE parent_id = -4")).isEqualTo(1);
        assertThat(number("SELECT count(*) FROM node WHERE parent_id = -1")).isZero();
    }

    private void kill(int writes, Runnable operation) {
        killable.before(writes);
        try {
            operation.run();
            throw new AssertionError("it was not killed");
        } catch (KillableDatabase.Killed _) {
            killable.recover();
        }
    }

    private void chunk(FileName upload, String name, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        try {
            uploads.putChunk(
                    anna, upload, new FileName(name), new ByteArrayInputStream(bytes), bytes.length, Announced.NOTHING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long count(String table) {
        return number("SELECT count(*) FROM " + table);
    }

    private long number(String sql) {
        return database.read(session -> session.one(sql, row -> row.getLong(1))).orElseThrow();
    }

    private void sql(String statement, Object... args) {
        database.write(Partition.GENERAL, tx -> tx.update(statement, args));
    }

    private Recount recount(boolean mend) {
        told = new ToldSizes();
        return recount(mend, told);
    }

    private Recount recount(boolean mend, ToldSizes tell) {
        Recount recount = new Recount(killable, mend, tell);
        ObjectSizes objects = new ObjectSizes(killable, kit.objects, recount);
        objects.count();
        new PropertySizes(killable, recount).count();
        TreeSizes trees = new TreeSizes(killable, recount, objects, new SplittableRandom());
        trees.count();
        new TrashSizes(killable, recount, trees).count();
        new VersionSizes(killable, recount, objects).count();
        new UploadSizes(killable, recount, objects).count();
        return recount;
    }

    /** Everything that people can read, by where it is. */
    private Map<String, String> contents() {
        Map<String, String> contents = new TreeMap<>();
        for (View home : List.of(anna, ben)) {
            read(home, "", home.ownerUid() + ":", contents);
            for (TrashItem item : trash.list(home, null, Trash.PAGE_MAX)) {
                read(Trash.inside(home, item), "", "trash " + item.name() + ":", contents);
            }
        }
        return contents;
    }

    private void read(View view, String path, String as, Map<String, String> contents) {
        Entry entry = kit.entry(view, path);
        if (!entry.collection()) {
            contents.put(as + path, kit.read(view, path));
            versions.of(view, entry.id()).ifPresent(history -> history.versions()
                    .forEach(version -> contents.put(as + path + "@" + version.revision(), read(version))));
            return;
        }
        for (Entry member : kit.members(view, path, 500)) {
            String name = TreeKit.name(member);
            read(view, path.isEmpty() ? name : path + "/" + name, as, contents);
        }
    }

    private String read(FileVersion version) {
        try (ObjectReader reader = kit.objects.open(version.object())) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            reader.transfer(0, reader.sizeBytes(), out);
            return out.toString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Entity tag and collection of each node. */
    private Map<Long, long[]> tags() {
        Map<Long, long[]> tags = new HashMap<>();
        database.read(session -> session.list(
                "SELECT id, etag, parent_id FROM node",
                row -> tags.put(row.getLong(1), new long[] {row.getLong(2), row.getLong(3)})));
        return tags;
    }

    /** What got another size, and all above it, has another entity tag; nothing else has. */
    private void assertRenewed(Map<Long, long[]> before, ToldSizes findings) {
        Set<Long> renewed = new HashSet<>();
        findings.findings.stream()
                .filter(finding ->
                        finding.table().equals("node") && finding.column().equals("size_bytes"))
                .forEach(finding -> {
                    long id = Long.parseLong(finding.row());
                    for (long at = id; before.containsKey(at); at = before.getOrDefault(at, new long[2])[1]) {
                        renewed.add(at);
                    }
                });
        Map<Long, long[]> after = tags();
        before.forEach((id, tag) -> assertThat(after.getOrDefault(id, new long[2])[0] != tag[0])
                .as("node %s", id)
                .isEqualTo(renewed.contains(id)));
    }

    @Test
    void whatIsRightIsLeftAlone() {
        Map<Long, long[]> tags = tags();
        assertThat(recount(true).rowsHold()).isTrue();
        assertThat(told.findings).isEmpty();
        assertThat(told.mended).isEmpty();
        assertRenewed(tags, told);
    }

    @Test
    void whateverSizesSayAllRowsAreCountedAndAllFilesReadRight() {
        FalseSizes sizes = new FalseSizes(database);
        Map<String, List<String>> before = sizes.rows();
        Map<String, String> contents = contents();
        assertThat(contents).hasSizeGreaterThan(WIDE + 9);
        for (int seed = 0; seed < 4; seed++) {
            sizes.falsify(new SplittableRandom(seed), 1 + seed * 3);
            Map<String, List<String>> falsified = sizes.rows();
            Map<Long, long[]> tags = tags();

            assertThat(recount(false).rowsHold()).isFalse();
            List<String> wrong = told.wrong();
            assertThat(sizes.rows()).as("looking changes nothing").isEqualTo(falsified);
            assertRenewed(tags, new ToldSizes());

            assertThat(recount(true).rowsHold()).as("seed %s", seed).isTrue();
            assertThat(told.wrong()).as("seed %s", seed).containsExactlyInAnyOrderElementsOf(wrong);
            assertThat(sizes.rows()).as("seed %s", seed).isEqualTo(before);
            assertThat(contents()).as("seed %s", seed).isEqualTo(contents);
            assertRenewed(tags, told);

            assertThat(recount(true).wrong()).as("the second time").isZero();
            assertThat(told.mended).isEmpty();
        }
        assertThat(uploads.assemble(anna, OPEN, path("at last"), Assembly.PLAIN))
                .isInstanceOf(AssembleResult.Answered.class);
        assertThat(kit.read(anna, "at last")).isEqualTo("open ".repeat(400) + "end");
    }

    /** Before its first, second, … transaction: what was mended is mended with its tags, and the next run does the rest. */
    @Test
    void aRunThatIsKilledAnywhereIsGoneOnWithByTheNext() {
        FalseSizes sizes = new FalseSizes(database);
        Map<String, List<String>> before = sizes.rows();
        boolean killed = true;
        for (int writes = 0; killed; writes++) {
            sizes.falsify(new SplittableRandom(writes), 4);
            Map<Long, long[]> tags = tags();
            ToldSizes both = new ToldSizes();
            killable.before(writes);
            try {
                recount(true, both);
                killed = false;
            } catch (KillableDatabase.Killed _) {
                killable.recover();
                recount(true, both);
            }
            killable.recover();
            assertThat(sizes.rows()).as("after %s transactions", writes).isEqualTo(before);
            assertRenewed(tags, both);
        }
    }

    @Test
    void aTransferThatWasKilledCountsWhereItGoes() {
        long used = kit.files.quota(ben).usedBytes();
        assertThat(used).isEqualTo("his content".length() + "goes to ben".length());
        sql("UPDATE space SET used_bytes = 0");
        assertThat(recount(true).wrong()).isEqualTo(2);
        assertThat(told.mended).containsExactly("space 2");
        assertThat(kit.files.quota(ben).usedBytes()).isEqualTo(used);
        while (kit.files.resumeTransfers()) {
            // A bounded number each time.
        }
        assertThat(kit.read(ben, "gone/file")).isEqualTo("goes to ben");
        assertThat(recount(true).wrong()).isZero();
    }

    /** What is all that is left to say how long a content was is not overwritten with something else. */
    @Test
    void filesWhoseContentIsGoneKeepTheirSizesAndAreNamed() {
        Entry large = kit.entry(anna, "a/b/c/large");
        Entry small = kit.entry(anna, "a/small");
        ObjectId object = java.util.Objects.requireNonNull(large.object());
        ObjectId noRow = java.util.Objects.requireNonNull(small.object());
        TestStore.in(directory).lose(object);
        sql("DELETE FROM object WHERE id = ?", noRow.value());
        sql("UPDATE object SET size_bytes = 3 WHERE id = ?", object.value());
        sql(
                "UPDATE node SET size_bytes = 17 WHERE id = ?",
                kit.entry(anna, "a/b").id().value());
        Map<String, List<String>> before = new FalseSizes(database).rows();

        for (boolean mend : new boolean[] {false, true}) {
            assertThat(recount(mend).rowsHold()).isFalse();
            assertThat(told.unknown())
                    .containsExactlyInAnyOrder("object " + object, node(large.id()), node(small.id()));
            assertThat(told.wrong()).containsExactly(node(kit.entry(anna, "a/b").id()) + " size_bytes");
        }
        assertThat(kit.entry(anna, "a/b/c/large").sizeBytes()).isEqualTo(180_000);
        assertThat(kit.entry(anna, "a/small").sizeBytes()).isEqualTo(5);
        assertThat(new FalseSizes(database).rows().get("object")).isEqualTo(before.get("object"));
        assertThat(recount(true).wrong()).isZero();
    }

    private static String node(FileId id) {
        return "node " + id.value();
    }

    @Test
    void moreRowsThanOnePageAreCounted() {
        DeadProperty property = new DeadProperty("urn:y", "colour", "blue");
        for (Entry file : kit.members(anna, "wide", 500)) {
            kit.files.patch(
                    anna,
                    path("wide/" + TreeKit.name(file)),
                    List.of(
                            new PropertyChange.SetDead(property),
                            new PropertyChange.SetDead(new DeadProperty("urn:y", "größe", "€"))),
                    Conditions.NONE);
        }
        Map<String, List<String>> before = new FalseSizes(database).rows();
        sql("UPDATE node SET size_bytes = 4711, property_bytes = 0");
        sql("UPDATE dead_property SET size_bytes = 0");
        assertThat(recount(true).wrong()).isGreaterThan(3L * WIDE);
        assertThat(new FalseSizes(database).rows()).isEqualTo(before);
    }
}
