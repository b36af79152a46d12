package coffer.locks;

import static coffer.files.TreeKit.path;
import static org.assertj.core.api.Assertions.assertThat;

import coffer.base.FilePath;
import coffer.files.Conditions;
import coffer.files.MoveResult;
import coffer.files.PatchResult;
import coffer.files.Refusal;
import coffer.files.RemoveResult;
import coffer.files.View;
import coffer.files.WriteResult;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What locks on files keep out, and how they go together with what programs do. */
abstract class FileLocksGuardContract extends FileLocksGround {
    @ParameterizedTest
    @EnumSource(
            value = FileLockType.class,
            names = {"USER", "APP"})
    void onlyTheHolderChangesALockedFileAndNeedsNoToken(FileLockType type) {
        kit.put(anna, "other", "x");
        lock(anna, type);

        everyChangeIsRefusedTo(ben, Conditions.NONE);

        assertThat(kit.read(anna, "a/file")).isEqualTo("old");
        assertThat(kit.write(ben, "a/new", "x")).isInstanceOf(WriteResult.Created.class);
        assertThat(kit.write(anna, "a/file", "new")).isInstanceOf(WriteResult.Replaced.class);
        assertThat(files.patch(anna, path("a/file"), List.of(), Conditions.NONE))
                .isInstanceOf(PatchResult.Patched.class);
        assertThat(locks.of(anna, kit.entry(anna, "a/file"))).isPresent();
        assertThat(kit.eventWords())
                .contains("file.locked ok", "file.written denied", "file.moved denied", "file.deleted denied");
    }

    @Test
    void theLockOfAProgramIsOpenedByItsTokenAlone() {
        kit.put(anna, "other", "x");
        FileLock lock = lock(anna, FileLockType.TOKEN);
        assertThat(lock.token()).matches("files_lock/[0-9a-f-]{36}");

        everyChangeIsRefusedTo(anna, Conditions.NONE);
        everyChangeIsRefusedTo(ben, token(lock));

        assertThat(kit.write(anna, "a/file", "new", token(lock))).isInstanceOf(WriteResult.Replaced.class);
        assertThat(files.remove(anna, path("a/file"), token(lock))).isInstanceOf(RemoveResult.Removed.class);
    }

    /** What a person's own programs may do on what the person has locked by hand, and the other way round. */
    @ParameterizedTest
    @CsvSource({
        "USER, own, true",
        "USER, foreign, false",
        "APP, own, false",
        "APP, foreign, false",
        "TOKEN, own, false",
        "TOKEN, foreign, false"
    })
    void programsOfAPersonGoTogetherWithALockByHand(FileLockType type, String whose, boolean together) {
        View program = whose.equals("own") ? anna : ben;
        LockRequest write = new LockRequest(LockScope.EXCLUSIVE, false, "", null);
        LockRequest tree = new LockRequest(LockScope.SHARED, true, "", null);

        lock(anna, type);
        assertThat(programs.lock(program, path("a/file"), write, Conditions.NONE) instanceof LockResult.Granted)
                .isEqualTo(together);
        unlock(anna, type);
        endProgramsLocks();
        lock(anna, type);
        assertThat(programs.lock(program, path("a"), tree, Conditions.NONE) instanceof LockResult.Granted)
                .isEqualTo(together);
        unlock(anna, type);
        endProgramsLocks();
        programs.lock(program, path("a"), tree, Conditions.NONE);

        FileLockResult second = lockAgain(anna, type);

        if (together) {
            granted(second);
        } else {
            assertThat(second)
                    .isEqualTo(new FileLockResult.HeldByProgram(
                            new LockHolder(
                                    Objects.requireNonNull(program.actor().account()),
                                    program.actor().uid(),
                                    ""),
                            kit.entry(anna, "a/file").etag()));
        }
    }

    /** davfs2 and LibreOffice lock what they write; their owner has locked it by hand. */
    @Test
    void aProgramWritesWithItsTokenWhatItsPersonHasLockedByHand() {
        lock(anna, FileLockType.USER);
        LockResult result = programs.lock(
                anna, path("a/file"), new LockRequest(LockScope.EXCLUSIVE, false, "", null), Conditions.NONE);
        ActiveLock program = ((LockResult.Granted) result).lock();

        assertThat(kit.write(anna, "a/file", "1")).isEqualTo(LOCKED);
        assertThat(kit.write(anna, "a/file", "2", submitting(program.token())))
                .isInstanceOf(WriteResult.Replaced.class);
        assertThat(programs.active(anna, kit.entry(anna, "a/file"))).containsExactly(program);
        assertThat(programs.unlock(anna, path("a/file"), program.token())).isEqualTo(new UnlockResult.Unlocked());
        assertThat(kit.write(anna, "a/file", "3")).isInstanceOf(WriteResult.Replaced.class);
        assertThat(kit.write(ben, "a/file", "4")).isEqualTo(LOCKED);
    }

    @Test
    void theMethodsOfProgramsDoNotReachLocksOfPeople() {
        FileLock lock = lock(anna, FileLockType.TOKEN);
        String token = HeldLock.TOKEN_SCHEME + lock.token();

        assertThat(programs.unlock(anna, path("a/file"), token)).isEqualTo(new UnlockResult.NoSuchLock());
        assertThat(programs.refresh(anna, path("a/file"), null, token(lock))).isEqualTo(new LockResult.NoSuchLock());
        assertThat(programs.active(anna, kit.entry(anna, "a/file"))).isEmpty();
    }

    @Test
    void aLockGoesAlongWhenItsHolderMovesTheFileOrAFolderAbove() {
        FileLock lock = lock(anna, FileLockType.USER);
        kit.mkdir(anna, "b");

        assertThat(files.move(anna, path("a/file"), path("b/renamed"), true, Conditions.NONE))
                .isInstanceOf(MoveResult.Moved.class);
        assertThat(files.move(anna, path("b"), path("a/b"), true, Conditions.NONE))
                .isInstanceOf(MoveResult.Moved.class);

        assertThat(locks.of(anna, kit.entry(anna, "a/b/renamed"))).contains(lock);
        assertThat(kit.write(ben, "a/b/renamed", "x")).isEqualTo(new Refusal.Locked(path("a/b/renamed")));
    }

    @Test
    void aLockEndsWhenTheFileIsRemovedOrReplacedByAnother() {
        kit.put(anna, "b", "1");
        lock(anna, FileLockType.USER);
        assertThat(files.move(anna, path("b"), path("a/file"), true, Conditions.NONE))
                .isInstanceOf(MoveResult.Moved.class);
        assertThat(rows()).isZero();
        lock(anna, FileLockType.USER);
        assertThat(files.remove(anna, path("a"), Conditions.NONE)).isInstanceOf(RemoveResult.Removed.class);
        assertThat(rows()).isZero();
    }

    @Test
    void aCopyIsNotLocked() {
        lock(ben, FileLockType.USER);
        files.copy(anna, path("a"), path("b"), true, true, Conditions.NONE);
        assertThat(kit.write(anna, "b/file", "x")).isInstanceOf(WriteResult.Replaced.class);
    }

    private void everyChangeIsRefusedTo(View view, Conditions conditions) {
        FilePath file = path("a/file");
        assertThat(kit.write(view, "a/file", "x", conditions)).isEqualTo(LOCKED);
        assertThat(files.patch(view, file, List.of(), conditions)).isEqualTo(LOCKED);
        assertThat(files.remove(view, file, conditions)).isEqualTo(LOCKED);
        assertThat(files.remove(view, path("a"), conditions)).isEqualTo(LOCKED);
        assertThat(files.move(view, file, path("to"), true, conditions)).isEqualTo(LOCKED);
        assertThat(files.move(view, path("a"), path("to"), true, conditions)).isEqualTo(LOCKED);
        Conditions elsewhere = new Conditions(null, null, null, List.of(), conditions.lockTokens());
        assertThat(files.move(view, path("other"), file, true, elsewhere)).isEqualTo(LOCKED);
        assertThat(files.copy(view, path("other"), file, true, true, elsewhere)).isEqualTo(LOCKED);
    }

    private void endProgramsLocks() {
        clock.turn(Locks.TIMEOUT_DEFAULT);
    }
}
