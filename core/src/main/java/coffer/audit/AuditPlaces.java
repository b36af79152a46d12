package coffer.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where the parts of an audit log lie.
 *
 * @param directory {@code audit/}: one segment for each day, the checkpoints, and the public key
 * @param keyFile {@code keys/audit.key}: the key that signs checkpoints
 */
public record AuditPlaces(Path directory, Path keyFile) {
    private static final String SUFFIX = ".cofaudit";
    private static final Pattern SEGMENT = Pattern.compile("\\d{4}-\\d{2}-\\d{2}\\.cofaudit");

    /** The places in a data directory. */
    public static AuditPlaces in(Path dataDirectory) {
        return new AuditPlaces(
                dataDirectory.resolve("audit"), dataDirectory.resolve("keys").resolve("audit.key"));
    }

    /**
     * All files of the log, for a backup that reads them in this order while it is written: no checkpoint is then newer than the entries that
     * it covers.
     */
    public List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>(List.of(checkpoints()));
        days().forEach(day -> files.add(segment(day)));
        files.add(publicKey());
        files.add(keyFile);
        return files;
    }

    Path segment(LocalDate day) {
        return directory.resolve(day + SUFFIX);
    }

    Path checkpoints() {
        return directory.resolve("checkpoints" + SUFFIX);
    }

    Path publicKey() {
        return directory.resolve("audit.pub");
    }

    /** The days that have a segment, in order; none when the directory is not there. Other files are left alone. */
    List<LocalDate> days() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> SEGMENT.matcher(name).matches())
                    .flatMap(name -> day(name).stream())
                    .sorted()
                    .toList();
        }
    }

    /** Whether a segment or checkpoint file holds anything. */
    boolean hasEntries() throws IOException {
        for (LocalDate day : days()) {
            if (Files.size(segment(day)) > 0) {
                return true;
            }
        }
        return Files.exists(checkpoints()) && Files.size(checkpoints()) > 0;
    }

    private static Optional<LocalDate> day(String name) {
        try {
            return Optional.of(LocalDate.parse(name.substring(0, name.length() - SUFFIX.length())));
        } catch (DateTimeException _) {
            // 2026-02-31 is nobody's segment.
            return Optional.empty();
        }
    }
}
