package coffer.locks;

import static coffer.files.TreeKit.path;
import static org.assertj.core.api.Assertions.assertThat;

import coffer.base.AccountId;
import coffer.base.Actor;
import coffer.base.ETag;
import coffer.base.FileId;
import coffer.base.Origin;
import coffer.db.Partition;
import coffer.files.Conditions;
import coffer.files.Entry;
import coffer.files.Refusal;
import coffer.files.Right;
import coffer.files.TreeKit;
import coffer.files.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Putting locks on files and taking them off, as the application {@code files_lock} has it. */
abstract class FileLocksContract extends FileLocksGround {
    @Test
    void lockingAndUnlockingRenewTheTagsUpToTheRootAndNothingElse() {
        clock.turn(Duration.ofMinutes(1));
        Entry file = kit.entry(anna, "a/file");
        List<Entry> before = List.of(kit.entry(anna, ""), kit.entry(anna, "a"), file);

        FileLockResult.Granted granted =
                granted(locks.lock(anna, path("a/file"), wish(FileLockType.USER), ifMatch(file)));

        List<Entry> locked = List.of(kit.entry(anna, ""), kit.entry(anna, "a"), kit.entry(anna, "a/file"));
        assertThat(granted.tag()).isEqualTo(locked.getLast().etag());
        allRenewed(before, locked);

        FileUnlockResult unlocked = unlock(anna, FileLockType.USER);

        List<Entry> after = List.of(kit.entry(anna, ""), kit.entry(anna, "a"), kit.entry(anna, "a/file"));
        assertThat(unlocked)
                .isEqualTo(new FileUnlockResult.Unlocked(after.getLast().etag()));
        allRenewed(locked, after);
        assertThat(kit.read(anna, "a/file")).isEqualTo("old");
        assertThat(locks.of(anna, after.getLast())).isEmpty();
    }

    @Test
    void whoHoldsItRefreshesItAndKeepsTheTag() {
        locks = locks(Duration.ofMinutes(10));
        FileLock first = lock(anna, FileLockType.USER);
        ETag tag = kit.entry(anna, "a/file").etag();
        clock.turn(Duration.ofMinutes(4));

        FileLockResult.Granted again = granted(lockAgain(anna, FileLockType.USER));

        assertThat(again.lock().token()).isEqualTo(first.token());
        assertThat(again.lock().created()).isEqualTo(first.created());
        assertThat(first.timeoutSeconds()).isEqualTo(600);
        assertThat(again.lock().timeoutSeconds()).isEqualTo(840);
        assertThat(again.tag())
                .isEqualTo(tag)
                .isEqualTo(kit.entry(anna, "a/file").etag());
        assertThat(kit.eventWords()).endsWith("file.lock.refreshed ok");
    }

    @Test
    void aFileHasOneLock() {
        FileLock lock = lock(anna, FileLockType.USER);
        ETag tag = kit.entry(anna, "a/file").etag();
        FileLockResult held = new FileLockResult.Held(lock, tag);

        assertThat(lockAgain(ben, FileLockType.USER)).isEqualTo(held);
        assertThat(lockAgain(anna, FileLockType.APP)).isEqualTo(held);
        assertThat(lockAgain(anna, FileLockType.TOKEN)).isEqualTo(held);

        assertThat(kit.entry(anna, "a/file").etag()).isEqualTo(tag);
        assertThat(rows()).isEqualTo(1);
        assertThat(kit.eventWords().stream().filter("file.locked denied"::equals))
                .hasSize(3);
    }

    @Test
    void theLockSaysWhoseItIsAndSinceWhen() {
        Origin desktop = new Origin("192.0.2.1", "Mozilla/5.0 mirall/3.16.7 (Nextcloud)", "", "LOCK", "/");
        View program = as(Actor.user(anna.owner(), anna.ownerUid(), null, desktop));

        FileLock lock = lock(program, FileLockType.TOKEN);

        assertThat(lock.holder()).isEqualTo(new LockHolder(anna.owner(), "user1", "Anna"));
        assertThat(lock.shownName()).isEqualTo("Anna (Desktop client)");
        assertThat(lock.created()).isEqualTo(clock.instant());
        assertThat(lock.expires()).isNull();
        assertThat(lock.timeoutSeconds()).isZero();
        assertThat(locks.of(ben, kit.members(ben, "a", 10))).containsExactly(Map.entry(lock.file(), lock));
        assertThat(locks.of(ben, kit.entry(ben, "a"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        // Whose lock, of which type, who asks to unlock which type, granted or not.
        "anna, USER, anna, USER, true",
        "anna, USER, anna, TOKEN, false",
        "anna, APP, anna, APP, true",
        "anna, TOKEN, anna, USER, true",
        "anna, USER, ben, USER, false",
        "anna, APP, ben, APP, false",
        "anna, TOKEN, ben, TOKEN, false",
        "ben, USER, ben, USER, true",
        "ben, APP, ben, USER, false",
        "ben, USER, anna, USER, true",
        "ben, APP, anna, USER, true",
        "ben, APP, anna, APP, false",
        "ben, TOKEN, anna, USER, false",
        "ben, TOKEN, ben, USER, true",
    })
    void theHolderUnlocksAndTheOwnerOfTheFileByHand(
            String holder, FileLockType type, String asking, FileLockType asked, boolean granted) {
        FileLock lock = lock(holder.equals("anna") ? anna : ben, type);
        ETag tag = kit.entry(anna, "a/file").etag();

        FileUnlockResult result = unlock(asking.equals("anna") ? anna : ben, asked);

        if (granted) {
            assertThat(result).isInstanceOf(FileUnlockResult.Unlocked.class);
            assertThat(rows()).isZero();
            assertThat(kit.eventWords()).endsWith(holder.equals(asking) ? "file.unlocked ok" : "file.lock.broken ok");
        } else {
            assertThat(result).isEqualTo(new FileUnlockResult.Held(lock, tag));
            assertThat(rows()).isEqualTo(1);
            assertThat(kit.eventWords()).endsWith("file.unlocked denied");
        }
    }

    @Test
    void whatIsNotLockedIsNotUnlocked() {
        ETag tag = kit.entry(anna, "a/file").etag();
        assertThat(unlock(anna, FileLockType.USER)).isEqualTo(new FileUnlockResult.NotLocked(tag));
        assertThat(kit.entry(anna, "a/file").etag()).isEqualTo(tag);
        assertThat(locks.unlock(anna, path("none"), FileLockType.USER, Conditions.NONE))
                .isEqualTo(new FileUnlockResult.Refused(new Refusal.NotFound()));
    }

    @Test
    void onlyFilesAreLockedAndOnlyByAccountsThatMayChangeThem() {
        FileLockRequest wish = wish(FileLockType.USER);
        View reader = TreeKit.with(ben, EnumSet.of(Right.READ));
        View guest = as(Actor.anonymous(Origin.local("test")));
        View blind = TreeKit.with(ben, EnumSet.noneOf(Right.class));
        FileLockResult notAllowed = new FileLockResult.Refused(new Refusal.NotAllowed());
        FileLockResult notFound = new FileLockResult.Refused(new Refusal.NotFound());

        assertThat(locks.lock(anna, path("a"), wish, Conditions.NONE)).isEqualTo(new FileLockResult.NotAFile());
        assertThat(locks.lock(anna, path(""), wish, Conditions.NONE)).isEqualTo(new FileLockResult.NotAFile());
        assertThat(locks.lock(anna, path("new"), wish, Conditions.NONE)).isEqualTo(notFound);
        assertThat(locks.lock(reader, path("a/file"), wish, Conditions.NONE)).isEqualTo(notAllowed);
        assertThat(locks.lock(guest, path("a/file"), wish, Conditions.NONE)).isEqualTo(notAllowed);
        assertThat(locks.lock(blind, path("a/file"), wish, Conditions.NONE)).isEqualTo(notFound);

        assertThat(kit.exists(anna, "new")).isFalse();
        assertThat(rows()).isZero();
    }

    @Test
    void conditionsAreHonoured() {
        Entry file = kit.entry(anna, "a/file");
        kit.put(anna, "a/file", "newer");
        assertThat(locks.lock(anna, path("a/file"), wish(FileLockType.USER), ifMatch(file)))
                .isInstanceOf(FileLockResult.Refused.class);
        assertThat(rows()).isZero();
    }

    @Test
    void aFileIsFoundByItsIdWhereverItLiesInTheView() {
        FileId file = kit.entry(anna, "a/file").id();
        files.move(anna, path("a"), path("b"), true, Conditions.NONE);
        View other = kit.home(2);

        assertThat(locks.lock(other, file, wish(FileLockType.USER)))
                .isEqualTo(new FileLockResult.Refused(new Refusal.NotFound()));
        granted(locks.lock(anna, file, wish(FileLockType.USER)));
        assertThat(locks.unlock(other, file, FileLockType.USER))
                .isEqualTo(new FileUnlockResult.Refused(new Refusal.NotFound()));
        assertThat(locks.unlock(anna, file, FileLockType.USER)).isInstanceOf(FileUnlockResult.Unlocked.class);
        assertThat(locks.lock(anna, new FileId(0), wish(FileLockType.USER)))
                .isEqualTo(new FileLockResult.Refused(new Refusal.NotFound()));
        files.remove(anna, path("b"), Conditions.NONE);
        assertThat(locks.lock(anna, file, wish(FileLockType.USER)))
                .isEqualTo(new FileLockResult.Refused(new Refusal.NotFound()));
    }

    @Test
    void aSpaceHoldsOnlySoManyLocks() {
        FileId other = kit.put(anna, "other", "x").id();
        database.write(Partition.of(anna.space()), tx -> {
            for (int i = 1; i < Locks.PER_SPACE_MAX; i++) {
                LockRows.insert(
                        tx,
                        new HeldLock(
                                "opaquelocktoken:" + i,
                                anna.space(),
                                other,
                                new LockHolder(anna.owner(), "user1", ""),
                                null,
                                LockScope.SHARED,
                                false,
                                "",
                                "",
                                0,
                                0,
                                HeldLock.NEVER_US));
            }
            return true;
        });
        kit.put(anna, "last", "x");
        lock(anna, FileLockType.USER);
        assertThat(locks.lock(anna, path("last"), wish(FileLockType.USER), Conditions.NONE))
                .isEqualTo(new FileLockResult.TooManyLocks(Locks.PER_SPACE_MAX));
        granted(lockAgain(anna, FileLockType.USER));
    }

    @Test
    void ofManyWhoLockAtOnceOneIsGranted() throws Exception {
        List<Future<FileLockResult>> attempts = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                View view = as(Actor.user(new AccountId(10 + i), "u" + i, null, Origin.local("test")));
                attempts.add(executor.submit(() -> lockAgain(view, FileLockType.USER)));
            }
        }
        int granted = 0;
        for (Future<FileLockResult> attempt : attempts) {
            granted += attempt.get() instanceof FileLockResult.Granted ? 1 : 0;
        }
        assertThat(granted).isEqualTo(1);
        assertThat(rows()).isEqualTo(1);
    }
}
