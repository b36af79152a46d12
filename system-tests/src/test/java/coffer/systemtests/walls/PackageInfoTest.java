package coffer.systemtests.walls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every package says in its {@code package-info.java} what it is for, and that null is the exception in it. */
class PackageInfoTest {

    @Test
    void everyPackageOfTheHouseIsDescribedAndNullMarked() {
        assertThat(House.sources())
                .allSatisfy(sources -> assertThat(undescribed(sources)).isEmpty());
    }

    @Test
    void packagesWithoutDescriptionOrMarkAreReported(@TempDir Path sources) throws IOException {
        write(sources, "described", "/** Keeps things. */\n@NullMarked\npackage described;\n");
        write(sources, "silent", "@NullMarked\npackage silent;\n");
        write(sources, "unmarked", "/** Keeps things. */\npackage unmarked;\n");
        Files.createDirectories(sources.resolve("bare"));
        Files.writeString(sources.resolve("bare/Thing.java"), "package bare; final class Thing {}");

        assertThat(undescribed(sources)).map(Path::toString).containsExactly("bare", "silent", "unmarked");
    }

    private static List<Path> undescribed(Path sources) {
        return House.files(sources, ".java").stream()
                .map(file -> Objects.requireNonNull(file.getParent()))
                .distinct()
                .filter(directory -> !isDescribed(directory.resolve("package-info.java")))
                .map(sources::relativize)
                .toList();
    }

    private static boolean isDescribed(Path packageInfo) {
        if (!Files.exists(packageInfo)) {
            return false;
        }
        var text = House.text(packageInfo);
        return text.contains("/**") && text.lines().anyMatch("@NullMarked"::equals);
    }

    private static void write(Path sources, String name, String packageInfo) throws IOException {
        for (var file : Stream.of("package-info.java", "Thing.java").toList()) {
            Files.createDirectories(sources.resolve(name));
            Files.writeString(
                    sources.resolve(name).resolve(file),
                    file.startsWith("p") ? packageInfo : "package " + name + "; final class Thing {}");
        }
    }
}
