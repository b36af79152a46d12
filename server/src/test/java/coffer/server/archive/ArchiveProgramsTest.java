package coffer.server.archive;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.testkit.RealProgram;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs with which people open archives bring back what was written: names, contents, empty folders and times. */
class ArchiveProgramsTest {
    private static final RealProgram UNZIP = new RealProgram("unzip", "unzip");
    private static final RealProgram SEVEN_ZIP = new RealProgram("7zz", "7zip");
    private static final RealProgram BSDTAR = new RealProgram("bsdtar", "libarchive-tools");
    private static final RealProgram TAR = new RealProgram("tar", "tar");

    private static final int TIMEOUT_SECONDS = 60;

    @TempDir
    Path directory;

    private Path target = Path.of("");

    @BeforeEach
    void makeTarget() throws IOException {
        target = Files.createDirectory(directory.resolve("target"));
    }

    private Path archive(ArchiveFormat format) throws IOException {
        Path file = directory.resolve("sample." + format.extension());
        try (OutputStream out = Files.newOutputStream(file);
                ArchiveWriter writer = format.writer(out, directory)) {
            Samples.write(writer);
        }
        return file;
    }

    @Test
    void unzipTestsAndUnpacks() throws Exception {
        String zip = archive(ArchiveFormat.ZIP).toString();
        assertThat(run(null, UNZIP, "-t", zip)).contains("No errors detected");
        run(null, UNZIP, "-q", zip);
        assertUnpacked();
    }

    @Test
    void sevenZipTestsAndUnpacks() throws Exception {
        String zip = archive(ArchiveFormat.ZIP).toString();
        assertThat(run(null, SEVEN_ZIP, "t", zip)).contains("Everything is Ok");
        run(null, SEVEN_ZIP, "x", zip);
        assertUnpacked();
    }

    @Test
    void bsdtarUnpacksZip() throws Exception {
        run(null, BSDTAR, "-xf", archive(ArchiveFormat.ZIP).toString());
        assertUnpacked();
    }

    /** In a pipe nobody can look at the list at the end first. */
    @Test
    void bsdtarUnpacksZipAsAStream() throws Exception {
        run(archive(ArchiveFormat.ZIP), BSDTAR, "-xf", "-");
        assertUnpacked();
    }

    @Test
    void bsdtarUnpacksTar() throws Exception {
        run(archive(ArchiveFormat.TAR), BSDTAR, "-xf", "-");
        assertUnpacked();
    }

    @Test
    void gnuTarUnpacksTar() throws Exception {
        run(archive(ArchiveFormat.TAR), TAR, "-xf", "-");
        assertUnpacked();
    }

    /** A file of more than 4 GiB and what lies behind it, in a file with holes for the zeros. */
    @Test
    void largeArchivesAreListed() throws Exception {
        long size = (1L << 32) + 3;
        for (ArchiveFormat format : ArchiveFormat.values()) {
            Path file = directory.resolve("large." + format.extension());
            try (SparseFile out = new SparseFile(file);
                    ArchiveWriter writer = format.writer(out, directory)) {
                writer.file("large.bin", Samples.MODIFIED, size, Zeros.of(size));
                writer.file("behind.txt", Samples.MODIFIED, 1, content -> content.write('x'));
                writer.end();
            }
            assertThat(run(null, BSDTAR, "-tvf", file.toString()))
                    .contains(Long.toString(size))
                    .contains("behind.txt");
        }
        String zip = directory.resolve("large.zip").toString();
        assertThat(run(null, UNZIP, "-l", zip)).contains(Long.toString(size));
        assertThat(run(null, UNZIP, "-p", zip, "behind.txt")).endsWith("x");
        assertThat(run(null, SEVEN_ZIP, "l", zip)).contains(Long.toString(size));
        assertThat(run(null, SEVEN_ZIP, "t", zip, "behind.txt")).contains("Everything is Ok");
        assertThat(run(null, TAR, "-tvf", directory.resolve("large.tar").toString()))
                .contains(Long.toString(size))
                .contains("behind.txt");
    }

    private void assertUnpacked() throws IOException {
        for (Map.Entry<String, String> entry : Samples.entries().entrySet()) {
            Path path = target.resolve(entry.getKey());
            if (entry.getKey().endsWith("/")) {
                assertThat(path).isDirectory();
            } else {
                assertThat(path).hasContent(entry.getValue());
                assertThat(Files.getLastModifiedTime(path).toInstant()).isEqualTo(Samples.MODIFIED);
            }
        }
    }

    /** @param input what comes to the program through a pipe; null for nothing */
    private String run(@Nullable Path input, RealProgram program, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.need().toString()));
        command.addAll(List.of(arguments));
        Path output = directory.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(target.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("TZ", "Pacific/Auckland");
        Process process = builder.start();
        try (OutputStream pipe = process.getOutputStream()) {
            if (input != null) {
                Files.copy(input, pipe);
            }
        }
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command + " did not end: " + Files.readString(output));
        }
        String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as("%s: %s", command, text).isZero();
        return text;
    }
}
