package coffer.systemtests.walls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the project's own sources and classes are, seen from a test of this module. */
final class House {

    /** Modules that hold production code of core, adapters and server; those on the other side of the end-to-end wall do not belong here. */
    private static final List<String> MODULES =
            List.of("core", "adapters/messages", "adapters/pkcs11", "adapters/kms", "adapters/s3", "server");

    private House() {}

    /** The directory of the root pom. Maven runs the tests of a module in the module's directory. */
    static Path root() {
        var root = Path.of("").toAbsolutePath().getParent();
        if (root == null || !Files.exists(root.resolve("core/pom.xml"))) {
            throw new IllegalStateException(
                    "these tests run in a module's directory below the root pom, not in " + root);
        }
        return root;
    }

    static List<Path> classes() {
        return MODULES.stream()
                .map(module -> root().resolve(module).resolve("target/classes"))
                .toList();
    }

    static List<Path> sources() {
        return MODULES.stream()
                .map(module -> root().resolve(module).resolve("src/main/java"))
                .toList();
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All regular files below a directory whose name ends in {@code suffix}. */
    static List<Path> files(Path directory, String suffix) {
        try (Stream<Path> walk = Files.walk(directory)) {
            return walk.filter(Files::isRegularFile)
                    .filter(f -> f.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
