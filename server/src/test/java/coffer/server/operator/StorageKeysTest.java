package coffer.server.operator;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.files.View;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** {@code coffer storage rotate}, {@code convert} and {@code kit} on a real core. */
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
        void anAddressThatNobodyKnowsChangesNothing() {
            UUID before = tree.disk.ring().rootId();

            run(REFUSED, "storage", "rotate", "--root", "--at", "smoke:signals");

            assertThat(err).contains("stays as it is", "smoke:");
            assertThat(tree.disk.ring().rootId()).isEqualTo(before);
            run(REFUSED, "storage", "rotate", "--root", "--at", "pkcs11:token=a", "--with-passphrase");
            run(MISUSED, "storage", "rotate");
            run(MISUSED, "storage", "rotate", "--root", "--space", "anna");
            run(MISUSED, "storage", "rotate", "--root", "--backups");
        }

        @Test
        void aHomeGetsAnotherKeyAndItsFilesLeaveTheOldOne() {
            run(DONE, "storage", "rotate", "--backups");
            assertThat(out).startsWith("key: ");
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

    @Nested
    final class Kit {
        @Test
        void aSealedKitOpensWithItsPassphrase() {
            input.add(PASSPHRASE);
            run(DONE, "storage", "kit", "sealed", "--installation", "cloud.example");
            assertThat(out).startsWith("coffer recovery kit 1\n").contains("installation cloud.example");
            String kit = out;

            rehearse(kit, PASSPHRASE, DONE);
            assertThat(out).contains("rootKey: " + tree.disk.ring().rootId(), "spaceKeys: 1", "objects: 2");
            rehearse(kit, "another passphrase", REFUSED);
            assertThat(err).contains("The passphrase does not open the kit.");
            rehearse(kit.replace("cloud.example", "clown.example"), PASSPHRASE, REFUSED);
            assertThat(err).contains("no whole kit");
            run(DONE, "storage", "status");
            assertThat(out).contains("rehearsed: 2026-11-22T10:00:00Z", "warning: -");
        }

        @Test
        void aGeneratedPassphraseIsNotPartOfTheKit() {
            run(DONE, "storage", "kit", "sealed", "--generate");

            assertThat(err).startsWith("passphrase: ");
            String passphrase = err.strip().substring("passphrase: ".length());
            assertThat(passphrase.split(" ", -1)).hasSize(7);
            assertThat(out).doesNotContain(passphrase);
            rehearse(out, passphrase, DONE);
        }

        @Test
        void wordsAndSharesOpenToo() {
            run(DONE, "storage", "kit", "words");
            assertThat(out.strip().split(" ", -1)).hasSize(24);
            rehearse(out, null, DONE);

            run(DONE, "storage", "kit", "shares", "--needed", "2", "--count", "3");
            List<String> shares = out.lines().toList();
            assertThat(shares).hasSize(3);
            rehearse(shares.get(0) + "\n" + shares.get(2), null, DONE);
            rehearse(shares.get(1), null, REFUSED);
            assertThat(err).contains("2 are needed");
            run(REFUSED, "storage", "kit", "shares", "--needed", "4", "--count", "3");
        }

        @Test
        void theKitOfAnotherKeyIsRefused() {
            run(DONE, "storage", "kit", "words");
            String words = out;
            run(DONE, "storage", "rotate", "--root");

            rehearse(words, null, REFUSED);

            assertThat(err)
                    .contains(
                            "does not open what is stored here",
                            tree.disk.ring().rootId().toString());
            run(DONE, "storage", "status");
            assertThat(out).contains("warning: No recovery kit was tried out yet.");
        }

        @Test
        void wordsThatAreNoneAreNamed() {
            rehearse("abandon abandun " + "abandon ".repeat(22), null, REFUSED);
            assertThat(err).contains("word 2, perhaps abandon");
            rehearse("abandon ".repeat(24), null, REFUSED);
            assertThat(err).contains("no root key");
            run(REFUSED, "storage", "kit", "rehearse");
            assertThat(err).contains("Give a recovery kit on standard input");
        }

        @Test
        void aLostRootKeyComesBackFromAKit() throws IOException {
            run(DONE, "storage", "kit", "words");
            input.addAll(out.lines().toList());
            Path file = directory.resolve("found.key");

            run(DONE, "storage", "kit", "open", file.toString());

            byte[] root = Files.readAllBytes(directory.resolve("keys/root.key"));
            assertThat(keyLine(Files.readAllBytes(file))).isEqualTo(keyLine(root));
            input.addAll(List.of("abandon"));
            run(
                    REFUSED,
                    "storage",
                    "kit",
                    "open",
                    directory.resolve("other.key").toString());
            assertThat(directory.resolve("other.key")).doesNotExist();
        }

        @Test
        void aRootKeyFileIsNeverReplaced() throws IOException {
            run(DONE, "storage", "kit", "words");
            input.addAll(out.lines().toList());
            Path file = directory.resolve("keys/root.key");
            byte[] before = Files.readAllBytes(file);

            run(REFUSED, "storage", "kit", "open", file.toString());

            assertThat(err).contains("already");
            assertThat(Files.readAllBytes(file)).isEqualTo(before);
        }

        @Test
        void sheetsArePages() {
            run(DONE, "storage", "kit", "words", "--page");
            assertThat(out).startsWith("<!DOCTYPE html>").contains("storage kit rehearse");
            run(DONE, "storage", "kit", "sealed", "--generate", "--page");
            assertThat(out).contains("<svg");
        }

        private void rehearse(String kit, @org.jspecify.annotations.Nullable String passphrase, int exit) {
            input.clear();
            input.addAll(kit.lines().toList());
            variables.clear();
            if (passphrase != null) {
                variables.put(OperatorCommand.PASSWORD_VARIABLE, passphrase);
            }
            run(exit, "storage", "kit", "rehearse");
        }

        private static String keyLine(byte[] file) {
            return Arrays.stream(new String(file, java.nio.charset.StandardCharsets.US_ASCII).split("\n", -1))
                    .filter(line -> line.startsWith("key "))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
