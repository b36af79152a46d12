package coffer.systemtests.walls;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.testkit.RealProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is delivered as the server holds no end-to-end cryptography, in no jar of it. */
class ServerArchiveTest {

    /** Classes of the library and of the program that may see plain text of end-to-end folders. */
    private static final List<String> FORBIDDEN = List.of("coffer/e2ee/", "coffer/client/");

    @Test
    void theServerArchiveHoldsNoEndToEndCryptography() {
        var target = House.root().resolve("server/target");
        var archive = target.resolve("coffer-server.jar");
        if (!Files.exists(archive) || !Files.isDirectory(target.resolve("lib"))) {
            throw RealProgram.missing("the server is not packaged; mvn verify does that before this test");
        }
        var jars = new ArrayList<>(House.files(target.resolve("lib"), ".jar"));
        jars.add(archive);

        assertThat(jars)
                .map(jar -> String.valueOf(jar.getFileName()))
                .anyMatch(name -> name.startsWith("coffer-core-"));
        assertThat(jars).allSatisfy(jar -> assertThat(forbiddenEntries(jar)).isEmpty());
    }

    @Test
    void anArchiveWithEndToEndCryptographyIsReported(@TempDir Path directory) throws IOException {
        var jar = directory.resolve("server.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry("coffer/server/Main.class"));
            out.putNextEntry(new ZipEntry("coffer/e2ee/FolderKey.class"));
        }

        assertThat(forbiddenEntries(jar)).containsExactly("coffer/e2ee/FolderKey.class");
    }

    private static List<String> forbiddenEntries(Path jar) {
        try (var file = new JarFile(jar.toFile())) {
            return file.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> FORBIDDEN.stream().anyMatch(name::contains))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
