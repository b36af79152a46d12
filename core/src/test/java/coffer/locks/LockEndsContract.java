package coffer.locks;

import static coffer.files.TreeKit.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.base.AccountId;
import coffer.base.ETag;
import coffer.base.FilePath;
import coffer.files.Conditions;
import coffer.files.Entry;
import coffer.files.Refusal;
import coffer.files.WriteResult;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How locks end that nobody takes off: with their time, by an operator, with the account of their holder. */
abstract class LockEndsContract extends FileLocksGround {
    @Test
    void aLockHoldsForEverUnlessItsTimeIsBounded() {
        lock(anna, FileLockType.USER);
        clock.turn(Duration.ofDays(20_000));
        assertThat(kit.write(ben, "a/file", "x")).isEqualTo(LOCKED);
        assertThat(programs.expire()).isFalse();
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void whenItsTimeIsOverTheTagsAreRenewed() {
        locks = locks(Duration.ofMinutes(30));
        FileLock lock = lock(anna, FileLockType.USER);
        assertThat(lock.expires()).isEqualTo(clock.instant().plus(Duration.ofMinutes(30)));
        List<Entry> before = List.of(kit.entry(anna, ""), kit.entry(anna, "a"), kit.entry(anna, "a/file"));
        clock.turn(Duration.ofSeconds(30 * 60 - 1));
        programs.expire();
        assertThat(kit.write(ben, "a/file", "x")).isEqualTo(LOCKED);
        clock.turn(Duration.ofSeconds(1));
        assertThat(locks.of(anna, before.getLast())).isEmpty();

        assertThat(programs.expire()).isFalse();

        allRenewed(before, List.of(kit.entry(anna, ""), kit.entry(anna, "a"), kit.entry(anna, "a/file")));
        assertThat(rows()).isZero();
        assertThat(kit.eventWords()).endsWith("file.lock.expired ok");
        assertThat(kit.write(ben, "a/file", "x")).isInstanceOf(WriteResult.Replaced.class);
    }

    @Test
    void afterItsTimeAFileIsLockedAnewEvenIfTheOldRowIsStillThere() {
        locks = locks(Duration.ofMinutes(30));
        lock(anna, FileLockType.USER);
        clock.turn(Duration.ofMinutes(30));
        FileLock second = lock(ben, FileLockType.USER);
        programs.expire();
        assertThat(locks.of(anna, kit.entry(anna, "a/file"))).contains(second);
    }

    @Test
    void theTimeIsWithinItsBounds() {
        assertThat(locks(FileLocks.TIMEOUT_MAX)).isNotNull();
        assertThatThrownBy(() -> locks(FileLocks.TIMEOUT_MAX.plusSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> locks(Duration.ofSeconds(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anOperatorSeesAndBreaksLocksOfAllKinds() {
        FileLock byHand = lock(anna, FileLockType.USER);
        LockRequest tree = new LockRequest(LockScope.SHARED, true, "", null);
        programs.lock(anna, path("a"), tree, Conditions.NONE);
        programs.lock(anna, path("a/file"), tree, Conditions.NONE);
        ETag tag = kit.entry(anna, "a/file").etag();

        List<LockOverview> all = administration.list(operator, FilePath.ROOT);
        assertThat(all).extracting(lock -> lock.path().toString()).containsExactly("/a", "/a/file", "/a/file");
        assertThat(administration.list(operator, path("a/file"))).hasSize(2);
        assertThat(all)
                .filteredOn(lock -> lock.type() == FileLockType.USER)
                .singleElement()
                .satisfies(lock -> {
                    assertThat(lock.holder()).isEqualTo(byHand.holder());
                    assertThat(lock.created()).isEqualTo(byHand.created());
                    assertThat(lock.expires()).isNull();
                });
        assertThat(all).filteredOn(lock -> lock.type() == null).allSatisfy(lock -> {
            assertThat(lock.holder().uid()).isEqualTo("user1");
            assertThat(lock.expires()).isEqualTo(clock.instant().plus(Locks.TIMEOUT_DEFAULT));
        });

        assertThat(administration.breakLocks(operator, path("a/file"))).isEqualTo(new BreakResult.Broken(2));

        assertThat(administration.list(operator, FilePath.ROOT)).hasSize(1);
        assertThat(kit.entry(anna, "a/file").etag()).isNotEqualTo(tag);
        assertThat(administration.breakLocks(operator, path("a/file"))).isEqualTo(new BreakResult.NotLocked());
        assertThat(administration.breakLocks(operator, path("none")))
                .isEqualTo(new BreakResult.Refused(new Refusal.NotFound()));
        assertThat(administration.breakLocks(operator, path("a"))).isEqualTo(new BreakResult.Broken(1));
        assertThat(kit.write(ben, "a/file", "x")).isInstanceOf(WriteResult.Replaced.class);
        assertThat(kit.eventWords().stream().filter("file.lock.broken ok"::equals))
                .hasSize(3);
    }

    @Test
    void nobodyElseSeesOrBreaksLocksOfOthers() {
        lock(anna, FileLockType.USER);
        assertThat(administration.list(anna, FilePath.ROOT)).isEmpty();
        assertThat(administration.breakLocks(ben, path("a/file")))
                .isEqualTo(new BreakResult.Refused(new Refusal.NotAllowed()));
        assertThat(rows()).isEqualTo(1);
        assertThat(kit.eventWords()).endsWith("file.lock.broken denied");
    }

    @Test
    void theLocksOfAnAccountGoWithIt() {
        kit.put(anna, "other", "x");
        lock(ben, FileLockType.TOKEN);
        programs.lock(ben, path("other"), new LockRequest(LockScope.EXCLUSIVE, false, "", null), Conditions.NONE);
        ETag tag = kit.entry(anna, "a/file").etag();
        ETag other = kit.entry(anna, "other").etag();

        assertThat(programs.remove(anna.owner())).isTrue();
        assertThat(rows()).isEqualTo(2);
        assertThat(programs.remove(new AccountId(2))).isTrue();

        assertThat(rows()).isZero();
        assertThat(kit.entry(anna, "a/file").etag()).isNotEqualTo(tag);
        assertThat(kit.entry(anna, "other").etag()).isEqualTo(other);
    }
}
