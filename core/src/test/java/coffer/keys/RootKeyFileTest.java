package coffer.keys;

import coffer.disk.RealDisk;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RootKeyFileTest {
    @TempDir
    private Path directory;

    @Test
    void aNewRootKeyIsReadBackAndIsPrivate() throws IOException {
        RootKey made = create();

        assertThat(RootKeyFile.read(file()))
                .isInstanceOfSatisfying(
                        RootKeyFile.Found.Present.class,
                        present -> assertThat(present.key().id()).isEqualTo(made.id()));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(directory).isDirectoryContaining(file()::equals).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void theFileOfTheVectorsIsRead() throws IOException {
        Files.writeString(file(), Sealed.vector("root.key"));

        assertThat(RootKeyFile.read(file()))
                .isInstanceOfSatisfying(RootKeyFile.Found.Present.class, present -> assertThat(
                                present.key().id())
                        .isEqualTo(new RootKey(Sealed.counting(0x60, 32)).id()));
    }

    @Test
    void everyTruncationIsNamedAsOne() throws IOException {
        String whole = Sealed.vector("root.key");
        for (int length = 0; length < whole.length(); length++) {
            Files.writeString(file(), whole.substring(0, length));
            assertThat(RootKeyFile.read(file()))
                    .isEqualTo(new RootKeyFile.Found.Damaged(
                            "it is cut short or altered: not all of its five lines are there"));
        }
    }

    @Test
    void everyAlteredCharacterIsNoticed() throws IOException {
        String whole = Sealed.vector("root.key");
        for (int at = 0; at < whole.length(); at++) {
            char other = whole.charAt(at) == 'a' ? 'b' : 'a';
            Files.writeString(file(), whole.substring(0, at) + other + whole.substring(at + 1));
            assertThat(RootKeyFile.read(file())).isInstanceOf(RootKeyFile.Found.Damaged.class);
        }
    }

    @Test
    void somethingElseIsNoRootKey() throws IOException {
        Files.writeString(file(), "coffer root key 2\n");
        assertThat(RootKeyFile.read(file()).toString()).contains("does not start as a root key file of this version");
        Files.write(file(), new byte[5_000]);
        assertThat(RootKeyFile.read(file()).toString()).contains("too long");
        Files.delete(file());
        Files.createDirectory(file());
        assertThat(RootKeyFile.read(file()).toString()).contains("cannot be read");
    }

    @Test
    void noFileIsAbsent() {
        assertThat(RootKeyFile.read(file())).isInstanceOf(RootKeyFile.Found.Absent.class);
    }

    @Test
    void theKeyIsNeverPrinted() {
        assertThat(create().toString()).contains("[secret]").doesNotContain("key ring");
        assertThat(Sealed.KEY.toString()).contains("[secret]").doesNotContain("SecretKeySpec");
    }

    private RootKey create() {
        return RootKeyFile.create(file(), new RealDisk(), new SecureRandom(), Instant.parse("2026-11-22T10:00:00Z"));
    }

    private Path file() {
        return directory.resolve("root.key");
    }
}
