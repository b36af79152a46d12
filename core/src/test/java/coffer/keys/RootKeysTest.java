package coffer.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.disk.RealDisk;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Root key files in all their forms. */
final class RootKeysTest {
    private static final String PASSPHRASE = "correct horse battery";

    private final SecureRandom random = new SecureRandom();

    @TempDir
    private Path directory;

    @Nested
    final class Plain {
        @Test
        void aNewRootKeyIsReadBackAndIsPrivate() throws IOException {
            RootKey made = create(new RootForm.Plain());

            assertThat(present(read()).id()).isEqualTo(made.id());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                    .isEqualTo("rw-------");
            assertThat(directory).isDirectoryContaining(file()::equals).isDirectoryNotContaining("glob:**.new");
        }

        @Test
        void theFileOfTheVectorsIsRead() throws IOException {
            Files.writeString(file(), KeyVectors.vector("root.key"));

            assertThat(present(read()).id()).isEqualTo(new RootSecret(KeyVectors.counting(0x60, 32), random, "").id());
        }

        @Test
        void everyTruncationIsNamedAsOne() throws IOException {
            String whole = KeyVectors.vector("root.key");
            for (int length = 0; length < whole.length(); length++) {
                Files.writeString(file(), whole.substring(0, length));
                assertThat(read())
                        .isEqualTo(new RootKeys.Found.Unusable(
                                "it is cut short or altered: not all of its lines are there"));
            }
        }

        @Test
        void everyAlteredCharacterIsNoticed() throws IOException {
            everyAlteredCharacterIsNoticedIn(KeyVectors.vector("root.key"), Optional.empty());
        }

        @Test
        void somethingElseIsNoRootKey() throws IOException {
            Files.writeString(file(), "coffer root key 2\n");
            assertThat(read().toString()).contains("does not start as a root key file of this version");
            Files.write(file(), new byte[5_000]);
            assertThat(read().toString()).contains("too long");
            Files.delete(file());
            Files.createDirectory(file());
            assertThat(read().toString()).contains("cannot be read");
        }

        @Test
        void noFileIsAbsent() {
            assertThat(read()).isInstanceOf(RootKeys.Found.Absent.class);
        }

        @Test
        void theKeyIsNeverPrinted() {
            assertThat(create(new RootForm.Plain()).toString()).contains("[secret]");
            assertThat(KeyVectors.KEY.toString()).contains("[secret]").doesNotContain("SecretKeySpec");
        }
    }

    @Nested
    final class WithPassphrase {
        @Test
        void opensWithItsPassphraseAlone() throws IOException {
            RootKey made = create(new RootForm.WithPassphrase(PASSPHRASE));

            assertThat(present(read(Optional.of(PASSPHRASE))).id()).isEqualTo(made.id());
            assertThat(read(Optional.of(PASSPHRASE + " ")).toString()).contains("the passphrase does not open it");
            assertThat(read(Optional.empty()).toString()).contains("needs a passphrase", "COFFER_ROOT_KEY_SECRET");
            assertThat(Files.readString(file()))
                    .startsWith("coffer root key 1 sealed\n")
                    .contains("\nkdf pbkdf2-hmac-sha512 1000000 ")
                    .doesNotContain(PASSPHRASE);
        }

        /** Typed on another keyboard, the same characters may come apart. */
        @Test
        void aPassphraseIsTheSameInEveryUnicodeForm() {
            RootKey made = create(new RootForm.WithPassphrase("Schl\u00fcsselbund"));

            assertThat(present(read(Optional.of("Schlu\u0308sselbund"))).id()).isEqualTo(made.id());
        }

        @Test
        void roundsOutsideTheLimitsAreRefused() throws IOException {
            for (int rounds : new int[] {Passphrase.ITERATIONS_MIN - 1, Passphrase.ITERATIONS_MAX + 1}) {
                Files.writeString(file(), sealedWith(rounds));
                assertThat(read(Optional.of(PASSPHRASE)).toString()).contains("asks for " + rounds + " rounds");
            }
            Files.writeString(file(), sealedWith(Passphrase.ITERATIONS_MIN));
            assertThat(read(Optional.of(PASSPHRASE)).toString()).contains("the passphrase does not open it");
        }

        @Test
        void everyAlteredCharacterIsNoticed() throws IOException {
            everyAlteredCharacterIsNoticedIn(sealedWith(Passphrase.ITERATIONS_MIN), Optional.empty());
        }

        @Test
        void aShortPassphraseIsNotTaken() {
            assertThatThrownBy(() -> new RootForm.WithPassphrase("eleven char"))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(new RootForm.WithPassphrase("twelve chars").toString()).doesNotContain("twelve");
        }

        private String sealedWith(int rounds) {
            byte[] salt = KeyVectors.counting(1, 16);
            String before = RootKeyText.beforeSealed(
                    KeyVectors.KEY_NAME.id(), Instant.parse("2026-11-22T10:00:00Z"), rounds, salt);
            return RootKeyText.sealed(before, KeyVectors.counting(3, WrappedKey.BYTES));
        }
    }

    @Nested
    final class InService {
        private static final URI AT = URI.create("memory:one");

        private final MemoryService service = new MemoryService();

        @Test
        void theFileSaysWhereTheKeyIs() throws Exception {
            RootKey made = keys(service).create(file(), new RealDisk(), new RootForm.InService(AT), Instant.EPOCH);
            WrappedKey wrapped = made.wrap(KeyVectors.counting(5, 32), new byte[] {7});

            RootKey again = present(keys(service).read(file()));

            assertThat(again.id()).isEqualTo(made.id());
            assertThat(again.isRemote()).isTrue();
            assertThat(again.place()).isEqualTo("memory:one");
            assertThat(again.ringKey()).isEqualTo(made.ringKey());
            assertThat(again.unwrap(wrapped, new byte[] {7})).isEqualTo(KeyVectors.counting(5, 32));
            assertThat(Files.readString(file())).contains("\nat memory:one\n");
        }

        @Test
        void anotherKeyAtTheSamePlaceIsNoticed() {
            keys(service).create(file(), new RealDisk(), new RootForm.InService(AT), Instant.EPOCH);

            assertThat(keys(new MemoryService()).read(file()).toString()).contains("is not the one it was made with");
        }

        @Test
        void aServiceThatIsAwayIsNoDamage() {
            RootKeys keys = keys(service);
            keys.create(file(), new RealDisk(), new RootForm.InService(AT), Instant.EPOCH);
            service.away = true;

            assertThatThrownBy(() -> keys.read(file())).isInstanceOf(RootKeyAway.class);
            assertThatThrownBy(() -> keys.create(
                            directory.resolve("other"), new RealDisk(), new RootForm.InService(AT), Instant.EPOCH))
                    .isInstanceOf(RootKeyAway.class);
            assertThat(directory.resolve("other")).doesNotExist();
        }

        private RootKeys keys(MemoryService at) {
            return new RootKeys(random, (_, _) -> at, Optional::empty);
        }
    }

    private void everyAlteredCharacterIsNoticedIn(String whole, Optional<String> secret) throws IOException {
        for (int at = 0; at < whole.length(); at++) {
            char other = whole.charAt(at) == 'a' ? 'b' : 'a';
            Files.writeString(file(), whole.substring(0, at) + other + whole.substring(at + 1));
            assertThat(read(secret)).isInstanceOf(RootKeys.Found.Unusable.class);
            assertThat(read(secret).toString()).doesNotContain("passphrase");
        }
    }

    private static RootKey present(RootKeys.Found found) {
        if (!(found instanceof RootKeys.Found.Present(RootKey key))) {
            throw new AssertionError("no root key but " + found);
        }
        return key;
    }

    private RootKeys.Found read() {
        return read(Optional.empty());
    }

    private RootKeys.Found read(Optional<String> secret) {
        return new RootKeys(random, KeyServices.NONE, () -> secret).read(file());
    }

    private RootKey create(RootForm form) {
        return RootKeys.inFiles(random).create(file(), new RealDisk(), form, Instant.parse("2026-11-22T10:00:00Z"));
    }

    private Path file() {
        return directory.resolve("root.key");
    }
}
