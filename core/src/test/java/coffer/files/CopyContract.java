package coffer.files;

import static coffer.files.TreeKit.path;
import static coffer.files.TreeKit.with;
import static org.assertj.core.api.Assertions.assertThat;

import coffer.base.AccountId;
import coffer.base.Checksum;
import coffer.base.ETag;
import coffer.base.FileId;
import coffer.base.ObjectId;
import coffer.db.Partition;
import coffer.files.Refusal.InvalidTarget;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Copies: the same content by reference, everything else their own. */
abstract class CopyContract extends TreeContract {
    @Test
    void aCopiedFileSharesItsContentAndHasIdAndTagOfItsOwn() {
        Entry file = kit.put(anna, "a", "12345");
        clock.turn(Duration.ofMinutes(1));
        CopyResult result = copy("a", "b", true);
        Entry copy = kit.entry(anna, "b");
        assertThat(result).isEqualTo(new CopyResult.Copied(copy, false));
        assertThat(copy.object()).isEqualTo(file.object());
        assertThat(copy.id()).isNotEqualTo(file.id());
        assertThat(copy.etag()).isNotEqualTo(file.etag());
        assertThat(copy.modified()).isEqualTo(file.modified());
        assertThat(copy.uploaded()).isEqualTo(clock.instant());
        assertThat(files.quota(anna).usedBytes()).isEqualTo(10);
        kit.put(anna, "a", "changed");
        assertThat(kit.read(anna, "b")).isEqualTo("12345");
        assertThat(kit.eventWords()).contains("file.copied ok");
    }

    @Test
    void checksumsAndDeadPropertiesAreCopied() throws IOException {
        Checksum md5 = Checksum.parse("MD5:5d41402abc4b2a76b9719d911017c592").orElseThrow();
        files.write(anna, path("a"), TreeKit.announcing("hello", md5, Set.of()), Conditions.NONE);
        kit.mkdir(anna, "folder");
        DeadProperty color = new DeadProperty("urn:x", "color", "<b>blue</b>");
        for (String target : List.of("a", "folder")) {
            files.patch(anna, path(target), List.of(new PropertyChange.SetDead(color)), Conditions.NONE);
        }
        copy("a", "folder/b", true);
        copy("folder", "all", true);
        assertThat(kit.entry(anna, "all/b").checksums()).containsExactly(md5);
        Entry all = kit.entry(anna, "all");
        Entry copied = kit.entry(anna, "all/b");
        assertThat(files.deadProperties(anna, List.of(all.id(), copied.id())))
                .isEqualTo(Map.of(all.id(), List.of(color), copied.id(), List.of(color)));
    }

    @Test
    void aTreeOfSeveralBatchesIsCopiedWhole() {
        kit.mkdir(anna, "a");
        kit.mkdir(anna, "a/empty");
        String directory = "a";
        int copied = 1;
        for (int level = 0; level < 3; level++) {
            directory = directory + "/d" + level;
            kit.mkdir(anna, directory);
            for (int i = 0; i < 12; i++) {
                kit.put(anna, directory + "/f" + i, "content " + level + " " + i);
            }
        }
        // Copies of copies reach several batches quickly.
        for (; copied < 32; copied *= 2) {
            for (int i = 0; i < copied; i++) {
                copy(i == 0 ? "a" : "a" + i, "a" + (copied + i), true);
            }
        }
        kit.mkdir(anna, "all");
        for (int i = 1; i < copied; i++) {
            files.move(anna, path("a" + i), path("all/a" + i), false, Conditions.NONE);
        }
        copy("all", "second", true);
        assertThat(shape("second")).isEqualTo(shape("all"));
        assertThat(kit.entry(anna, "second").sizeBytes())
                .isEqualTo(kit.entry(anna, "all").sizeBytes());
        assertThat(kit.read(anna, "second/a17/d0/d1/f11")).isEqualTo("content 1 11");
        kit.sweepAll();
        TreeInvariants.checkSwept(database);
    }

    @Test
    void withDepthZeroACollectionIsCopiedWithoutItsMembers() {
        kit.mkdir(anna, "a");
        kit.put(anna, "a/x", "1");
        assertThat(files.copy(anna, path("a"), path("b"), true, false, Conditions.NONE))
                .isInstanceOf(CopyResult.Copied.class);
        assertThat(kit.names(anna, "b")).isEmpty();
        assertThat(kit.entry(anna, "b").sizeBytes()).isZero();
    }

    @Test
    void overwritingReplacesTheWholeTargetInOneStep() {
        kit.mkdir(anna, "a");
        kit.put(anna, "a/x", "123");
        kit.mkdir(anna, "b");
        kit.put(anna, "b/old", "12345");
        assertThat(copy("a", "b", false)).isEqualTo(new Refusal.TargetExists());
        assertThat(((CopyResult.Copied) copy("a", "b", true)).replaced()).isTrue();
        assertThat(kit.names(anna, "b")).containsExactly("x");
        assertThat(((CopyResult.Copied) copy("b/x", "a", true)).replaced()).isTrue();
        assertThat(kit.read(anna, "a")).isEqualTo("123");
        assertThat(files.quota(anna).usedBytes()).isEqualTo(6);
        kit.sweepAll();
        TreeInvariants.checkSwept(database);
    }

    @Test
    void impossibleTargetsAreRefusedAndNothingIsLeftBehind() {
        kit.mkdir(anna, "a");
        kit.mkdir(anna, "a/b");
        kit.put(anna, "a/x", "1");
        assertThat(copy("a", "a", true)).isEqualTo(new InvalidTarget(InvalidTarget.Reason.ITSELF));
        assertThat(copy("a", "a/b/c", true)).isEqualTo(new InvalidTarget(InvalidTarget.Reason.BELOW_SOURCE));
        assertThat(copy("a/b", "a", true)).isEqualTo(new InvalidTarget(InvalidTarget.Reason.ABOVE_SOURCE));
        assertThat(copy("", "c", true)).isEqualTo(new InvalidTarget(InvalidTarget.Reason.ROOT));
        assertThat(copy("a", "no/c", true)).isEqualTo(new Refusal.NoParent());
        assertThat(copy("none", "c", true)).isEqualTo(new Refusal.NotFound());
        TreeInvariants.checkSwept(database);
    }

    @Test
    void aCopyNeedsReadingHereAndMakingThere() {
        kit.put(anna, "a", "1");
        kit.put(anna, "b", "2");
        View reader = with(anna, EnumSet.of(Right.READ));
        assertThat(files.copy(reader, path("a"), path("c"), true, true, Conditions.NONE))
                .isEqualTo(new Refusal.NotAllowed());
        View maker = with(anna, EnumSet.of(Right.READ, Right.CREATE));
        assertThat(files.copy(maker, path("a"), path("c"), true, true, Conditions.NONE))
                .isInstanceOf(CopyResult.Copied.class);
        assertThat(files.copy(maker, path("a"), path("b"), true, true, Conditions.NONE))
                .isEqualTo(new Refusal.NotAllowed());
        assertThat(kit.eventWords()).endsWith("file.copied denied");
    }

    @Test
    void copiesCountToTheQuotaToTheLastByte() {
        kit.mkdir(anna, "a");
        kit.put(anna, "a/x", "12345");
        kit.quotas.put(new AccountId(1), 10L);
        assertThat(copy("a", "b", true)).isInstanceOf(CopyResult.Copied.class);
        assertThat(copy("a", "c", true)).isEqualTo(new Refusal.QuotaExceeded(5, 0));
        assertThat(copy("a/x", "c", true)).isEqualTo(new Refusal.QuotaExceeded(5, 0));
        assertThat(copy("a", "b", true)).isInstanceOf(CopyResult.Copied.class);
        assertThat(kit.names(anna, "")).containsExactly("a", "b");
        kit.sweepAll();
        TreeInvariants.checkSwept(database);
    }

    @Test
    void parallelCopiesNeverExceedTheQuota() throws Exception {
        kit.mkdir(anna, "a");
        kit.put(anna, "a/x", "1234567890");
        kit.quotas.put(new AccountId(1), 45L);
        int copied = 0;
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<CopyResult>> copies = IntStream.range(0, 8)
                    .mapToObj(i -> executor.submit(() -> copy("a", "b" + i, true)))
                    .toList();
            for (Future<CopyResult> copy : copies) {
                copied += copy.get() instanceof CopyResult.Copied ? 1 : 0;
            }
        }
        assertThat(copied).isEqualTo(3);
        kit.sweepAll();
        TreeInvariants.checkSwept(database);
    }

    /** Somebody writes, removes and moves in the source all the time; what comes out is always a tree in order. */
    @Test
    void aSourceThatChangesMeanwhileGivesACopyThatIsInOrder() throws Exception {
        kit.mkdir(anna, "a");
        for (int i = 0; i < 10; i++) {
            kit.mkdir(anna, "a/d" + i);
            kit.put(anna, "a/d" + i + "/x", "12345");
        }
        AtomicBoolean stop = new AtomicBoolean();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> changing = executor.submit(() -> {
                int round = 0;
                while (!stop.get()) {
                    String directory = "a/d" + round % 10;
                    kit.write(anna, directory + "/y", "1".repeat(1 + round % 7));
                    files.move(anna, path(directory), path("a/m" + round % 10), true, Conditions.NONE);
                    files.move(anna, path("a/m" + round % 10), path(directory), true, Conditions.NONE);
                    files.remove(anna, path(directory + "/y"), Conditions.NONE);
                    round++;
                }
                return round;
            });
            for (int i = 0; i < 10; i++) {
                assertThat(copy("a", "copy" + i, true)).isInstanceOf(CopyResult.Copied.class);
            }
            stop.set(true);
            assertThat(changing.get()).isPositive();
        }
        TreeInvariants.check(database);
    }

    @Test
    void aCopyThatNobodyFinishesIsSweptByItsAge() {
        kit.mkdir(anna, "a");
        kit.put(anna, "a/x", "12345");
        FileId unfinished = new FileId(1_000_000);
        long nowUs = FileTimes.micros(clock.instant());
        database.write(Partition.of(anna.space()), tx -> {
            Nodes.insert(
                    tx,
                    new Node(
                            unfinished,
                            Node.MAKING,
                            Node.nameOf(unfinished),
                            anna.space(),
                            true,
                            new ETag(1),
                            0,
                            nowUs,
                            nowUs,
                            nowUs,
                            null,
                            "",
                            0,
                            null));
            return true;
        });
        kit.sweepAll();
        assertThat(making()).isEqualTo(1);
        clock.turn(TreeSweeper.COPY_TIME_MAX.plusSeconds(1));
        kit.sweepAll();
        assertThat(making()).isZero();
        TreeInvariants.checkSwept(database);
    }

    @Test
    void theLargestCopyIsMadeAndOneMemberMoreIsRefusedAndLeavesNothing() {
        kit.mkdir(anna, "a");
        kit.put(anna, "a/x", "1");
        // The root of the copy counts too.
        fill("a", (int) TreeKit.COPY_MEMBERS_MAX - 2);
        assertThat(copy("a", "b", true)).isInstanceOf(CopyResult.Copied.class);
        kit.mkdir(anna, "a/more");
        assertThat(copy("a", "c", true)).isEqualTo(new Refusal.TooManyMembers(TreeKit.COPY_MEMBERS_MAX));
        assertThat(kit.names(anna, "")).containsExactly("a", "b");
        files.remove(anna, path("b"), Conditions.NONE);
        kit.sweepAll();
        TreeInvariants.checkSwept(database);
    }

    /** Empty collections, as if each had been made. */
    private void fill(String path, int count) {
        Entry parent = kit.entry(anna, path);
        long nowUs = FileTimes.micros(clock.instant());
        List<Node> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            FileId id = new FileId(1_000_000L + i);
            rows.add(new Node(
                    id,
                    parent.id().value(),
                    "d" + i,
                    anna.space(),
                    true,
                    new ETag(i),
                    0,
                    nowUs,
                    nowUs,
                    nowUs,
                    null,
                    "",
                    0,
                    null));
        }
        database.write(Partition.of(anna.space()), tx -> {
            Nodes.insert(tx, rows);
            return rows.size();
        });
    }

    @Test
    void contentIsNamedAsLongAsAnyCopyIsThere() {
        ObjectId content = Objects.requireNonNull(kit.put(anna, "a", "12345").object());
        ObjectId nobodys = new ObjectId(new UUID(1, 2));
        copy("a", "b", true);
        files.remove(anna, path("a"), Conditions.NONE);
        assertThat(named(content, nobodys)).containsExactly(content);
        kit.mkdir(anna, "folder");
        files.move(anna, path("b"), path("folder/b"), true, Conditions.NONE);
        files.remove(anna, path("folder"), Conditions.NONE);
        kit.sweepAll();
        assertThat(named(content, nobodys)).isEmpty();
    }

    private Set<ObjectId> named(ObjectId... candidates) {
        return database.read(session -> Files.references().named(session, List.of(candidates)));
    }

    private int making() {
        return database.read(session -> Nodes.members(session, Node.MAKING, "", 10))
                .size();
    }

    private CopyResult copy(String from, String to, boolean overwrite) {
        return files.copy(anna, path(from), path(to), overwrite, true, Conditions.NONE);
    }

    /** Paths and sizes of everything below. */
    private List<String> shape(String top) {
        List<String> lines = new ArrayList<>();
        collect(top, "", lines);
        return lines;
    }

    private void collect(String top, String below, List<String> lines) {
        for (Entry member : kit.members(anna, top + below, Files.PAGE_MAX)) {
            String path = below + "/" + TreeKit.name(member);
            lines.add(path + " " + member.sizeBytes() + " " + member.object());
            if (member.collection()) {
                collect(top, path, lines);
            }
        }
    }
}
