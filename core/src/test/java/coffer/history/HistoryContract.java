package coffer.history;

import static coffer.files.TreeKit.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import coffer.accounts.Account;
import coffer.base.Actor;
import coffer.base.FileId;
import coffer.db.Partition;
import coffer.events.BackgroundLoop.Next;
import coffer.events.Cursor;
import coffer.events.Event;
import coffer.events.EventType;
import coffer.events.Target;
import coffer.files.Conditions;
import coffer.files.DeadProperty;
import coffer.files.Entry;
import coffer.files.PropertyChange;
import coffer.files.Right;
import coffer.files.TreeKit;
import coffer.files.View;
import coffer.locks.LockRequest;
import coffer.locks.LockResult;
import coffer.locks.LockScope;
import coffer.locks.Locks;
import coffer.locks.UnlockResult;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The history of files on both databases: what stands in it, and who reads it. */
abstract class HistoryContract extends HistoryKit {
    @Test
    void eachActOnAFileStandsInItsListNewestFirst() {
        tree.mkdir(home, "folder");
        FileId file = tree.put(home, "a.txt", "one").id();
        clock.turn(Duration.ofSeconds(1));
        tree.put(home, "a.txt", "three");
        tree.files.move(home, path("a.txt"), path("folder/b.txt"), false, Conditions.NONE);
        tree.files.patch(
                home,
                path("folder/b.txt"),
                List.of(new PropertyChange.SetDead(new DeadProperty("urn:x", "colour", "red"))),
                Conditions.NONE);
        tree.files.copy(home, path("folder/b.txt"), path("c.txt"), false, true, Conditions.NONE);
        read();
        assertThat(acts(file))
                .containsExactly(
                        "copied-to /folder/b.txt>/c.txt >",
                        "properties-changed /folder/b.txt>/folder/b.txt >",
                        "moved /a.txt>/folder/b.txt >",
                        "changed /a.txt>/a.txt 3>5",
                        "created >/a.txt >3");
        assertThat(acts(tree.entry(home, "c.txt").id())).containsExactly("copied /folder/b.txt>/c.txt >5");
        HistoryEntry changed = page(file).entries().get(3);
        assertThat(changed.time()).isEqualTo(clock.instant());
        assertThat(changed.actor()).isEqualTo(Actor.Kind.USER);
        assertThat(changed.uid()).isEqualTo("anna");
    }

    @Test
    void locksAreActsHoweverTheyEnd() {
        Locks locks = new Locks(database, tree.files, tree.objects, events, new SecureRandom(), clock);
        FileId file = tree.put(home, "a.txt", "one").id();
        LockRequest request = new LockRequest(LockScope.EXCLUSIVE, false, "", Duration.ofMinutes(1));
        LockResult.Granted first = (LockResult.Granted) locks.lock(home, path("a.txt"), request, Conditions.NONE);
        assertThat(locks.unlock(home, path("a.txt"), first.lock().token())).isInstanceOf(UnlockResult.Unlocked.class);
        assertThat(locks.lock(home, path("a.txt"), request, Conditions.NONE)).isInstanceOf(LockResult.Granted.class);
        clock.turn(Duration.ofMinutes(2));
        locks.expire();
        read();
        assertThat(acts(file))
                .containsExactly(
                        "unlocked > >",
                        "locked /a.txt>/a.txt >",
                        "unlocked /a.txt>/a.txt >",
                        "locked /a.txt>/a.txt >",
                        "created >/a.txt >3");
        assertThat(page(file).entries().getFirst())
                .extracting(HistoryEntry::actor, HistoryEntry::uid, HistoryEntry::device)
                .containsExactly(Actor.Kind.SYSTEM, "lock expiry", Device.UNKNOWN);
    }

    @Test
    void aFolderHasItsOwnActsAndNotWhatHappensBelowIt() {
        FileId folder = tree.mkdir(home, "folder").id();
        FileId below = tree.put(home, "folder/a.txt", "one").id();
        tree.files.move(home, path("folder"), path("other"), false, Conditions.NONE);
        tree.files.copy(home, path("other"), path("copy"), false, true, Conditions.NONE);
        read();
        assertThat(acts(folder))
                .containsExactly("copied-to /other>/copy >", "moved /folder>/other >", "created >/folder >");
        assertThat(acts(below)).containsExactly("created >/folder/a.txt >3");
        assertThat(acts(tree.entry(home, "copy").id())).containsExactly("copied /other>/copy >3");
        assertThat(acts(tree.entry(home, "copy/a.txt").id())).isEmpty();
    }

    @Test
    void whatWasRefusedIsNoAct() {
        FileId file = tree.put(home, "a.txt", "one").id();
        View reader = TreeKit.with(home, Set.of(Right.READ));
        tree.write(reader, "a.txt", "other");
        tree.files.remove(reader, path("a.txt"), Conditions.NONE);
        read();
        assertThat(tree.eventWords()).contains("file.written denied", "file.deleted denied");
        assertThat(acts(file)).containsExactly("created >/a.txt >3");
    }

    @Test
    void eventsOfOtherThingsAndOddOnesArePassedOver() {
        Actor actor = home.actor();
        events.append(Event.ok(EventType.FILE_CREATED, actor, new Target("file", "", "/a", "anna")));
        events.append(
                Event.ok(EventType.FILE_CREATED, actor, new Target("file", "99999999999999999999", "/a", "anna")));
        events.append(Event.ok(EventType.FILE_CREATED, actor, new Target("upload", "7", "/a", "anna")));
        events.append(Event.ok(EventType.FILE_CHECKSUM_ADDED, actor, new Target("file", "7", "/a", "anna")));
        database.write(
                Partition.GENERAL,
                tx -> tx.update(
                        "INSERT INTO event (epoch, time_us, type, body) VALUES (1, 0, 'file.invented', '{\"v\":1}')"));
        read();
        assertThat(rows("file_act")).isZero();
        assertThat(rows("file_history")).isZero();
        assertThat(events.cursor(History.READER)).isEqualTo(events.newest());
    }

    @Test
    void anActOfANewerReleaseIsPassedOverButCountsForThePages() {
        FileId file = tree.put(home, "a.txt", "one").id();
        tree.put(home, "a.txt", "two");
        read();
        database.write(
                Partition.GENERAL, tx -> tx.update("UPDATE file_act SET act = 'invented' WHERE act = 'changed'"));
        assertThat(acts(file)).containsExactly("created >/a.txt >3");
        HistoryPage first = history.of(home, file, null, 1).orElseThrow();
        assertThat(first.entries()).isEmpty();
        assertThat(history.of(home, file, first.next(), 1).orElseThrow().entries())
                .hasSize(1);
    }

    @Test
    void aDeviceHasTheNameThatItHadThen() {
        long laptop = appPassword(anna, "laptop");
        View device = homeOf(anna, laptop, "mirall/3.16");
        FileId file = tree.put(device, "a.txt", "1").id();
        appPasswords.rename(OPERATOR, laptop, "old laptop");
        tree.put(device, "a.txt", "2");
        appPasswords.revoke(OPERATOR, laptop);
        read();
        long phone = appPassword(anna, "phone");
        tree.put(homeOf(anna, phone, ""), "a.txt", "3");
        accounts.deviceWipes().order(OPERATOR, phone);
        read();
        assertThat(page(file).entries())
                .extracting(HistoryEntry::device)
                .containsExactly(named("phone"), named("old laptop"), named("laptop"));
    }

    @Test
    void whoGetsAFileDoesNotLearnOfTheFormerOwnersDevicesAndFolders() {
        View device = homeOf(anna, appPassword(anna, "laptop"), "mirall/3.16");
        tree.mkdir(device, "Divorce");
        FileId file = tree.put(device, "Divorce/a.txt", "1").id();
        read();
        View bens = homeOf(account("ben"), null, "Firefox");
        tree.files.transfer(home, path("Divorce/a.txt"), bens, path(""));
        tree.put(bens, "a.txt", "22");
        read();
        assertThat(history.of(bens, file, null, 10).orElseThrow().entries())
                .extracting(HistoryKit::text, entry -> entry.device().name())
                .containsExactly(
                        tuple("changed /a.txt>/a.txt 1>2", "Firefox"),
                        tuple("moved >/a.txt >1", ""),
                        tuple("created > >1", ""));
    }

    @Test
    void whoSignedInOtherwiseIsNamedAsTheProgramCallsItself() {
        FileId file = tree.put(homeOf(anna, null, ""), "a.txt", "1").id();
        tree.put(homeOf(anna, null, "Fire\u001b[2J\u2028fox\n"), "a.txt", "2");
        tree.put(homeOf(anna, null, "x".repeat(Device.NAME_LENGTH_MAX)), "a.txt", "3");
        tree.put(homeOf(anna, null, "y".repeat(Device.NAME_LENGTH_MAX + 1)), "a.txt", "4");
        tree.put(homeOf(anna, 4711L, "an app password that nobody remembers"), "a.txt", "5");
        tree.put(tree.files.spaces().home(OPERATOR, anna), "a.txt", "6");
        read();
        assertThat(page(file).entries())
                .extracting(HistoryEntry::uid, entry -> entry.device().kind(), entry -> entry.device()
                        .name())
                .containsExactly(
                        tuple("operator", Device.Kind.UNKNOWN, ""),
                        tuple("anna", Device.Kind.PROGRAM, "an app password that nobody remembers"),
                        tuple("anna", Device.Kind.PROGRAM, "y".repeat(Device.NAME_LENGTH_MAX)),
                        tuple("anna", Device.Kind.PROGRAM, "x".repeat(Device.NAME_LENGTH_MAX)),
                        tuple("anna", Device.Kind.PROGRAM, "Fire [2J fox"),
                        tuple("anna", Device.Kind.UNKNOWN, ""));
    }

    @Test
    void pagesFollowEachOtherWithoutGapOrRepetition() {
        FileId file = tree.put(home, "a.txt", "0").id();
        for (int i = 1; i <= 4; i++) {
            tree.put(home, "a.txt", "x".repeat(i));
        }
        read();
        for (int max = 1; max <= 6; max++) {
            List<Long> sizes = new ArrayList<>();
            @Nullable Cursor next = null;
            int pages = 0;
            do {
                HistoryPage page = history.of(home, file, next, max).orElseThrow();
                page.entries().forEach(entry -> sizes.add(entry.sizeAfterBytes()));
                next = page.next();
                pages++;
            } while (next != null);
            assertThat(sizes).as("max %s", max).containsExactly(4L, 3L, 2L, 1L, 1L);
            assertThat(pages).as("max %s", max).isEqualTo((4 + max) / max);
        }
        assertThatThrownBy(() -> history.of(home, file, null, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> history.of(home, file, null, History.PAGE_MAX + 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(history.of(home, file, null, History.PAGE_MAX)).isPresent();
    }

    @Test
    void onlyWhoseViewShowsTheFileLearnsOfIt() {
        FileId file = tree.put(home, "a.txt", "one").id();
        Account ben = account("ben");
        View other = homeOf(ben, null, "");
        FileId outside = tree.put(home, "b.txt", "two").id();
        FileId folder = tree.mkdir(home, "folder").id();
        View part = new View(home.actor(), home.space(), folder, home.owner(), home.ownerUid(), home.rights());
        read();
        assertThat(history.of(home, file, null, 10)).isPresent();
        assertThat(history.of(other, file, null, 10)).isEmpty();
        assertThat(history.of(part, outside, null, 10)).isEmpty();
        assertThat(history.of(TreeKit.with(home, Set.of(Right.UPDATE)), file, null, 10))
                .isEmpty();
        assertThat(history.of(TreeKit.with(home, Set.of(Right.READ)), file, null, 10))
                .isPresent();
        assertThat(history.of(home, new FileId(999_999_999), null, 10)).isEmpty();
        tree.files.remove(home, path("a.txt"), Conditions.NONE);
        read();
        assertThat(history.of(home, file, null, 10)).isEmpty();
    }

    @Test
    void whoSeesAPartOfTheSpaceLearnsNeitherPathsNorDevices() {
        FileId folder = tree.mkdir(home, "secret plans").id();
        long laptop = appPassword(anna, "laptop");
        Entry file = tree.put(homeOf(anna, laptop, ""), "secret plans/a.txt", "one");
        read();
        View part = new View(home.actor(), home.space(), folder, home.owner(), home.ownerUid(), home.rights());
        assertThat(history.of(part, file.id(), null, 10).orElseThrow().entries())
                .singleElement()
                .satisfies(entry -> {
                    assertThat(text(entry)).isEqualTo("created > >3");
                    assertThat(entry.device()).isEqualTo(Device.UNKNOWN);
                    assertThat(entry.uid()).isEqualTo("anna");
                });
    }

    @Test
    void aHistoryOutlivesTheEvents() {
        FileId file = tree.put(home, "a.txt", "one").id();
        read();
        clock.turn(Duration.ofDays(30));
        assertThat(events.removeExpired(clock.instant())).isPositive();
        assertThat(events.after(Cursor.START, 10)).isEmpty();
        assertThat(acts(file)).containsExactly("created >/a.txt >3");
    }

    @Test
    void eventsStayUntilTheReaderHasPassedThem() {
        tree.put(home, "a.txt", "one");
        clock.turn(Duration.ofDays(30));
        assertThat(events.removeExpired(clock.instant())).isZero();
        read();
        assertThat(events.removeExpired(clock.instant())).isPositive();
    }

    @Test
    void aNewEpochComesAfterTheOldOne() {
        FileId file = tree.put(home, "a.txt", "1").id();
        read();
        events.raiseEpoch(1, "test");
        tree.put(home, "a.txt", "22");
        read();
        assertThat(acts(file)).containsExactly("changed /a.txt>/a.txt 1>2", "created >/a.txt >1");
        HistoryPage newest = history.of(home, file, null, 1).orElseThrow();
        assertThat(newest.entries().getFirst().at().epoch()).isEqualTo(2);
        assertThat(history.of(home, file, newest.next(), 1).orElseThrow().entries())
                .singleElement()
                .extracting(entry -> entry.at().epoch())
                .isEqualTo(1L);
    }

    @Test
    void twoProcessesStoreEachActOnce() {
        History second = new History(database, events, appPasswords);
        FileId file = tree.put(home, "a.txt", "1").id();
        read();
        tree.put(home, "a.txt", "22");
        awaitEvents();
        second.read();
        history.read();
        assertThat(acts(file)).hasSize(2);
        assertThat(rows("file_act")).isEqualTo(2);
    }

    @Test
    void aReaderThatMeetsEventsAgainChangesNothing() {
        FileId file = tree.put(home, "a.txt", "1").id();
        tree.put(home, "a.txt", "22");
        read();
        List<String> before = acts(file);
        forgetCursor();
        tree.put(home, "a.txt", "333");
        read();
        assertThat(acts(file).subList(1, 3)).isEqualTo(before);
        assertThat(acts(file)).hasSize(3);
        assertThat(numbers("SELECT acts FROM file_history")).containsExactly(3L);
    }

    @Test
    void oneRunIsBounded() {
        FileId file = tree.put(home, "a.txt", "").id();
        read();
        Event event =
                Event.ok(EventType.FILE_PROPERTIES_CHANGED, home.actor(), Target.file(file, path("a.txt"), "anna"));
        database.write(Partition.GENERAL, tx -> {
            for (int i = 0; i <= HistoryReader.EVENTS_MAX; i++) {
                events.append(tx, event);
            }
            return true;
        });
        awaitEvents();
        assertThat(history.read()).isEqualTo(Next.AGAIN);
        assertThat(rows("file_act")).isEqualTo(1 + HistoryReader.EVENTS_MAX);
        assertThat(history.read()).isEqualTo(Next.WAIT);
        assertThat(rows("file_act")).isEqualTo(2 + HistoryReader.EVENTS_MAX);
        assertThat(history.read()).isEqualTo(Next.WAIT);
    }

    private static Device named(String name) {
        return new Device(Device.Kind.APP_PASSWORD, name);
    }
}
