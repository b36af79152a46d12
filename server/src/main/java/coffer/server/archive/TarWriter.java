package coffer.server.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A tar archive as a stream, with the headers of {@code pax} for what the old ones cannot hold. */
final class TarWriter implements ArchiveWriter {
    private static final int FILE_MODE = 0100644;
    private static final int FOLDER_MODE = 0040755;

    /** Never closed: that would write an end behind what broke off, and there is nothing else to let go of. */
    private final TarArchiveOutputStream tar;

    TarWriter(OutputStream out) {
        tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
    }

    @Override
    public void folder(String path, Instant modified) throws IOException {
        tar.putArchiveEntry(entry(path, FOLDER_MODE, modified));
        tar.closeArchiveEntry();
    }

    @Override
    public void file(String path, Instant modified, long sizeBytes, Content content) throws IOException {
        TarArchiveEntry entry = entry(path, FILE_MODE, modified);
        entry.setSize(sizeBytes);
        tar.putArchiveEntry(entry);
        content.transfer(tar);
        tar.closeArchiveEntry();
    }

    private static TarArchiveEntry entry(String path, int mode, Instant modified) {
        TarArchiveEntry entry = new TarArchiveEntry(path, true);
        entry.setMode(mode);
        // Fractions would cost a header of their own for each file, and no protocol here shows them.
        entry.setModTime(FileTime.from(modified.truncatedTo(ChronoUnit.SECONDS)));
        // The library names whoever runs the server.
        entry.setUserName("");
        entry.setGroupName("");
        entry.setIds(0, 0);
        return entry;
    }

    @Override
    public void end() throws IOException {
        tar.finish();
    }

    @Override
    public void close() {}
}
