package coffer.systemtests.disk;

import coffer.testkit.RealProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The preloaded library, compiled from {@code src/test/c/testdisk} into {@code target/testdisk} when its sources are newer. */
final class DiskLibrary {

    private static final RealProgram COMPILER = new RealProgram("gcc", "gcc");
    private static final Path SOURCES = Path.of("src/test/c/testdisk");
    private static final Path LIBRARY = Path.of("target/testdisk/libtestdisk.so");
    private static final int COMPILER_TIMEOUT_SECONDS = 120;

    private static @Nullable Path built;

    private DiskLibrary() {}

    /** Returns where the library lies. Without a compiler the running test fails or is skipped, as for any real program. */
    static synchronized Path path() throws IOException {
        if (built == null) {
            built = build();
        }
        return built;
    }

    private static Path build() throws IOException {
        var library = LIBRARY.toAbsolutePath();
        var sources = sources();
        if (Files.exists(library) && newest(sources).compareTo(Files.getLastModifiedTime(library)) < 0) {
            return library;
        }
        Files.createDirectories(library.getParent());
        // Under another name first: another JVM may be loading the old one.
        var fresh = Files.createTempFile(library.getParent(), "libtestdisk", ".so");
        var command = new ArrayList<>(List.of(
                COMPILER.need().toString(),
                "-std=gnu11",
                "-O2",
                "-g",
                "-Wall",
                "-Wextra",
                "-Werror",
                "-fPIC",
                "-shared",
                "-o",
                fresh.toString()));
        sources.stream().map(Path::toString).filter(name -> name.endsWith(".c")).forEach(command::add);
        var compiler = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!compiler.waitFor(COMPILER_TIMEOUT_SECONDS, TimeUnit.SECONDS) || compiler.exitValue() != 0) {
                throw new AssertionError("gcc could not build the library:\n" + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while compiling", e);
        }
        Files.move(fresh, library, StandardCopyOption.ATOMIC_MOVE);
        return library;
    }

    private static List<Path> sources() throws IOException {
        try (var files = Files.list(SOURCES)) {
            return files.sorted().toList();
        }
    }

    private static FileTime newest(List<Path> files) throws IOException {
        var newest = FileTime.fromMillis(0);
        for (var file : files) {
            var time = Files.getLastModifiedTime(file);
            newest = time.compareTo(newest) > 0 ? time : newest;
        }
        return newest;
    }
}
