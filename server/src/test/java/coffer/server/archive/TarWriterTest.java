package coffer.server.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Commons Compress reads, at random and as a stream. Other programs: {@link ArchiveProgramsTest}. */
class TarWriterTest {
    /** The old field for sizes has eleven octal digits: 8 GiB. */
    private static final long SIZE = (8L << 30) + 3;

    private static byte[] sample() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarWriter tar = new TarWriter(out)) {
            Samples.write(tar);
        }
        return out.toByteArray();
    }

    @Test
    void comesBackAsAStream() throws IOException {
        Map<String, String> found = new LinkedHashMap<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(sample()))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                found.put(entry.getName(), new String(tar.readAllBytes(), StandardCharsets.UTF_8));
                assertThat(entry.getLastModifiedTime().toInstant()).isEqualTo(Samples.MODIFIED);
                assertThat(entry.getMode()).isEqualTo(entry.isDirectory() ? 0040755 : 0100644);
                assertThat(entry.getUserName() + entry.getGroupName())
                        .as("who runs the server")
                        .isEmpty();
                assertThat(entry.getLongUserId()).isZero();
            }
        }
        assertThat(found).containsExactlyEntriesOf(Samples.entries());
    }

    @Test
    void comesBackAtRandom() throws IOException {
        Map<String, String> found = new LinkedHashMap<>();
        try (TarFile tar = new TarFile(sample())) {
            for (TarArchiveEntry entry : tar.getEntries()) {
                found.put(
                        entry.getName(), new String(tar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        assertThat(found).containsExactlyEntriesOf(Samples.entries());
    }

    @Test
    void holdsFilesOfMoreThanEightGibibytes(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("huge.tar");
        try (SparseFile out = new SparseFile(file);
                TarWriter tar = new TarWriter(out)) {
            tar.file("huge.bin", Samples.MODIFIED, SIZE, Zeros.of(SIZE));
            tar.file("behind.txt", Samples.MODIFIED, 4, content -> content.write(new byte[] {'h', 'e', 'r', 'e'}));
            tar.end();
        }
        try (TarFile tar = new TarFile(file)) {
            assertThat(tar.getEntries()).hasSize(2);
            assertThat(tar.getEntries().getFirst().getSize()).isEqualTo(SIZE);
            assertThat(tar.getInputStream(tar.getEntries().getLast())).hasContent("here");
        }
    }

    @Test
    void contentOfAnotherLengthIsRefused() {
        assertThatThrownBy(() -> write(3, 2)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> write(3, 4)).isInstanceOf(IOException.class);
    }

    private static void write(int announced, int written) throws IOException {
        try (TarWriter tar = new TarWriter(OutputStream.nullOutputStream())) {
            tar.file("a", Samples.MODIFIED, announced, out -> out.write(new byte[written]));
        }
    }

    @Test
    void anArchiveWithoutItsEndHasNone() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarWriter tar = new TarWriter(out)) {
            tar.folder("a/", Samples.MODIFIED);
        }
        assertThat(out.size()).isLessThanOrEqualTo(512);
    }
}
