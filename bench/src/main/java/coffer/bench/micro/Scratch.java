package coffer.bench.micro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Where the process that runs a benchmark keeps its data; whoever started it removes it. */
final class Scratch {

    static final String PROPERTY = "coffer.bench.scratch";

    private Scratch() {}

    /** A new directory. */
    static Path directory() throws IOException {
        var parent = Objects.requireNonNull(System.getProperty(PROPERTY), PROPERTY);
        return Files.createTempDirectory(Path.of(parent), "micro");
    }
}
