package coffer.locks;

import static coffer.files.TreeKit.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.base.AccountId;
import coffer.base.Actor;
import coffer.base.ETag;
import coffer.base.Origin;
import coffer.db.Partition;
import coffer.db.StoreContract;
import coffer.files.Conditions;
import coffer.files.Conditions.IfList;
import coffer.files.Conditions.IfTerm;
import coffer.files.CopyResult;
import coffer.files.EntityTags;
import coffer.files.Entry;
import coffer.files.Files;
import coffer.files.MakeResult;
import coffer.files.MoveResult;
import coffer.files.PatchResult;
import coffer.files.Refusal;
import coffer.files.RemoveResult;
import coffer.files.Right;
import coffer.files.TreeInvariants;
import coffer.files.TreeKit;
import coffer.files.View;
import coffer.files.WriteResult;
import coffer.testkit.TurnedClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** RFC 4918 §§ 6, 7, 9.10 and 9.11, and the tokens of § 10.4. */
abstract class LocksContract extends StoreContract {
    private TurnedClock clock;
    private TreeKit kit;
    private Files files;
    private Locks locks;
    private View anna;
    /** The same home as somebody else sees it who may do everything there. */
    private View ben;

    @BeforeEach
    void makeTree() {
        clock = new TurnedClock(Instant.parse("2026-11-20T09:10:11Z"));
        kit = new TreeKit(database, directory, clock, new LockGuard(clock));
        files = kit.files;
        locks = new Locks(database, files, kit.objects, kit.events, new SecureRandom(), clock);
        anna = kit.home(1);
        Actor other = Actor.user(new AccountId(2), "user2", null, Origin.local("test"));
        ben = new View(other, anna.space(), anna.root(), anna.owner(), anna.ownerUid(), anna.rights());
    }

    @AfterEach
    void theTreeIsInOrder() {
        TreeInvariants.check(database);
    }

    @Test
    void aLockedFileIsChangedOnlyWithTheTokenAndOnlyByItsHolder() {
        Entry before = kit.put(anna, "file", "old");
        ActiveLock lock = lock("file");
        assertThat(kit.entry(anna, "file")).isEqualTo(before);
        assertThat(kit.write(anna, "file", "x")).isEqualTo(new Refusal.Locked(path("file")));
        assertThat(kit.write(ben, "file", "x", token(lock))).isEqualTo(new Refusal.Locked(path("file")));
        assertThat(files.patch(anna, path("file"), List.of(), Conditions.NONE))
                .isEqualTo(new Refusal.Locked(path("file")));
        assertThat(kit.read(anna, "file")).isEqualTo("old");
        assertThat(kit.write(anna, "file", "new", token(lock))).isInstanceOf(WriteResult.Replaced.class);
        assertThat(files.patch(anna, path("file"), List.of(), token(lock))).isInstanceOf(PatchResult.Patched.class);
        assertThat(kit.eventWords())
                .contains("file.locked ok", "file.written denied", "file.properties.changed denied");
    }

    @Test
    void whatIsLockedIsNeitherRemovedNorMovedNorReplacedWithoutTheToken() {
        kit.put(anna, "file", "1");
        kit.put(anna, "other", "2");
        ActiveLock lock = lock("file");
        Refusal locked = new Refusal.Locked(path("file"));
        assertThat(files.remove(anna, path("file"), Conditions.NONE)).isEqualTo(locked);
        assertThat(files.move(anna, path("file"), path("to"), true, Conditions.NONE))
                .isEqualTo(locked);
        assertThat(files.move(anna, path("other"), path("file"), true, Conditions.NONE))
                .isEqualTo(locked);
        assertThat(files.copy(anna, path("other"), path("file"), true, true, Conditions.NONE))
                .isEqualTo(locked);
        assertThat(files.copy(anna, path("file"), path("copy"), true, true, Conditions.NONE))
                .isInstanceOf(CopyResult.Copied.class);
        assertThat(locks.active(anna, kit.entry(anna, "copy"))).isEmpty();
        assertThat(files.copy(anna, path("other"), path("file"), true, true, token("file", lock)))
                .isInstanceOf(CopyResult.Copied.class);
        assertThat(locks.active(anna, kit.entry(anna, "file"))).isEmpty();
    }

    @Test
    void locksEndWhenWhatTheyLockIsMovedOrRemoved() {
        kit.mkdir(anna, "a");
        kit.put(anna, "a/x", "1");
        kit.put(anna, "a/y", "1");
        ActiveLock x = lock("a/x");
        ActiveLock y = lock("a/y");
        assertThat(files.move(anna, path("a"), path("b"), true, tokens(x))).isEqualTo(new Refusal.Locked(path("a/y")));
        assertThat(files.move(anna, path("a"), path("b"), true, tokens(x, y))).isInstanceOf(MoveResult.Moved.class);
        assertThat(kit.write(anna, "b/x", "2")).isInstanceOf(WriteResult.Replaced.class);
        lock("b/x");
        ActiveLock again = lock("b/y");
        assertThat(files.remove(anna, path("b/y"), tokens(again))).isInstanceOf(RemoveResult.Removed.class);
        kit.put(anna, "b/y", "3");
        assertThat(locks.active(anna, kit.entry(anna, "b/y"))).isEmpty();
        assertThat(locks.active(anna, kit.entry(anna, "b/x"))).hasSize(1);
    }

    @Test
    void aLockOnACollectionGuardsItsMembershipAndWithInfiniteDepthAllBelow() {
        kit.mkdir(anna, "a");
        kit.mkdir(anna, "a/b");
        kit.put(anna, "a/x", "1");
        kit.put(anna, "a/b/y", "1");
        Refusal locked = new Refusal.Locked(path("a"));
        ActiveLock shallow = granted(locks.lock(anna, path("a"), exclusive(false), Conditions.NONE));
        assertThat(kit.write(anna, "a/new", "1")).isEqualTo(locked);
        assertThat(files.makeCollection(anna, path("a/new"), Conditions.NONE, List.of()))
                .isEqualTo(locked);
        assertThat(files.remove(anna, path("a/x"), Conditions.NONE)).isEqualTo(locked);
        assertThat(files.move(anna, path("a/x"), path("x"), true, Conditions.NONE))
                .isEqualTo(locked);
        assertThat(kit.write(anna, "a/x", "2")).isInstanceOf(WriteResult.Replaced.class);
        assertThat(kit.write(anna, "a/b/new", "1")).isInstanceOf(WriteResult.Created.class);
        assertThat(kit.write(anna, "a/new", "1", token("a", shallow))).isInstanceOf(WriteResult.Created.class);
        assertThat(locks.unlock(anna, path("a"), shallow.token())).isEqualTo(new UnlockResult.Unlocked());

        ActiveLock deep = granted(locks.lock(anna, path("a"), exclusive(true), Conditions.NONE));
        assertThat(kit.write(anna, "a/x", "3")).isEqualTo(locked);
        assertThat(kit.write(anna, "a/b/new", "2")).isEqualTo(locked);
        assertThat(kit.write(anna, "a/b/newer", "2")).isEqualTo(locked);
        assertThat(files.makeCollection(anna, path("a/b/c"), token("a", deep), List.of()))
                .isInstanceOf(MakeResult.Made.class);
        assertThat(locks.active(anna, kit.entry(anna, "a/b/c"))).containsExactly(deep);
        assertThat(kit.write(anna, "elsewhere", "1")).isInstanceOf(WriteResult.Created.class);
    }

    @Test
    void whatIsMovedIntoALockedCollectionIsLockedThere() {
        kit.mkdir(anna, "a");
        kit.put(anna, "x", "1");
        ActiveLock deep = granted(locks.lock(anna, path("a"), exclusive(true), Conditions.NONE));
        assertThat(files.move(anna, path("x"), path("a/x"), true, Conditions.NONE))
                .isEqualTo(new Refusal.Locked(path("a")));
        assertThat(files.move(anna, path("x"), path("a/x"), true, token("a", deep)))
                .isInstanceOf(MoveResult.Moved.class);
        assertThat(kit.write(anna, "a/x", "2")).isEqualTo(new Refusal.Locked(path("a")));
    }

    @Test
    void exclusiveLocksExcludeAllOthersAndSharedOnesOnlyExclusiveOnes() {
        kit.mkdir(anna, "a");
        kit.put(anna, "a/x", "1");
        LockResult conflict = new LockResult.Conflict(path("a/x"));
        ActiveLock first = granted(locks.lock(anna, path("a/x"), shared(), Conditions.NONE));
        ActiveLock second = granted(locks.lock(ben, path("a/x"), shared(), Conditions.NONE));
        assertThat(locks.lock(anna, path("a/x"), exclusive(false), Conditions.NONE))
                .isEqualTo(conflict);
        assertThat(locks.lock(anna, path("a"), exclusive(true), Conditions.NONE))
                .isEqualTo(conflict);
        assertThat(kit.write(anna, "a/x", "2")).isInstanceOf(Refusal.Locked.class);
        assertThat(kit.write(anna, "a/x", "2", token(first))).isInstanceOf(WriteResult.Replaced.class);
        assertThat(kit.write(ben, "a/x", "3", token(second))).isInstanceOf(WriteResult.Replaced.class);
        locks.unlock(anna, path("a/x"), first.token());
        locks.unlock(ben, path("a/x"), second.token());
        granted(locks.lock(anna, path("a"), exclusive(true), Conditions.NONE));
        assertThat(locks.lock(anna, path("a/x"), shared(), Conditions.NONE))
                .isEqualTo(new LockResult.Conflict(path("a")));
        assertThat(kit.eventWords().stream().filter("file.locked denied"::equals))
                .hasSize(3);
    }

    @Test
    void lockingANameWhereNothingIsMakesAnEmptyFile() {
        LockResult result = locks.lock(anna, path("new"), exclusive(false), Conditions.NONE);
        assertThat(((LockResult.Granted) result).created()).isTrue();
        assertThat(kit.entry(anna, "new").sizeBytes()).isZero();
        assertThat(kit.write(anna, "new", "x")).isEqualTo(new Refusal.Locked(path("new")));
        assertThat(kit.write(anna, "new", "x", token(granted(result)))).isInstanceOf(WriteResult.Replaced.class);
        assertThat(locks.lock(anna, path("no/new"), exclusive(false), Conditions.NONE))
                .isEqualTo(new LockResult.Refused(new Refusal.NoParent()));
        assertThat(kit.eventWords()).contains("file.created ok");
    }

    @Test
    void lockingANewNameInALockedCollectionLeavesNothingBehind() {
        kit.mkdir(anna, "a");
        ActiveLock deep = granted(locks.lock(anna, path("a"), exclusive(true), Conditions.NONE));
        assertThat(locks.lock(anna, path("a/new"), exclusive(false), Conditions.NONE))
                .isEqualTo(new LockResult.Refused(new Refusal.Locked(path("a"))));
        assertThat(locks.lock(anna, path("a/new"), exclusive(false), token("a", deep)))
                .isEqualTo(new LockResult.Conflict(path("a")));
        assertThat(kit.names(anna, "a")).isEmpty();
    }

    @Test
    void aLockEndsWithItsTimeUnlessItIsRefreshed() {
        kit.put(anna, "file", "1");
        ActiveLock lock = granted(locks.lock(
                anna,
                path("file"),
                new LockRequest(LockScope.EXCLUSIVE, false, "", Duration.ofMinutes(2)),
                Conditions.NONE));
        assertThat(lock.timeoutSeconds()).isEqualTo(120);
        clock.turn(Duration.ofSeconds(119));
        ActiveLock refreshed = granted(locks.refresh(anna, path("file"), Duration.ofMinutes(5), token(lock)));
        assertThat(refreshed.token()).isEqualTo(lock.token());
        assertThat(refreshed.timeoutSeconds()).isEqualTo(300);
        clock.turn(Duration.ofSeconds(299));
        assertThat(kit.write(anna, "file", "2")).isInstanceOf(Refusal.Locked.class);
        clock.turn(Duration.ofSeconds(1));
        assertThat(locks.active(anna, kit.entry(anna, "file"))).isEmpty();
        assertThat(kit.write(anna, "file", "2")).isInstanceOf(WriteResult.Replaced.class);
        assertThat(locks.refresh(anna, path("file"), null, token(lock))).isInstanceOf(LockResult.Refused.class);
        assertThat(locks.expire()).isFalse();
        assertThat(rows()).isZero();
        assertThat(kit.eventWords()).contains("file.lock.refreshed ok").endsWith("file.lock.expired ok");
    }

    @Test
    void theTimeIsWithinItsBounds() {
        kit.put(anna, "file", "1");
        kit.put(anna, "other", "1");
        LockRequest forEver = new LockRequest(LockScope.SHARED, false, "", Duration.ofDays(4_000));
        assertThat(granted(locks.lock(anna, path("file"), forEver, Conditions.NONE))
                        .timeoutSeconds())
                .isEqualTo(Locks.TIMEOUT_MAX.toSeconds());
        LockRequest noTime = new LockRequest(LockScope.SHARED, false, "", Duration.ZERO);
        assertThat(granted(locks.lock(anna, path("file"), noTime, Conditions.NONE))
                        .timeoutSeconds())
                .isEqualTo(1);
        assertThat(lock("other").timeoutSeconds()).isEqualTo(Locks.TIMEOUT_DEFAULT.toSeconds());
    }

    @Test
    void onlyTheHolderRefreshesAndUnlocksAndOnlyWhereTheLockReaches() {
        kit.put(anna, "file", "1");
        kit.put(anna, "other", "1");
        ActiveLock lock = lock("file");
        assertThat(locks.refresh(ben, path("file"), null, token(lock))).isEqualTo(new LockResult.NoSuchLock());
        assertThat(locks.refresh(anna, path("file"), null, Conditions.NONE)).isEqualTo(new LockResult.NoSuchLock());
        assertThat(locks.unlock(ben, path("file"), lock.token()))
                .isEqualTo(new UnlockResult.Refused(new Refusal.NotAllowed()));
        assertThat(locks.unlock(anna, path("other"), lock.token())).isEqualTo(new UnlockResult.NoSuchLock());
        assertThat(locks.unlock(anna, path("file"), "opaquelocktoken:none")).isEqualTo(new UnlockResult.NoSuchLock());
        assertThat(locks.unlock(anna, path("none"), lock.token()))
                .isEqualTo(new UnlockResult.Refused(new Refusal.NotFound()));
        assertThat(locks.unlock(anna, path("file"), lock.token())).isEqualTo(new UnlockResult.Unlocked());
        assertThat(kit.write(ben, "file", "2")).isInstanceOf(WriteResult.Replaced.class);
        assertThat(kit.eventWords()).contains("file.unlocked denied", "file.unlocked ok");
    }

    @Test
    void ofADeepLockAMemberUnlocksTheWhole() {
        kit.mkdir(anna, "a");
        kit.put(anna, "a/x", "1");
        ActiveLock deep = granted(locks.lock(anna, path("a"), exclusive(true), Conditions.NONE));
        assertThat(locks.unlock(anna, path("a/x"), deep.token())).isEqualTo(new UnlockResult.Unlocked());
        assertThat(locks.active(anna, kit.entry(anna, "a"))).isEmpty();
    }

    @Test
    void aLockIsShownAsItWasAskedForOnEachResourceItCovers() {
        kit.mkdir(anna, "a");
        kit.put(anna, "a/x", "1");
        kit.put(anna, "a/y", "1");
        String owner = "<d:href xmlns:d=\"DAV:\">http://example/~anna</d:href>";
        LockRequest request = new LockRequest(LockScope.SHARED, true, owner, null);
        ActiveLock lock = granted(locks.lock(anna, path("a"), request, Conditions.NONE));
        assertThat(lock.token()).startsWith("opaquelocktoken:");
        assertThat(lock.ownerXml()).isEqualTo(owner);
        assertThat(lock.path()).isEqualTo(path("a"));
        assertThat(lock.depthInfinity()).isTrue();
        ActiveLock own = granted(locks.lock(anna, path("a/x"), shared(), Conditions.NONE));
        var active = locks.active(anna, kit.members(anna, "a", 10));
        assertThat(active.get(kit.entry(anna, "a/x").id())).containsExactlyInAnyOrder(lock, own);
        assertThat(active.get(kit.entry(anna, "a/y").id())).containsExactly(lock);
        assertThat(locks.active(anna, kit.entry(anna, ""))).isEmpty();
        assertThatThrownBy(() ->
                        new LockRequest(LockScope.SHARED, true, "x".repeat(LockRequest.OWNER_BYTES_MAX + 1), null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void withoutTheRightToUpdateOrAnAccountThereIsNoLock() {
        kit.put(anna, "file", "1");
        View reader = new View(
                anna.actor(), anna.space(), anna.root(), anna.owner(), anna.ownerUid(), EnumSet.of(Right.READ));
        View guest = new View(
                Actor.anonymous(Origin.local("test")),
                anna.space(),
                anna.root(),
                anna.owner(),
                anna.ownerUid(),
                anna.rights());
        LockResult refused = new LockResult.Refused(new Refusal.NotAllowed());
        assertThat(locks.lock(reader, path("file"), exclusive(false), Conditions.NONE))
                .isEqualTo(refused);
        assertThat(locks.lock(reader, path("new"), exclusive(false), Conditions.NONE))
                .isEqualTo(refused);
        assertThat(locks.lock(guest, path("file"), exclusive(false), Conditions.NONE))
                .isEqualTo(refused);
        assertThat(rows()).isZero();
    }

    /** The shapes that litmus 0.13 sends in its suite of locks. */
    @Test
    void theIfFieldSeesTokensAndTagsTogether() {
        ETag tag = kit.put(anna, "file", "1").etag();
        ActiveLock lock = lock("file");
        IfTerm good = IfTerm.token(lock.token());
        IfTerm bad = IfTerm.token("opaquelocktoken:no");
        IfTerm noLock = IfTerm.token("DAV:no-lock");
        IfTerm current = IfTerm.tag(new EntityTags.Tag(false, tag.hex()));
        IfTerm stale = IfTerm.tag(new EntityTags.Tag(false, "stale"));
        assertThat(put(untagged(good, stale))).isInstanceOf(Refusal.PreconditionFailed.class);
        assertThat(put(untagged(bad))).isInstanceOf(Refusal.PreconditionFailed.class);
        assertThat(put(untagged(bad), untagged(noLock.negated()))).isInstanceOf(Refusal.Locked.class);
        assertThat(put(untagged(good, noLock))).isInstanceOf(Refusal.PreconditionFailed.class);
        assertThat(put(untagged(good, current.negated()))).isInstanceOf(Refusal.PreconditionFailed.class);
        assertThat(put(untagged(good, current))).isInstanceOf(WriteResult.Replaced.class);
        assertThat(put(untagged(good, noLock.negated()))).isInstanceOf(WriteResult.Replaced.class);
        assertThat(put(untagged(good), untagged(noLock.negated()))).isInstanceOf(WriteResult.Replaced.class);
    }

    @Test
    void aTokenThatHoldsElsewhereSatisfiesTheFieldButDoesNotOpenALock() {
        kit.put(anna, "file", "1");
        kit.put(anna, "other", "1");
        ActiveLock other = lock("other");
        lock("file");
        Conditions tagged = Conditions.of(
                null, null, null, List.of(new IfList(path("other"), List.of(List.of(IfTerm.token(other.token()))))));
        assertThat(kit.write(anna, "file", "2", tagged)).isEqualTo(new Refusal.Locked(path("file")));
        assertThat(kit.write(anna, "none", "2", token("none", other))).isInstanceOf(Refusal.PreconditionFailed.class);
    }

    @Test
    void aSpaceHoldsOnlySoManyLocks() {
        kit.put(anna, "file", "1");
        kit.put(anna, "other", "1");
        Instant later = clock.instant().plusSeconds(60);
        Entry other = kit.entry(anna, "other");
        database.write(Partition.of(anna.space()), tx -> {
            for (int i = 1; i < Locks.PER_SPACE_MAX; i++) {
                LockRows.insert(
                        tx,
                        new HeldLock(
                                "opaquelocktoken:" + i,
                                anna.space(),
                                other.id(),
                                new LockHolder(anna.owner(), anna.ownerUid(), ""),
                                null,
                                LockScope.SHARED,
                                false,
                                "",
                                "",
                                0,
                                60,
                                later.toEpochMilli() * 1_000));
            }
            return true;
        });
        lock("file");
        assertThat(locks.lock(anna, path("other"), shared(), Conditions.NONE))
                .isEqualTo(new LockResult.TooManyLocks(Locks.PER_SPACE_MAX));
        clock.turn(Duration.ofSeconds(60));
        granted(locks.lock(anna, path("other"), shared(), Conditions.NONE));
        while (locks.expire()) {
            // A bounded number each time.
        }
        assertThat(rows()).isEqualTo(2);
    }

    @Test
    void ofManyWhoLockAtOnceOneIsGranted() throws Exception {
        List<Future<LockResult>> attempts = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                attempts.add(executor.submit(() -> locks.lock(anna, path("new"), exclusive(false), Conditions.NONE)));
            }
        }
        int granted = 0;
        for (Future<LockResult> attempt : attempts) {
            switch (attempt.get()) {
                case LockResult.Granted _ -> granted++;
                case LockResult other -> assertThat(other).isEqualTo(new LockResult.Conflict(path("new")));
            }
        }
        assertThat(granted).isEqualTo(1);
    }

    private ActiveLock lock(String path) {
        return granted(locks.lock(anna, path(path), exclusive(false), Conditions.NONE));
    }

    private static ActiveLock granted(LockResult result) {
        assertThat(result).isInstanceOf(LockResult.Granted.class);
        return ((LockResult.Granted) result).lock();
    }

    private static LockRequest exclusive(boolean depthInfinity) {
        return new LockRequest(LockScope.EXCLUSIVE, depthInfinity, "", null);
    }

    private static LockRequest shared() {
        return new LockRequest(LockScope.SHARED, false, "", null);
    }

    /** {@code If: (<token>)}. */
    private static Conditions token(ActiveLock lock) {
        return token(null, lock);
    }

    /** {@code If: </path> (<token>)}. */
    private static Conditions token(@Nullable String resource, ActiveLock lock) {
        IfList list =
                new IfList(resource == null ? null : path(resource), List.of(List.of(IfTerm.token(lock.token()))));
        return Conditions.of(null, null, null, List.of(list));
    }

    /** A field that holds whatever the state and submits these tokens. */
    private static Conditions tokens(ActiveLock... held) {
        List<List<IfTerm>> lists = new ArrayList<>();
        lists.add(List.of(IfTerm.token("DAV:no-lock").negated()));
        for (ActiveLock lock : held) {
            lists.add(List.of(IfTerm.token(lock.token())));
        }
        return Conditions.of(null, null, null, List.of(new IfList(path(""), lists)));
    }

    private WriteResult put(IfList... lists) {
        return kit.write(anna, "file", "1", Conditions.of(null, null, null, List.of(lists)));
    }

    private static IfList untagged(IfTerm... terms) {
        return new IfList(null, List.of(List.of(terms)));
    }

    private long rows() {
        return database.read(session -> session.one("SELECT count(*) FROM write_lock", row -> row.getLong(1)))
                .orElseThrow();
    }
}
