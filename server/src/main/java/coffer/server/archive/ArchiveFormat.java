package coffer.server.archive;

import java.io.OutputStream;
import java.nio.file.Path;

/** The forms in which a folder can be had. */
public enum ArchiveFormat {
    /** ZIP with UTF-8 names, and Zip64 where it is needed (PKWARE APPNOTE 6.3). */
    ZIP("application/zip", "zip") {
        @Override
        ArchiveWriter writer(OutputStream out, Path scratch) {
            return new ZipWriter(out, new Spool(scratch));
        }
    },
    /** The interchange format of POSIX.1-2001 ({@code pax}). */
    TAR("application/x-tar", "tar") {
        @Override
        ArchiveWriter writer(OutputStream out, Path scratch) {
            return new TarWriter(out);
        }
    };

    private final String mediaType;
    private final String extension;

    ArchiveFormat(String mediaType, String extension) {
        this.mediaType = mediaType;
        this.extension = extension;
    }

    public String mediaType() {
        return mediaType;
    }

    /** What stands behind the point of the archive's name. */
    public String extension() {
        return extension;
    }

    /** @param scratch a directory for what does not fit into memory */
    abstract ArchiveWriter writer(OutputStream out, Path scratch);
}
