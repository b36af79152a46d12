package coffer.server.operator;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.files.Conditions;
import coffer.files.TreeKit;
import coffer.files.View;
import coffer.locks.LockRequest;
import coffer.locks.LockScope;
import coffer.locks.Locks;
import java.security.SecureRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code coffer transfer}. */
class TransferCommandTest extends OperatorTest {
    private View anna;
    private View ben;

    @BeforeEach
    void fill() {
        anna = home("anna");
        ben = home("ben");
        tree.mkdir(anna, "Docs");
        tree.put(anna, "Docs/a b.txt", "x");
        tree.put(anna, "free.txt", "y");
    }

    @Test
    void aFolderIsHandedOver() {
        run(DONE, "transfer", "ANNA", "ben", "/Docs/");
        assertThat(out.strip()).isEqualTo("ben: has it at /Docs (2 files and folders)");
        assertThat(tree.read(ben, "Docs/a b.txt")).isEqualTo("x");
        assertThat(tree.names(anna, "")).containsExactly("free.txt");
        assertThat(tree.eventWords()).contains("file.transferred ok");
    }

    @Test
    void everythingComesIntoAFolderOfItsOwn() {
        run(DONE, "transfer", "anna", "ben");
        assertThat(out.strip()).isEqualTo("ben: has it at /Transferred from anna (4 files and folders)");
        assertThat(tree.names(ben, "Transferred from anna")).containsExactly("Docs", "free.txt");
        assertThat(tree.names(anna, "")).isEmpty();
    }

    @Test
    void whatCannotBeIsRefused() {
        run(REFUSED, "transfer", "nobody", "ben");
        assertThat(err).contains("nobody: there is no such account");
        run(REFUSED, "transfer", "anna", "nobody");
        assertThat(err).contains("nobody: there is no such account");
        run(REFUSED, "transfer", "anna", "Anna");
        assertThat(err).contains("to themselves");
        run(REFUSED, "transfer", "anna", "ben", "none");
        assertThat(err).contains("there is no such file");
        run(REFUSED, "transfer", "anna", "ben", "a/../b");
        assertThat(err).contains("there is no such file");
        run(REFUSED, "transfer", "anna", "ben", "/");
        assertThat(err).contains("leave the path away");
        run(MISUSED, "transfer", "anna");
        assertThat(tree.read(anna, "Docs/a b.txt")).isEqualTo("x");
    }

    @Test
    void whatAProgramHasLockedStays() {
        new Locks(database, tree.files, tree.objects, tree.events, new SecureRandom(), clock)
                .lock(
                        anna,
                        TreeKit.path("free.txt"),
                        new LockRequest(LockScope.EXCLUSIVE, false, "", null),
                        Conditions.NONE);
        run(REFUSED, "transfer", "anna", "ben");
        assertThat(err).contains("a program has locked /free.txt");
        assertThat(tree.read(anna, "free.txt")).isEqualTo("y");
    }
}
