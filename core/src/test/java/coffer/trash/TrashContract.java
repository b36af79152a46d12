package coffer.trash;

import static coffer.files.TreeKit.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import coffer.base.AccountId;
import coffer.base.ETag;
import coffer.base.FileId;
import coffer.base.FileName;
import coffer.base.FilePath;
import coffer.db.StoreContract;
import coffer.files.Conditions;
import coffer.files.DeadProperty;
import coffer.files.Entry;
import coffer.files.Files;
import coffer.files.PropertyChange;
import coffer.files.Refusal;
import coffer.files.RemoveResult;
import coffer.files.RestoreResult;
import coffer.files.Right;
import coffer.files.TreeInvariants;
import coffer.files.TreeKit;
import coffer.files.View;
import coffer.files.WriteGuard;
import coffer.testkit.TurnedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

abstract class TrashContract extends StoreContract {
    private static final Instant START = Instant.parse("2026-11-20T09:10:11Z");

    private TurnedClock clock;
    private TreeKit kit;
    private Files files;
    private Trash trash;
    private View anna;

    @BeforeEach
    void makeTree() {
        clock = new TurnedClock(START);
        open(TrashPolicy.standard());
        anna = kit.home(1);
    }

    private void open(TrashPolicy policy) {
        kit = new TreeKit(database, directory, clock, WriteGuard.NONE, new TrashKeeper(policy, clock));
        files = kit.files;
        trash = new Trash(database, files, kit.events, policy, clock);
    }

    @AfterEach
    void theTreeIsInOrder() {
        TreeInvariants.check(database);
        kit.sweepAll();
        TreeInvariants.checkSwept(database);
    }

    private TrashItem remove(String path) {
        FileId id = kit.entry(anna, path).id();
        assertThat(files.remove(anna, path(path), Conditions.NONE)).isInstanceOf(RemoveResult.Removed.class);
        return items().stream().filter(item -> item.id().equals(id)).findFirst().orElseThrow();
    }

    private List<TrashItem> items() {
        return trash.list(anna, null, Trash.PAGE_MAX);
    }

    private List<String> keys() {
        return items().stream().map(item -> item.key().toString()).toList();
    }

    private String restore(TrashItem item) {
        return restore(item, FilePath.ROOT);
    }

    private String restore(TrashItem item, FilePath below) {
        RestoreResult result = trash.restore(anna, item, below);
        assertThat(result).isInstanceOf(RestoreResult.Restored.class);
        return ((RestoreResult.Restored) result).path().toString();
    }

    @Test
    void whatIsRemovedIsInTheTrashWithItsNameAndPlace() {
        kit.mkdir(anna, "a");
        kit.put(anna, "a/file.txt", "12345");
        clock.turn(Duration.ofSeconds(7));
        TrashItem item = remove("a/file.txt");
        assertThat(item.key().toString())
                .isEqualTo("file.txt.d" + START.plusSeconds(7).getEpochSecond());
        assertThat(item.location()).isEqualTo(path("a/file.txt"));
        assertThat(item.sizeBytes()).isEqualTo(5);
        assertThat(item.removed()).isEqualTo(START.plusSeconds(7));
        assertThat(item.removerUid()).isEqualTo("user1");
        assertThat(item.remover()).isEqualTo(new AccountId(1));
        assertThat(trash.find(anna, item.key())).contains(item);
        assertThat(kit.exists(anna, "a/file.txt")).isFalse();
        assertThat(kit.entry(anna, "").sizeBytes()).isZero();
        assertThat(files.quota(anna).usedBytes()).isZero();
        assertThat(trash.bytes(anna)).isEqualTo(5);
    }

    @Test
    void itComesBackAsItWas() {
        kit.mkdir(anna, "a");
        kit.put(anna, "a/file", "12345");
        files.patch(
                anna,
                path("a/file"),
                List.of(new PropertyChange.SetDead(new DeadProperty("n", "p", "v"))),
                Conditions.NONE);
        Entry before = kit.entry(anna, "a/file");
        ETag rootBefore = kit.entry(anna, "").etag();
        TrashItem item = remove("a/file");
        clock.turn(Duration.ofDays(3));
        assertThat(restore(item)).isEqualTo("/a/file");
        assertThat(kit.entry(anna, "a/file")).isEqualTo(before);
        assertThat(files.deadProperties(anna, List.of(before.id())))
                .isEqualTo(Map.of(before.id(), List.of(new DeadProperty("n", "p", "v"))));
        assertThat(kit.read(anna, "a/file")).isEqualTo("12345");
        assertThat(kit.entry(anna, "").etag()).isNotEqualTo(rootBefore);
        assertThat(kit.entry(anna, "").sizeBytes()).isEqualTo(5);
        assertThat(files.quota(anna).usedBytes()).isEqualTo(5);
        assertThat(items()).isEmpty();
        assertThat(trash.restore(anna, item, FilePath.ROOT)).isEqualTo(new Refusal.NotFound());
        assertThat(kit.eventWords()).contains("file.deleted ok", "file.restored ok");
    }

    @Test
    void aCollectionComesBackWithAllBelowIt() {
        kit.mkdir(anna, "a");
        kit.mkdir(anna, "a/b");
        kit.put(anna, "a/b/1", "1");
        kit.put(anna, "a/2", "22");
        Entry deep = kit.entry(anna, "a/b/1");
        TrashItem item = remove("a");
        assertThat(item.sizeBytes()).isEqualTo(3);
        restore(item);
        assertThat(kit.entry(anna, "a/b/1")).isEqualTo(deep);
        assertThat(kit.entry(anna, "a").sizeBytes()).isEqualTo(3);
        assertThat(kit.read(anna, "a/2")).isEqualTo("22");
    }

    @Test
    void whatIsInACollectionCanBeSeenAndReadButNotWritten() {
        kit.mkdir(anna, "a");
        kit.put(anna, "a/file", "12345");
        TrashItem item = remove("a");
        View inside = Trash.inside(anna, item);
        assertThat(kit.names(inside, "")).containsExactly("file");
        assertThat(kit.read(inside, "file")).isEqualTo("12345");
        assertThat(kit.entry(inside, "file").rights()).containsExactlyInAnyOrder(Right.READ, Right.DELETE);
        assertThat(kit.write(inside, "file", "x")).isEqualTo(new Refusal.NotAllowed());
        assertThat(kit.write(inside, "new", "x")).isEqualTo(new Refusal.NotAllowed());
        assertThat(files.move(inside, path("file"), path("other"), false, Conditions.NONE))
                .isEqualTo(new Refusal.NotAllowed());
        // The same rows through the eyes of the tree, as somebody would who once could see the folder.
        View old = new View(anna.actor(), anna.space(), item.id(), anna.owner(), anna.ownerUid(), anna.rights());
        assertThat(kit.exists(old, "")).isFalse();
        assertThat(kit.exists(old, "file")).isFalse();
        assertThat(files.find(old, item.id())).isEmpty();
        assertThat(files.find(anna, item.id())).isEmpty();
    }

    @Test
    void aPartOfACollectionComesBackToThePlaceItHad() {
        kit.mkdir(anna, "a");
        kit.mkdir(anna, "a/b");
        kit.put(anna, "a/b/1", "1");
        kit.put(anna, "a/b/2", "22");
        TrashItem item = remove("a");
        assertThat(restore(item, path("b/1"))).isEqualTo("/a/b/1");
        assertThat(kit.read(anna, "a/b/1")).isEqualTo("1");
        assertThat(kit.names(anna, "a/b")).containsExactly("1");
        assertThat(kit.names(Trash.inside(anna, item), "b")).containsExactly("2");
        assertThat(trash.find(anna, item.key()).orElseThrow().sizeBytes()).isEqualTo(2);
        // The rest follows, beside what was made for its part.
        assertThat(restore(item)).isEqualTo("/a (restored)");
        assertThat(kit.read(anna, "a (restored)/b/2")).isEqualTo("22");
    }

    @Test
    void aPartOfACollectionCanBeDeletedForGood() {
        kit.mkdir(anna, "a");
        kit.put(anna, "a/1", "1");
        kit.put(anna, "a/2", "22");
        TrashItem item = remove("a");
        assertThat(files.remove(Trash.inside(anna, item), path("2"), Conditions.NONE))
                .isInstanceOf(RemoveResult.Removed.class);
        assertThat(files.remove(Trash.inside(anna, item), FilePath.ROOT, Conditions.NONE))
                .isEqualTo(new Refusal.NotAllowed());
        assertThat(trash.bytes(anna)).isEqualTo(1);
        assertThat(items()).hasSize(1);
        restore(item);
        assertThat(kit.names(anna, "a")).containsExactly("1");
        assertThat(kit.eventWords()).contains("trash.deleted ok");
    }

    @Test
    void itComesBackIntoItsCollectionWhereverThatIsNow() {
        kit.mkdir(anna, "a");
        kit.put(anna, "a/file", "1");
        TrashItem item = remove("a/file");
        kit.mkdir(anna, "z");
        files.move(anna, path("a"), path("z/renamed"), false, Conditions.NONE);
        assertThat(restore(item)).isEqualTo("/z/renamed/file");
    }

    @Test
    void lostCollectionsAreMadeAnew() {
        kit.mkdir(anna, "a");
        kit.mkdir(anna, "a/b");
        kit.put(anna, "a/b/file", "1");
        TrashItem file = remove("a/b/file");
        TrashItem parent = remove("a");
        assertThat(restore(file)).isEqualTo("/a/b/file");
        assertThat(kit.read(anna, "a/b/file")).isEqualTo("1");
        assertThat(restore(parent)).isEqualTo("/a (restored)");
        assertThat(kit.names(anna, "a (restored)")).containsExactly("b");
    }

    @Test
    void whereAFileStandsInTheWayItComesBackToTheRoot() {
        kit.mkdir(anna, "a");
        kit.put(anna, "a/file", "1");
        TrashItem file = remove("a/file");
        trash.delete(anna, remove("a"));
        kit.put(anna, "a", "a file now");
        assertThat(restore(file)).isEqualTo("/file");
    }

    @Test
    void aNameThatIsTakenGetsAMark() {
        String[] names = {"a.tar.gz", "noext", ".hidden", "é".repeat(125) + ".txt"};
        String[] marked = {
            "a.tar (restored).gz", "noext (restored)", ".hidden (restored)", "é".repeat(120) + " (restored).txt"
        };
        for (int i = 0; i < names.length; i++) {
            kit.put(anna, names[i], "old");
            TrashItem item = remove(names[i]);
            kit.put(anna, names[i], "new");
            assertThat(restore(item)).isEqualTo("/" + marked[i]);
            assertThat(kit.read(anna, marked[i])).isEqualTo("old");
            assertThat(kit.read(anna, names[i])).isEqualTo("new");
            assertThat(FileName.of(marked[i])).isNotNull();
        }
        kit.put(anna, "twice", "1");
        TrashItem first = remove("twice");
        kit.put(anna, "twice", "2");
        TrashItem second = remove("twice");
        kit.put(anna, "twice", "3");
        assertThat(restore(second)).isEqualTo("/twice (restored)");
        assertThat(restore(first)).isEqualTo("/twice (restored 2)");
    }

    @Test
    void equalNamesRemovedWithinOneSecondAreToldApart() {
        for (int i = 0; i < 3; i++) {
            kit.put(anna, "file", Integer.toString(i));
            remove("file");
            clock.turn(Duration.ofMillis(10));
        }
        long second = START.getEpochSecond();
        assertThat(keys()).containsExactly("file.d" + (second + 2), "file.d" + (second + 1), "file.d" + second);
    }

    @Test
    void theNewestComeFirstPageByPage() {
        for (int i = 0; i < 7; i++) {
            kit.put(anna, "f" + i, "1");
            remove("f" + i);
            // Pairs within one moment.
            clock.turn(Duration.ofSeconds(i % 2));
        }
        List<TrashItem> all = items();
        assertThat(all).hasSize(7);
        assertThat(all).isSortedAccordingTo((a, b) -> b.removed().compareTo(a.removed()));
        List<TrashItem> first = trash.list(anna, null, 3);
        List<TrashItem> second = trash.list(anna, first.getLast(), 3);
        List<TrashItem> third = trash.list(anna, second.getLast(), 3);
        assertThat(List.of(first, second, third).stream().flatMap(List::stream).toList())
                .isEqualTo(all);
    }

    @Test
    void aPageHasItsBounds() {
        assertThat(trash.list(anna, null, Trash.PAGE_MAX)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> trash.list(anna, null, Trash.PAGE_MAX + 1));
        assertThatIllegalArgumentException().isThrownBy(() -> trash.list(anna, null, 0));
    }

    @Test
    void whatComesBackMustFit() {
        kit.put(anna, "file", "12345");
        TrashItem item = remove("file");
        kit.quotas.put(new AccountId(1), 8L);
        kit.put(anna, "other", "1234");
        assertThat(trash.restore(anna, item, FilePath.ROOT)).isEqualTo(new Refusal.QuotaExceeded(5, 4));
        assertThat(items()).hasSize(1);
        kit.put(anna, "other", "123");
        restore(item);
        assertThat(files.quota(anna).usedBytes()).isEqualTo(8);
    }

    @Test
    void whatIsDeletedForGoodIsGone() {
        kit.mkdir(anna, "a");
        kit.put(anna, "a/file", "1");
        TrashItem item = remove("a");
        assertThat(trash.delete(anna, item)).isTrue();
        assertThat(trash.delete(anna, item)).isFalse();
        assertThat(items()).isEmpty();
        assertThat(trash.restore(anna, item, FilePath.ROOT)).isEqualTo(new Refusal.NotFound());
        assertThat(kit.eventWords()).contains("trash.deleted ok");
        kit.sweepAll();
        assertThat(nodes()).isEqualTo(1);
    }

    private long nodes() {
        return database.read(session ->
                session.one("SELECT COUNT(*) FROM node", row -> row.getLong(1)).orElseThrow());
    }

    @Test
    void theTrashIsEmptiedInBatches() {
        for (int i = 0; i < Trash.BATCH_MAX + 3; i++) {
            kit.put(anna, "f" + i, "1");
            remove("f" + i);
        }
        View ben = kit.home(2);
        kit.put(ben, "file", "1");
        files.remove(ben, path("file"), Conditions.NONE);
        trash.empty(anna);
        assertThat(items()).isEmpty();
        assertThat(trash.list(ben, null, 10)).hasSize(1);
    }

    @Test
    void nobodySeesTheTrashOfAnother() {
        kit.put(anna, "file", "1");
        TrashItem item = remove("file");
        View ben = kit.home(2);
        assertThat(trash.find(ben, item.key())).isEmpty();
        assertThat(trash.list(ben, null, 10)).isEmpty();
        assertThat(trash.restore(ben, item, FilePath.ROOT)).isEqualTo(new Refusal.NotFound());
        assertThat(kit.exists(Trash.inside(ben, item), "")).isFalse();
    }

    @Test
    void whatIsTooOldGoes() {
        kit.put(anna, "old", "1");
        remove("old");
        clock.turn(Duration.ofDays(1));
        kit.put(anna, "young", "1");
        remove("young");
        clock.turn(TrashPolicy.KEEP_DEFAULT.minusDays(1).minusSeconds(1));
        trash.expire();
        assertThat(items()).hasSize(2);
        clock.turn(Duration.ofSeconds(1));
        trash.expire();
        assertThat(items()).extracting(item -> item.name().value()).containsExactly("young");
        assertThat(kit.eventWords()).contains("trash.expired ok");
    }

    @Test
    void theOldestMakeRoom() {
        kit.quotas.put(new AccountId(1), 100L);
        for (int i = 0; i < 4; i++) {
            kit.put(anna, "f" + i, "0123456789");
            remove("f" + i);
            clock.turn(Duration.ofSeconds(1));
        }
        trash.expire();
        assertThat(items())
                .as("40 bytes are not more than half of what is free")
                .hasSize(4);
        kit.put(anna, "big", "0123456789".repeat(3));
        trash.expire();
        assertThat(items())
                .as("35 of the 70 bytes that are free")
                .extracting(item -> item.name().value())
                .containsExactly("f3", "f2", "f1");
        kit.quotas.remove(new AccountId(1));
        trash.expire();
        assertThat(items()).hasSize(3);
    }

    @Test
    void whatIsReplacedByAMoveOrCopyIsInTheTrash() {
        kit.put(anna, "source", "new");
        kit.put(anna, "target", "old");
        files.copy(anna, path("source"), path("target"), true, true, Conditions.NONE);
        kit.put(anna, "target", "old again");
        files.move(anna, path("source"), path("target"), true, Conditions.NONE);
        assertThat(items()).extracting(item -> item.name().value()).containsExactly("target", "target");
        assertThat(kit.read(anna, "target")).isEqualTo("new");
    }

    @Test
    void whatShallNotBeKeptIsNotKept() {
        kit.put(anna, "file", "1");
        assertThat(files.removeForGood(anna, path("file"), Conditions.NONE)).isInstanceOf(RemoveResult.Removed.class);
        assertThat(items()).isEmpty();
        open(new TrashPolicy(Duration.ZERO));
        kit.put(anna, "file", "1");
        files.remove(anna, path("file"), Conditions.NONE);
        assertThat(items()).isEmpty();
        assertThat(files.quota(anna).usedBytes()).isZero();
    }

    @Test
    void nothingIsLeftOfAnAccountThatIsGone() {
        for (int i = 0; i < 3; i++) {
            kit.put(anna, "f" + i, "1");
            remove("f" + i);
        }
        kit.put(anna, "stays", "1");
        while (!trash.remove(new AccountId(1))) {
            // A bounded piece each time.
        }
        files.spaces().remove(new AccountId(1));
        kit.sweepAll();
        assertThat(nodes()).isZero();
        assertThat(trash.remove(new AccountId(1))).isTrue();
    }

    @Test
    void somebodyWhoMayNotAddHereCannotBringBack() {
        kit.put(anna, "file", "1");
        TrashItem item = remove("file");
        View reading = TreeKit.with(anna, Set.of(Right.READ));
        assertThat(trash.restore(reading, item, FilePath.ROOT)).isEqualTo(new Refusal.NotAllowed());
        assertThat(kit.eventWords()).contains("file.restored denied");
    }
}
