package coffer.server.operator;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.files.Conditions;
import coffer.files.TreeKit;
import coffer.files.View;
import coffer.locks.FileLockRequest;
import coffer.locks.FileLockResult;
import coffer.locks.FileLockType;
import coffer.locks.FileLocks;
import coffer.locks.LockRequest;
import coffer.locks.LockResult;
import coffer.locks.LockScope;
import coffer.locks.Locks;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code coffer lock} on a real core: what it shows, breaks and answers with. */
class LockCommandTest extends OperatorTest {
    private View home;

    @BeforeEach
    void fill() {
        home = home("anna");
        tree.mkdir(home, "Docs");
        tree.put(home, "Docs/a b.txt", "x");
        tree.put(home, "free.txt", "x");
    }

    private void lockByHand(String path, FileLockType type) {
        FileLocks locks =
                new FileLocks(database, tree.files, tree.events, Duration.ofHours(1), new SecureRandom(), clock);
        assertThat(locks.lock(home, TreeKit.path(path), new FileLockRequest(type, "Anna"), Conditions.NONE))
                .isInstanceOf(FileLockResult.Granted.class);
    }

    private void lockByProgram(String path) {
        Locks locks = new Locks(database, tree.files, tree.objects, tree.events, new SecureRandom(), clock);
        LockRequest request = new LockRequest(LockScope.EXCLUSIVE, true, "", Duration.ofMinutes(5));
        assertThat(locks.lock(home, TreeKit.path(path), request, Conditions.NONE))
                .isInstanceOf(LockResult.Granted.class);
    }

    @Test
    void locksAreListedByPath() {
        lockByHand("Docs/a b.txt", FileLockType.USER);
        lockByHand("free.txt", FileLockType.TOKEN);
        lockByProgram("Docs");

        run(DONE, "lock", "list", "ANNA");

        assertThat(out.lines())
                .containsExactly(
                        "/Docs  exclusive tree  anna  -  2026-11-22T10:00:00Z  2026-11-22T10:05:00Z",
                        "/Docs/a b.txt  by hand  anna  -  2026-11-22T10:00:00Z  2026-11-22T11:00:00Z",
                        "/free.txt  program  anna  a program  2026-11-22T10:00:00Z  2026-11-22T11:00:00Z");
        run(DONE, "lock", "list", "anna", "/Docs/");
        assertThat(out.lines()).hasSize(2);
        run(DONE, "lock", "list", "anna", "free.txt", "--json");
        assertThat(out.strip())
                .isEqualTo("{\"path\":\"/free.txt\",\"kind\":\"program\",\"holder\":\"anna\",\"program\":\"a program\","
                        + "\"since\":\"2026-11-22T10:00:00Z\",\"until\":\"2026-11-22T11:00:00Z\"}");
    }

    @Test
    void whereNothingIsLockedNothingIsListed() {
        run(DONE, "lock", "list", "anna");
        assertThat(out).isEmpty();
    }

    @Test
    void aBrokenLockIsGoneAndTheOperatorStandsInTheEvents() {
        lockByHand("Docs/a b.txt", FileLockType.APP);
        lockByHand("free.txt", FileLockType.USER);

        run(DONE, "lock", "break", "anna", "Docs/a b.txt");

        assertThat(out.strip()).isEqualTo("/Docs/a b.txt: 1 lock broken");
        assertThat(tree.eventWords()).endsWith("file.lock.broken ok");
        run(REFUSED, "lock", "break", "anna", "Docs/a b.txt");
        assertThat(err).contains("is not locked itself");
        run(DONE, "lock", "list", "anna");
        assertThat(out.lines()).singleElement().asString().startsWith("/free.txt");
    }

    @Test
    void whatIsNotThereIsRefused() {
        run(REFUSED, "lock", "list", "nobody");
        assertThat(err).contains("nobody: there is no such account");
        run(REFUSED, "lock", "break", "nobody", "free.txt");
        run(REFUSED, "lock", "break", "anna", "none.txt");
        assertThat(err).contains("there is no /none.txt");
        run(REFUSED, "lock", "break", "anna", "a/../b");
        assertThat(err).contains("no file can be called a/../b");
        run(MISUSED, "lock", "break", "anna");
        run(DONE, "lock");
        assertThat(out).contains("list", "break");
    }
}
