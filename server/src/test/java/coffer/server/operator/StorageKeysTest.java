package coffer.server.operator;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.files.View;
import java.io.IOException;
import java.nio.file.Files;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** {@code coffer storage rotate} and {@code convert} on a real core. */
class StorageKeysTest extends OperatorTest {
    private static final String PASSPHRASE = "correct horse battery";

    private View home;

    @BeforeEach
    void fill() {
        home = home("anna");
        tree.put(home, "a.txt", "one");
        tree.put(home, "b.txt", "two".repeat(100_000));
    }

    @Nested
    final class Rotate {
        @Test
        void theRootKeyIsReplacedAndFilesOpen() {
            UUID before = tree.disk.ring().rootId();

            run(DONE, "storage", "rotate", "--root");

            UUID now = tree.disk.ring().rootId();
            assertThat(now).isNotEqualTo(before);
            assertThat(out).contains("before: " + before, "rootKey: " + now, "root.key");
            assertThat(tree.read(home, "b.txt")).isEqualTo("two".repeat(100_000));
        }

        @Test
        void aPassphraseIsReadLikeAPassword() throws IOException {
            input.add(PASSPHRASE);
            run(DONE, "storage", "rotate", "--root", "--with-passphrase");

            assertThat(Files.readString(directory.resolve("keys/root.key"))).startsWith("coffer root key 1 sealed\n");
            input.add("short");
            run(REFUSED, "storage", "rotate", "--root", "--with-passphrase");
            assertThat(err).contains("stays as it is", "at least 12 characters");
        }

        @Test
        void oneOfBothIsNamed() {
            UUID before = tree.disk.ring().rootId();

            run(MISUSED, "storage", "rotate");
            run(MISUSED, "storage", "rotate", "--root", "--space", "anna");

            assertThat(tree.disk.ring().rootId()).isEqualTo(before);
        }

        @Test
        void aHomeGetsAnotherKeyAndItsFilesLeaveTheOldOne() {
            run(DONE, "storage", "rotate", "--space", "ANNA");
            assertThat(out).contains("user: anna", "version 2");
            run(REFUSED, "storage", "rotate", "--space", "nobody");
            assertThat(err).contains("There is no user nobody.");

            run(DONE, "storage", "convert", "--leave-retired-keys");

            assertThat(out).contains("conversion: leave-retired-keys", "converted: 2", "conversionFailed: 0");
            assertThat(tree.read(home, "a.txt")).isEqualTo("one");
            run(DONE, "storage", "convert", "--leave-retired-keys");
            assertThat(out).contains("converted: 0");
        }
    }

    @Nested
    final class Convert {
        @Test
        void nothingIsToBeDoneWhereEverythingIsSealed() {
            run(DONE, "storage", "convert", "--json");

            assertThat(out).contains("\"conversion\":\"seal\"", "\"converted\":0");
            run(REFUSED, "storage", "convert", "--stop");
            assertThat(err).contains("No conversion goes on.");
        }
    }
}
