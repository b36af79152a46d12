package coffer.locks;

import static coffer.files.TreeKit.path;
import static org.assertj.core.api.Assertions.assertThat;

import coffer.base.AccountId;
import coffer.base.Actor;
import coffer.base.Origin;
import coffer.db.StoreContract;
import coffer.files.Conditions;
import coffer.files.Conditions.IfList;
import coffer.files.Conditions.IfTerm;
import coffer.files.EntityTags;
import coffer.files.Entry;
import coffer.files.Files;
import coffer.files.Refusal;
import coffer.files.TreeInvariants;
import coffer.files.TreeKit;
import coffer.files.View;
import coffer.testkit.TurnedClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What tests of locks on files stand on: a home with one file in a folder, its owner, somebody else, an operator. */
abstract class FileLocksGround extends StoreContract {
    static final Refusal LOCKED = new Refusal.Locked(path("a/file"));

    TurnedClock clock;
    TreeKit kit;
    Files files;
    Locks programs;
    FileLocks locks;
    LockAdministration administration;
    View anna;
    /** The same home as somebody else sees it who may do everything there. */
    View ben;

    View operator;

    @BeforeEach
    void makeTree() {
        clock = new TurnedClock(Instant.parse("2026-11-20T09:10:11Z"));
        kit = new TreeKit(database, directory, clock, new LockGuard(clock));
        files = kit.files;
        programs = new Locks(database, files, kit.objects, kit.events, new SecureRandom(), clock);
        locks = locks(Duration.ZERO);
        administration = new LockAdministration(database, files, kit.events, clock);
        anna = kit.home(1);
        ben = as(Actor.user(new AccountId(2), "user2", null, Origin.local("test")));
        operator = as(Actor.operator("test"));
        kit.mkdir(anna, "a");
        kit.put(anna, "a/file", "old");
    }

    @AfterEach
    void theTreeIsInOrder() {
        TreeInvariants.check(database);
    }

    FileLocks locks(Duration timeout) {
        return new FileLocks(database, files, kit.events, timeout, new SecureRandom(), clock);
    }

    View as(Actor actor) {
        return new View(actor, anna.space(), anna.root(), anna.owner(), anna.ownerUid(), anna.rights());
    }

    static void allRenewed(List<Entry> before, List<Entry> after) {
        for (int i = 0; i < before.size(); i++) {
            assertThat(after.get(i).etag()).isNotEqualTo(before.get(i).etag());
            assertThat(after.get(i).modified()).isEqualTo(before.get(i).modified());
            assertThat(after.get(i).sizeBytes()).isEqualTo(before.get(i).sizeBytes());
        }
    }

    FileLock lock(View view, FileLockType type) {
        return granted(lockAgain(view, type)).lock();
    }

    FileLockResult lockAgain(View view, FileLockType type) {
        return locks.lock(view, path("a/file"), wish(type), Conditions.NONE);
    }

    FileUnlockResult unlock(View view, FileLockType type) {
        return locks.unlock(view, path("a/file"), type, Conditions.NONE);
    }

    static FileLockRequest wish(FileLockType type) {
        return new FileLockRequest(type, "Anna");
    }

    static FileLockResult.Granted granted(FileLockResult result) {
        assertThat(result).isInstanceOf(FileLockResult.Granted.class);
        return (FileLockResult.Granted) result;
    }

    static Conditions ifMatch(Entry entry) {
        return Conditions.of(EntityTags.of(entry.etag()), null, null, List.of());
    }

    /** {@code If: </a/file> (<opaquelocktoken:…>)}, as the desktop client sends it. */
    static Conditions token(FileLock lock) {
        return submitting(HeldLock.TOKEN_SCHEME + lock.token());
    }

    static Conditions submitting(String token) {
        return Conditions.of(
                null, null, null, List.of(new IfList(path("a/file"), List.of(List.of(IfTerm.token(token))))));
    }

    long rows() {
        return database.read(session -> session.one("SELECT count(*) FROM write_lock", row -> row.getLong(1)))
                .orElseThrow();
    }
}
