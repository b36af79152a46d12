package coffer.trash;

import static coffer.files.TreeKit.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.base.AccountId;
import coffer.base.FileId;
import coffer.base.FileName;
import coffer.base.FilePath;
import coffer.db.KillableDatabase;
import coffer.db.StoreContract;
import coffer.files.Conditions;
import coffer.files.CopyResult;
import coffer.files.DeadProperty;
import coffer.files.Entry;
import coffer.files.Files;
import coffer.files.PropertyChange;
import coffer.files.Refusal;
import coffer.files.Retention;
import coffer.files.TransferResult;
import coffer.files.TreeInvariants;
import coffer.files.TreeKit;
import coffer.files.View;
import coffer.locks.FileLockRequest;
import coffer.locks.FileLockType;
import coffer.locks.FileLocks;
import coffer.locks.LockGuard;
import coffer.locks.LockRequest;
import coffer.locks.LockScope;
import coffer.locks.Locks;
import coffer.testkit.TurnedClock;
import coffer.versions.VersionKeeper;
import coffer.versions.VersionPolicy;
import coffer.versions.Versions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Handing over from one account to another, with versions, locks and the trash bin beside. */
abstract class TransferContract extends StoreContract {
    private final TurnedClock clock = new TurnedClock(Instant.parse("2026-11-20T09:10:11Z"));
    private KillableDatabase killable;
    private TreeKit kit;
    private Files files;
    private Trash trash;
    private Versions versions;
    private FileLocks locks;
    private Locks programLocks;
    private View anna;
    private View ben;

    @BeforeEach
    void makeTree() {
        VersionKeeper keeper = new VersionKeeper(VersionPolicy.standard(), clock);
        TrashKeeper trashKeeper = new TrashKeeper(TrashPolicy.standard(), clock);
        killable = new KillableDatabase(database);
        kit = new TreeKit(killable, directory, clock, new LockGuard(clock), Retention.of(trashKeeper, keeper));
        files = kit.files;
        trash = new Trash(database, files, kit.events, TrashPolicy.standard(), clock);
        versions = new Versions(database, files, kit.events, keeper, clock);
        locks = new FileLocks(database, files, kit.events, Duration.ZERO, new SecureRandom(), clock);
        programLocks = new Locks(database, files, kit.objects, kit.events, new SecureRandom(), clock);
        anna = kit.home(1);
        ben = kit.home(2);
    }

    @AfterEach
    void theTreeIsInOrder() {
        kit.sweepAll();
        TreeInvariants.checkSwept(database);
    }

    private FilePath transferred(String path, String into) {
        TransferResult result = files.transfer(anna, path(path), ben, path(into));
        assertThat(result).isInstanceOf(TransferResult.Transferred.class);
        return ((TransferResult.Transferred) result).path();
    }

    @Test
    void aFolderIsTheOthersWithAllThatBelongsToIt() {
        kit.mkdir(anna, "a");
        kit.mkdir(anna, "a/b");
        kit.put(anna, "a/b/file", "first");
        clock.turn(Duration.ofMinutes(1));
        kit.put(anna, "a/b/file", "second!");
        files.patch(
                anna,
                path("a/b/file"),
                List.of(new PropertyChange.SetDead(new DeadProperty("n", "p", "v"))),
                Conditions.NONE);
        locks.lock(anna, path("a/b/file"), new FileLockRequest(FileLockType.USER, "Anna"), Conditions.NONE);
        kit.put(anna, "stays", "1");
        FileId id = kit.entry(anna, "a/b/file").id();

        assertThat(transferred("a", "")).isEqualTo(path("a"));

        assertThat(kit.names(anna, "")).containsExactly("stays");
        assertThat(kit.read(ben, "a/b/file")).isEqualTo("second!");
        Entry file = kit.entry(ben, "a/b/file");
        assertThat(file.id()).isEqualTo(id);
        assertThat(file.owner()).isEqualTo(new AccountId(2));
        assertThat(files.deadProperties(ben, List.of(id)))
                .isEqualTo(Map.of(id, List.of(new DeadProperty("n", "p", "v"))));
        assertThat(versions.of(ben, id).orElseThrow().versions()).hasSize(2);
        assertThat(versions.of(anna, id)).isEmpty();
        assertThat(locks.of(ben, file)).isPresent();
        assertThat(kit.write(ben, "a/b/file", "third")).isInstanceOf(Refusal.Locked.class);
        assertThat(files.quota(anna).usedBytes()).isEqualTo(1);
        assertThat(files.quota(ben).usedBytes()).isEqualTo(7);
        assertThat(kit.entry(ben, "").sizeBytes()).isEqualTo(7);
        assertThat(kit.eventWords()).contains("file.transferred ok");
    }

    @Test
    void aFileComesUnderAFreeNameIntoTheWantedCollection() {
        kit.put(anna, "file.txt", "anna's");
        kit.mkdir(ben, "inbox");
        kit.put(ben, "inbox/file.txt", "ben's");
        assertThat(transferred("file.txt", "inbox")).isEqualTo(path("inbox/file (restored).txt"));
        assertThat(kit.read(ben, "inbox/file.txt")).isEqualTo("ben's");
        assertThat(kit.read(ben, "inbox/file (restored).txt")).isEqualTo("anna's");
    }

    @Test
    void moreThanOneBatchIsHandedOver() {
        kit.mkdir(anna, "wide");
        for (int i = 0; i < 310; i++) {
            kit.mkdir(anna, "wide/d" + i);
        }
        kit.put(anna, "wide/d9/file", "deep");
        TransferResult result = files.transfer(anna, path("wide"), ben, FilePath.ROOT);
        assertThat(result).isEqualTo(new TransferResult.Transferred(path("wide"), 312));
        assertThat(kit.read(ben, "wide/d9/file")).isEqualTo("deep");
        kit.put(ben, "wide/d300/new", "ben's now");
        assertThat(files.quota(ben).usedBytes()).isEqualTo(13);
    }

    @Test
    void whatCannotBeIsRefusedAndChangesNothing() {
        kit.put(anna, "file", "12345");
        kit.put(ben, "no folder", "1");
        kit.quotas.put(new AccountId(2), 5L);
        assertThat(files.transfer(anna, path("none"), ben, FilePath.ROOT)).isEqualTo(new Refusal.NotFound());
        assertThat(files.transfer(anna, FilePath.ROOT, ben, FilePath.ROOT)).isEqualTo(new Refusal.NotAllowed());
        assertThat(files.transfer(anna, path("file"), ben, path("none"))).isEqualTo(new Refusal.NoParent());
        assertThat(files.transfer(anna, path("file"), ben, path("no folder"))).isEqualTo(new Refusal.NoParent());
        assertThat(files.transfer(anna, path("file"), ben, FilePath.ROOT)).isEqualTo(new Refusal.QuotaExceeded(5, 4));
        assertThatIllegalArgumentException().isThrownBy(() -> files.transfer(anna, path("file"), anna, FilePath.ROOT));
        assertThat(kit.read(anna, "file")).isEqualTo("12345");
        assertThat(files.quota(anna).usedBytes()).isEqualTo(5);
        assertThat(files.quota(ben).usedBytes()).isEqualTo(1);
        assertThat(kit.eventWords()).contains("file.transferred denied");
    }

    @Test
    void everythingComesIntoOneFolder() {
        kit.mkdir(anna, "a");
        kit.put(anna, "a/1", "1");
        kit.put(anna, "2", "22");
        FileName folder = FileName.of("Transferred from user1");
        TransferResult result = files.transferAll(anna, ben, folder);
        assertThat(result).isEqualTo(new TransferResult.Transferred(path(folder.value()), 4));
        assertThat(kit.names(anna, "")).isEmpty();
        assertThat(kit.names(ben, folder.value())).containsExactly("2", "a");
        assertThat(files.quota(anna).usedBytes()).isZero();
        assertThat(files.quota(ben).usedBytes()).isEqualTo(3);
        kit.put(anna, "3", "later");
        assertThat(files.transferAll(anna, ben, folder))
                .isEqualTo(new TransferResult.Transferred(path(folder + " (restored)"), 2));
    }

    @Test
    void whatAProgramHasLockedIsNotTakenAway() {
        kit.put(anna, "a", "1");
        kit.put(anna, "b", "2");
        kit.put(anna, "c", "3");
        programLocks.lock(anna, path("b"), new LockRequest(LockScope.EXCLUSIVE, false, "", null), Conditions.NONE);
        FileName folder = FileName.of("all");
        View operator = new View(
                coffer.base.Actor.operator("transfer"),
                anna.space(),
                anna.root(),
                anna.owner(),
                anna.ownerUid(),
                anna.rights());
        assertThat(files.transferAll(operator, ben, folder)).isEqualTo(new Refusal.Locked(path("b")));
        assertThat(kit.read(anna, "b")).isEqualTo("2");
        clock.turn(Duration.ofDays(2));
        assertThat(files.transferAll(operator, ben, folder)).isInstanceOf(TransferResult.Transferred.class);
        assertThat(kit.names(ben, "all")).containsExactly("a", "b", "c");
    }

    /** As if killed before its first, second, … transaction, until none is left to be killed before. */
    @Test
    void whatWasInterruptedIsTakenUpAgain() {
        boolean interrupted = true;
        for (int writes = 0; interrupted; writes++) {
            String name = "a" + writes;
            kit.mkdir(anna, name);
            kit.mkdir(anna, name + "/b");
            kit.put(anna, name + "/b/file", "12345");
            FileId id = kit.entry(anna, name).id();

            killable.before(writes);
            try {
                files.transfer(anna, path(name), ben, FilePath.ROOT);
                interrupted = false;
            } catch (KillableDatabase.Killed _) {
                assertThat(kit.exists(ben, name)).isFalse();
            } finally {
                killable.recover();
            }
            while (files.resumeTransfers()) {
                // A bounded number each time.
            }

            boolean begun = writes > 0;
            assertThat(kit.exists(anna, name)).isEqualTo(!begun);
            assertThat(kit.exists(ben, name)).isEqualTo(begun);
            assertThat(kit.read(begun ? ben : anna, name + "/b/file")).isEqualTo("12345");
            assertThat(kit.entry(begun ? ben : anna, name).id()).isEqualTo(id);
            assertThat(files.quota(ben).usedBytes()).isEqualTo(5L * writes);
            assertThat(files.quota(anna).usedBytes()).isEqualTo(5);
            TreeInvariants.check(database);
        }
        assertThat(killable.isArmed()).isFalse();
    }

    /** Before the first, second, … transaction of the copy, until it has no more. */
    @Test
    void aFolderThatIsHandedOverWhileItIsCopiedHasNoCopy() {
        kit.mkdir(anna, "a");
        for (int i = 0; i < 310; i++) {
            kit.mkdir(anna, "a/d" + i);
        }
        int refused = 0;
        boolean meanwhile = true;
        for (int writes = 0; meanwhile; writes++) {
            killable.before(writes, () -> transferred("a", ""));
            CopyResult result = files.copy(anna, path("a"), path("copy"), false, true, Conditions.NONE);
            meanwhile = kit.exists(ben, "a");
            assertThat(kit.exists(anna, "copy")).isEqualTo(result instanceof CopyResult.Copied);
            assertThat(result instanceof CopyResult.Copied).isEqualTo(!meanwhile);
            if (meanwhile) {
                refused++;
                assertThat(kit.names(ben, "a")).hasSize(310);
                files.transfer(ben, path("a"), anna, FilePath.ROOT);
            }
        }
        assertThat(refused).isGreaterThan(3);
    }

    @Test
    void whatIsOnItsWayToAnAccountThatGoesGoesWithIt() {
        kit.mkdir(anna, "a");
        kit.put(anna, "a/file", "1");
        killable.before(1);
        assertThatThrownBy(() -> files.transfer(anna, path("a"), ben, FilePath.ROOT))
                .isInstanceOf(KillableDatabase.Killed.class);
        killable.recover();
        files.spaces().remove(new AccountId(2));
        assertThat(files.resumeTransfers()).isFalse();
        kit.sweepAll();
        assertThat(kit.exists(anna, "a")).isFalse();
        assertThat(database.<Long>read(session -> session.one("SELECT COUNT(*) FROM node", row -> row.getLong(1))
                        .orElseThrow()))
                .isEqualTo(1);
    }

    @Test
    void whatWasDeletedBeforeComesBackToWhoDeletedIt() {
        kit.mkdir(anna, "a");
        kit.put(anna, "a/file", "1");
        files.remove(anna, path("a/file"), Conditions.NONE);
        TrashItem item = trash.list(anna, null, 1).getFirst();
        transferred("a", "");
        trash.restore(anna, item, FilePath.ROOT);
        assertThat(kit.read(anna, "a/file")).isEqualTo("1");
        assertThat(kit.names(ben, "a")).isEmpty();
    }
}
