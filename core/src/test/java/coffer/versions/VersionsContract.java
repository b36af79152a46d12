package coffer.versions;

import static coffer.files.TreeKit.path;
import static org.assertj.core.api.Assertions.assertThat;

import coffer.base.AccountId;
import coffer.base.FileId;
import coffer.base.ObjectId;
import coffer.db.Partition;
import coffer.db.StoreContract;
import coffer.files.Conditions;
import coffer.files.Entry;
import coffer.files.Files;
import coffer.files.ObjectPlaces;
import coffer.files.Refusal;
import coffer.files.Retention;
import coffer.files.Right;
import coffer.files.TreeInvariants;
import coffer.files.TreeKit;
import coffer.files.View;
import coffer.files.WriteGuard;
import coffer.files.WriteResult;
import coffer.testkit.TurnedClock;
import coffer.trash.Trash;
import coffer.trash.TrashKeeper;
import coffer.trash.TrashPolicy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

abstract class VersionsContract extends StoreContract {
    private static final Instant START = Instant.parse("2026-11-20T09:10:11Z");

    private TurnedClock clock;
    private TreeKit kit;
    private Files files;
    private Versions versions;
    private Trash trash;
    private View anna;

    @BeforeEach
    void makeTree() {
        clock = new TurnedClock(START);
        open(VersionPolicy.standard());
        anna = kit.home(1);
    }

    private void open(VersionPolicy policy) {
        VersionKeeper keeper = new VersionKeeper(policy, clock);
        TrashKeeper trashKeeper = new TrashKeeper(TrashPolicy.standard(), clock);
        kit = new TreeKit(database, directory, clock, WriteGuard.NONE, Retention.of(trashKeeper, keeper));
        files = kit.files;
        versions = new Versions(database, files, kit.events, keeper, clock);
        trash = new Trash(database, files, kit.events, TrashPolicy.standard(), clock);
    }

    @AfterEach
    void theTreeIsInOrder() {
        TreeInvariants.check(database);
    }

    /** Contents a minute apart. */
    private FileId written(String path, String... contents) {
        Entry last = kit.put(anna, path, contents[0]);
        for (int i = 1; i < contents.length; i++) {
            clock.turn(Duration.ofMinutes(1));
            last = kit.put(anna, path, contents[i]);
        }
        return last.id();
    }

    private List<FileVersion> of(FileId id) {
        return versions.of(anna, id).orElseThrow().versions();
    }

    private List<String> contents(FileId id) {
        return of(id).stream().map(version -> read(version.object())).toList();
    }

    private String read(ObjectId object) {
        try (var reader = kit.objects.open(object)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            reader.transfer(0, reader.sizeBytes(), out);
            return out.toString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void eachReplacedContentIsAVersion() {
        FileId id = written("file", "one", "second", "3");
        assertThat(contents(id)).containsExactly("3", "second", "one");
        List<FileVersion> all = of(id);
        assertThat(all).extracting(FileVersion::current).containsExactly(true, false, false);
        assertThat(all)
                .extracting(FileVersion::revision)
                .containsExactly(
                        START.plusSeconds(120).getEpochSecond(),
                        START.plusSeconds(60).getEpochSecond(),
                        START.getEpochSecond());
        assertThat(all).extracting(FileVersion::sizeBytes).containsExactly(1L, 6L, 3L);
        assertThat(all).extracting(FileVersion::author).containsOnly(new AccountId(1));
        assertThat(all.get(2).modified()).isEqualTo(START);
        assertThat(files.quota(anna).usedBytes()).as("versions do not count").isEqualTo(1);
    }

    @Test
    void aFormerContentIsSeenAtItsFile() {
        kit.mkdir(anna, "Documents");
        FileId id = written("Documents/plan", "one", "second", "third");
        ObjectId present = of(id).get(0).object();
        ObjectId first = of(id).get(2).object();

        assertThat(places(first)).containsExactly("1: /Documents/plan, the version of " + START);
        assertThat(places(present)).containsExactly("1: /Documents/plan, good of " + START.plusSeconds(60));

        assertThat(versions.restore(anna, id, START.getEpochSecond(), Set.of()))
                .containsInstanceOf(WriteResult.Replaced.class);
        assertThat(places(first))
                .as("content that a file has again")
                .containsExactly(
                        "1: /Documents/plan, good of " + START.plusSeconds(120),
                        "1: /Documents/plan, the version of " + START);
    }

    @Test
    void aVersionThatIsKnownToBeDamagedIsNotCalledGood() {
        FileId id = written("plan", "one", "second", "third");
        ObjectId present = of(id).get(0).object();
        damaged(of(id).get(1).object());
        assertThat(places(present)).containsExactly("1: /plan, good of " + START);
        damaged(of(id).get(2).object());
        assertThat(places(present)).containsExactly("1: /plan");
    }

    @Test
    void aFormerContentOfWhatIsInTheTrashBinIsSeenThere() {
        FileId id = written("plan", "one", "second");
        ObjectId former = of(id).get(1).object();
        files.remove(anna, path("plan"), Conditions.NONE);
        assertThat(places(former)).containsExactly("1: in the trash bin, the version of " + START);
    }

    private List<String> places(ObjectId object) {
        return new VersionPlaces(database, new ObjectPlaces(database))
                .places(object).stream()
                        .map(place -> place.owner().value() + ": " + place.where()
                                + place.lastGood()
                                        .map(good -> ", good of " + good)
                                        .orElse(""))
                        .toList();
    }

    private void damaged(ObjectId object) {
        database.write(
                Partition.GENERAL,
                tx -> tx.update(
                        "INSERT INTO object_damage (object_id, kind, detail, found_us, last_seen_us) VALUES (?, 'segment', '', 1, 1)",
                        object.value()));
    }

    @Test
    void contentsWithinOneSecondAreToldApart() {
        open(VersionPolicy.parse("ever/1s"));
        anna = kit.home(1);
        FileId id = kit.put(anna, "file", "0").id();
        for (int i = 1; i < 5; i++) {
            kit.put(anna, "file", Integer.toString(i));
        }
        assertThat(contents(id)).containsExactly("4", "3", "2", "1", "0");
        assertThat(of(id)).extracting(FileVersion::revision).doesNotHaveDuplicates();
    }

    @Test
    void emptyContentIsNoVersion() {
        FileId id = written("file", "", "1", "", "2");
        assertThat(contents(id)).containsExactly("2", "1");
    }

    @Test
    void aRestoredVersionIsANewWrite() {
        FileId id = written("file", "one", "second");
        Entry before = kit.entry(anna, "file");
        clock.turn(Duration.ofMinutes(1));
        FileVersion one = of(id).getLast();
        WriteResult result =
                versions.restore(anna, id, one.revision(), Set.of()).orElseThrow();
        assertThat(result).isInstanceOf(WriteResult.Replaced.class);
        Entry after = kit.entry(anna, "file");
        assertThat(after.id()).isEqualTo(id);
        assertThat(after.etag()).isNotEqualTo(before.etag());
        assertThat(after.modified()).isEqualTo(one.modified());
        assertThat(kit.read(anna, "file")).isEqualTo("one");
        assertThat(contents(id)).containsExactly("one", "second", "one");
        assertThat(files.quota(anna).usedBytes()).isEqualTo(3);
        assertThat(kit.eventWords()).contains("version.restored ok");
    }

    @Test
    void aRestoredVersionMustFit() {
        FileId id = written("file", "0123456789", "1");
        kit.quotas.put(new AccountId(1), 9L);
        long revision = of(id).getLast().revision();
        assertThat(versions.restore(anna, id, revision, Set.of())).contains(new Refusal.QuotaExceeded(9, 8));
        assertThat(kit.read(anna, "file")).isEqualTo("1");
        kit.quotas.put(new AccountId(1), 10L);
        assertThat(versions.restore(anna, id, revision, Set.of()).orElseThrow())
                .isInstanceOf(WriteResult.Replaced.class);
    }

    @Test
    void whatIsNotThereIsNotRestored() {
        FileId id = written("file", "one", "second");
        assertThat(versions.restore(anna, id, 1, Set.of())).isEmpty();
        assertThat(versions.restore(anna, new FileId(999), 1, Set.of())).isEmpty();
        assertThat(versions.of(anna, kit.mkdir(anna, "a").id())).isEmpty();
        View ben = kit.home(2);
        assertThat(versions.of(ben, id)).isEmpty();
        assertThat(versions.restore(ben, id, of(id).getLast().revision(), Set.of()))
                .isEmpty();
        assertThat(versions.delete(ben, id, of(id).getLast().revision())).isEqualTo(new VersionResult.NotFound());
    }

    @Test
    void whoMayOnlyReadChangesNothing() {
        FileId id = written("file", "one", "second");
        View reading = TreeKit.with(anna, Set.of(Right.READ));
        long revision = of(id).getLast().revision();
        VersionResult notAllowed = new VersionResult.Refused(new Refusal.NotAllowed());
        assertThat(versions.of(reading, id)).isPresent();
        assertThat(versions.delete(reading, id, revision)).isEqualTo(notAllowed);
        assertThat(versions.label(reading, id, revision, "x")).isEqualTo(notAllowed);
        assertThat(versions.restore(reading, id, revision, Set.of())).contains(new Refusal.NotAllowed());
        assertThat(contents(id)).containsExactly("second", "one");
        assertThat(kit.eventWords()).contains("version.deleted denied", "version.labelled denied");
    }

    @Test
    void aVersionCanBeDeletedButNotThePresentContent() {
        FileId id = written("file", "one", "second", "3");
        List<FileVersion> all = of(id);
        assertThat(versions.delete(anna, id, all.get(0).revision())).isEqualTo(new VersionResult.IsCurrent());
        assertThat(versions.delete(anna, id, all.get(1).revision())).isEqualTo(new VersionResult.Done());
        assertThat(versions.delete(anna, id, all.get(1).revision())).isEqualTo(new VersionResult.NotFound());
        assertThat(contents(id)).containsExactly("3", "one");
        assertThat(kit.eventWords()).contains("version.deleted ok");
    }

    @Test
    void aNamedVersionStays() {
        FileId id = written("file", "one", "second", "3");
        List<FileVersion> all = of(id);
        assertThat(versions.label(anna, id, all.get(1).revision(), "draft")).isEqualTo(new VersionResult.Done());
        assertThat(versions.label(anna, id, 7, "none")).isEqualTo(new VersionResult.NotFound());
        clock.turn(Duration.ofDays(400));
        versions.expire();
        assertThat(contents(id))
                .as("of the first two one would stay for a week")
                .contains("second");
        assertThat(of(id)).extracting(FileVersion::label).contains("draft");
        assertThat(versions.label(anna, id, all.get(1).revision(), "")).isEqualTo(new VersionResult.Done());
        assertThat(of(id)).extracting(FileVersion::label).containsOnly("");
    }

    @Test
    void thePresentContentCanBeNamedAndKeepsItsName() {
        FileId id = written("file", "one");
        long revision = of(id).getFirst().revision();
        assertThat(versions.label(anna, id, revision, "final")).isEqualTo(new VersionResult.Done());
        assertThat(of(id)).extracting(FileVersion::label).containsExactly("final");
        assertThat(versions.label(anna, id, revision, "")).isEqualTo(new VersionResult.Done());
        assertThat(of(id)).extracting(FileVersion::label).containsExactly("");
        versions.label(anna, id, revision, "final");
        clock.turn(Duration.ofMinutes(1));
        kit.put(anna, "file", "second");
        assertThat(of(id)).extracting(FileVersion::label).containsExactly("", "final");
        assertThat(of(id)).extracting(FileVersion::current).containsExactly(true, false);
    }

    @Test
    void namedVersionsAreBounded() {
        open(VersionPolicy.parse("ever/1s"));
        anna = kit.home(1);
        FileId id = kit.put(anna, "file", "0").id();
        for (int i = 1; i <= Versions.LABELS_MAX; i++) {
            versions.label(anna, id, of(id).getFirst().revision(), "v" + i);
            kit.put(anna, "file", "x");
        }
        long current = of(id).getFirst().revision();
        assertThat(versions.label(anna, id, current, "one more"))
                .isEqualTo(new VersionResult.TooManyLabels(Versions.LABELS_MAX));
        long last = of(id).get(1).revision();
        assertThat(versions.label(anna, id, last, "another name")).isEqualTo(new VersionResult.Done());
        assertThat(versions.label(anna, id, last, "")).isEqualTo(new VersionResult.Done());
        assertThat(versions.label(anna, id, current, "one more")).isEqualTo(new VersionResult.Done());
    }

    @Test
    void versionsAreThinnedOutWithAge() {
        FileId id = kit.put(anna, "file", "0").id();
        for (int i = 1; i <= 600; i++) {
            clock.turn(Duration.ofSeconds(1));
            kit.put(anna, "file", "content " + i);
        }
        int rapid = of(id).size();
        assertThat(rapid)
                .as("5 to 10 for ten seconds, 5 to 12 for the minute, 8 for the rest")
                .isBetween(18, 32);
        clock.turn(Duration.ofDays(2));
        versions.expire();
        assertThat(of(id)).as("one day, at midnight perhaps two").hasSizeBetween(2, 3);
        assertThat(contents(id).getFirst()).isEqualTo("content 600");
    }

    @Test
    void theOldestMakeRoom() {
        kit.quotas.put(new AccountId(1), 60L);
        FileId id = written("file", "0".repeat(10), "1".repeat(10), "2".repeat(10), "3".repeat(10));
        versions.expire();
        assertThat(contents(id))
                .as("25 of the 50 bytes that are free")
                .hasSize(3)
                .doesNotContain("0".repeat(10));
        kit.put(anna, "big", "x".repeat(45));
        versions.label(anna, id, of(id).getLast().revision(), "important");
        versions.expire();
        assertThat(contents(id)).containsExactly("3".repeat(10), "1".repeat(10));
    }

    @Test
    void versionsGoWithTheirFileAndComeBackWithIt() {
        FileId id = written("file", "one", "second");
        files.remove(anna, path("file"), Conditions.NONE);
        assertThat(versions.of(anna, id))
                .as("a file in the trash has none to show")
                .isEmpty();
        var item = trash.list(anna, null, 1).getFirst();
        trash.restore(anna, item, coffer.base.FilePath.ROOT);
        assertThat(contents(id)).containsExactly("second", "one");
        files.move(anna, path("file"), path("moved"), false, Conditions.NONE);
        assertThat(contents(id)).containsExactly("second", "one");
        files.remove(anna, path("moved"), Conditions.NONE);
        trash.delete(anna, trash.list(anna, null, 1).getFirst());
        kit.sweepAll();
        assertThat(rows()).isZero();
    }

    @Test
    void versionsBelowACollectionGoWithIt() {
        kit.mkdir(anna, "a");
        kit.mkdir(anna, "a/b");
        written("a/b/file", "one", "second");
        assertThat(rows()).isEqualTo(1);
        files.remove(anna, path("a"), Conditions.NONE);
        trash.empty(anna);
        kit.sweepAll();
        assertThat(rows()).isZero();
    }

    private long rows() {
        return database.read(session -> session.one("SELECT COUNT(*) FROM version", row -> row.getLong(1))
                .orElseThrow());
    }

    @Test
    void aCopyHasNoVersions() {
        written("file", "one", "second");
        files.copy(anna, path("file"), path("copy"), false, true, Conditions.NONE);
        assertThat(contents(kit.entry(anna, "copy").id())).containsExactly("second");
    }

    @Test
    void whereNoneShallStayNoneDoes() {
        open(VersionPolicy.none());
        anna = kit.home(1);
        FileId id = written("file", "one", "second");
        assertThat(contents(id)).containsExactly("second");
    }

    @Test
    void whatVersionsNameIsNotSwept() {
        FileId id = written("file", "one", "second");
        ObjectId old = of(id).getLast().object();
        assertThat(named(old)).containsExactly(old);
        versions.delete(anna, id, of(id).getLast().revision());
        assertThat(named(old)).isEmpty();
    }

    private Set<ObjectId> named(ObjectId object) {
        return database.read(session -> Versions.references().named(session, List.of(object)));
    }
}
