package coffer.server.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Commons Compress and the JDK read, at random and as a stream. Other programs: {@link ArchiveProgramsTest}. */
class ZipWriterTest {
    private static final long FOUR_GIB = 1L << 32;

    @TempDir
    Path directory;

    private ZipWriter writer(OutputStream out) {
        return new ZipWriter(out, new Spool(directory));
    }

    private byte[] sample() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipWriter zip = writer(out)) {
            Samples.write(zip);
        }
        return out.toByteArray();
    }

    @Test
    void comesBackAtRandom() throws IOException {
        Path file = Files.write(directory.resolve("a.zip"), sample());
        Map<String, String> found = new LinkedHashMap<>();
        try (ZipFile zip = ZipFile.builder().setPath(file).get()) {
            for (ZipArchiveEntry entry : Collections.list(zip.getEntriesInPhysicalOrder())) {
                found.put(
                        entry.getName(), new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
                assertThat(entry.getLastModifiedTime().toInstant()).isEqualTo(Samples.MODIFIED);
                assertThat(entry.getGeneralPurposeBit().usesUTF8ForNames()).isTrue();
                assertThat(entry.getUnixMode()).isEqualTo(entry.isDirectory() ? 0040755 : 0100644);
            }
        }
        assertThat(found).containsExactlyEntriesOf(Samples.entries());
    }

    @Test
    void comesBackAsAStream() throws IOException {
        Map<String, String> found = new LinkedHashMap<>();
        try (ZipArchiveInputStream zip = new ZipArchiveInputStream(new ByteArrayInputStream(sample()))) {
            for (ZipArchiveEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                found.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
                assertThat(entry.getLastModifiedTime().toInstant()).isEqualTo(Samples.MODIFIED);
            }
        }
        assertThat(found).containsExactlyEntriesOf(Samples.entries());
    }

    @Test
    void theJdkReadsTheStream() throws IOException {
        Map<String, String> found = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(sample()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                found.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        assertThat(found).containsExactlyEntriesOf(Samples.entries());
    }

    /** A field of 16 bits counts the entries; with as many as it can tell the number stands elsewhere. */
    @Test
    void holdsMoreEntriesThanSixteenBitsCount() throws IOException {
        for (int count : new int[] {0xFFFE, 0xFFFF, 70_000}) {
            Path file = directory.resolve(count + ".zip");
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
                    ZipWriter zip = writer(out)) {
                for (int i = 0; i < count; i++) {
                    zip.folder("f" + i + "/", Samples.MODIFIED);
                }
                zip.end();
            }
            try (java.util.zip.ZipFile jdk = new java.util.zip.ZipFile(file.toFile())) {
                assertThat(jdk.size()).isEqualTo(count);
                assertThat(jdk.getEntry("f" + (count - 1) + "/")).isNotNull();
            }
        }
        Path most = directory.resolve("70000.zip");
        try (ZipFile zip = ZipFile.builder().setPath(most).get()) {
            assertThat(Collections.list(zip.getEntries())).hasSize(70_000);
        }
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .as("nothing is left of the lists, which did not fit into memory")
                    .allMatch(name -> name.endsWith(".zip"));
        }
    }

    /** The file is longer than 32 bits tell, and so is the way to what comes behind it. */
    @Test
    void holdsFilesOfMoreThanFourGibibytes() throws IOException {
        Path file = directory.resolve("huge.zip");
        long size = FOUR_GIB + 3;
        try (SparseFile out = new SparseFile(file);
                ZipWriter zip = writer(out)) {
            zip.file("huge.bin", Samples.MODIFIED, size, Zeros.of(size));
            zip.file("behind.txt", Samples.MODIFIED, 4, content -> content.write(new byte[] {'h', 'e', 'r', 'e'}));
            zip.end();
        }
        try (ZipFile zip = ZipFile.builder().setPath(file).get();
                java.util.zip.ZipFile jdk = new java.util.zip.ZipFile(file.toFile())) {
            assertThat(zip.getEntry("huge.bin").getSize()).isEqualTo(size);
            assertThat(zip.getEntry("behind.txt").getLocalHeaderOffset()).isGreaterThan(FOUR_GIB);
            assertThat(zip.getInputStream(zip.getEntry("behind.txt"))).hasContent("here");
            assertThat(jdk.getEntry("huge.bin").getSize()).isEqualTo(size);
            assertThat(jdk.getInputStream(jdk.getEntry("behind.txt"))).hasContent("here");
        }
    }

    /** The frames of the blocks alone may bring it over what 32 bits tell. */
    @Test
    void theFormOfTheSizesFollowsFromThePackedLength() {
        long largest = FOUR_GIB - 2 - StoredBlocks.HEADER_BYTES * (FOUR_GIB / StoredBlocks.BLOCK_BYTES);
        for (long size = largest - 80; size < largest + 80; size++) {
            boolean wide = StoredBlocks.length(size) >= ZipRecord.MAX_32;
            ZipRecord record = new ZipRecord(new byte[] {'a'}, false, Samples.MODIFIED, size, 0, 0);
            assertThat(record.descriptor().remaining()).isEqualTo(wide ? 24 : 16);
            assertThat(record.localHeader().remaining()).isEqualTo(30 + 1 + 9 + (wide ? 20 : 0));
            assertThat(record.centralHeader().remaining()).isEqualTo(46 + 1 + 9 + (wide ? 12 : 0));
        }
        assertThat(StoredBlocks.length(largest - 80)).isLessThan(ZipRecord.MAX_32);
        assertThat(StoredBlocks.length(largest + 80)).isGreaterThan(ZipRecord.MAX_32);
    }

    @Test
    void contentOfAnotherLengthIsRefused() throws IOException {
        try (ZipWriter zip = writer(OutputStream.nullOutputStream())) {
            assertThatThrownBy(() -> zip.file("a", Samples.MODIFIED, 3, out -> out.write(new byte[2])))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("shorter");
            assertThatThrownBy(() -> zip.file("a", Samples.MODIFIED, 3, out -> out.write(new byte[4])))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("longer");
        }
    }

    @Test
    void anArchiveWithoutItsEndIsNone() throws IOException {
        Path file = directory.resolve("broken.zip");
        try (OutputStream out = Files.newOutputStream(file);
                ZipWriter zip = writer(out)) {
            zip.folder("a/", Samples.MODIFIED);
        }
        assertThatThrownBy(() -> new java.util.zip.ZipFile(file.toFile())).isInstanceOf(IOException.class);
    }

    @Test
    void timesOutsideOfTheFieldsAreTheNearest() throws IOException {
        for (String time : List.of(
                "1900-01-01T00:00:00Z", "1979-12-31T23:59:59Z", "2099-06-01T00:00:00Z", "9999-01-01T00:00:00Z")) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (ZipWriter zip = writer(out)) {
                zip.file("a", Instant.parse(time), 0, _ -> {});
                zip.end();
            }
            try (InputStream in = new ByteArrayInputStream(out.toByteArray());
                    ZipInputStream zip = new ZipInputStream(in)) {
                assertThat(zip.getNextEntry().getName()).isEqualTo("a");
            }
        }
        assertThat(ZipRecord.dosTime(Instant.parse("1900-01-01T00:00:00Z")))
                .isEqualTo(ZipRecord.dosTime(Instant.parse("1980-01-01T00:00:00Z")));
        assertThat(ZipRecord.dosTime(Instant.parse("9999-01-01T00:00:00Z")))
                .isEqualTo(ZipRecord.dosTime(Instant.parse("2107-12-31T23:59:59Z")));
        assertThat(ZipRecord.dosTime(Instant.parse("2026-11-23T06:29:31Z")))
                .isEqualTo((46 << 25) | (11 << 21) | (23 << 16) | (6 << 11) | (29 << 5) | 15);
    }
}
