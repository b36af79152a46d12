package coffer.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.systemtests.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Without the right keys {@code serve} refuses in plain words and changes nothing at all, so that putting the keys back heals. It never
 * makes a second root key next to content that the first one sealed.
 */
class KeysFaultTest {

    private static final String INLINE = "small enough for the database";
    private static final int FILE_BYTES = 100_000;

    @TempDir
    static Path home;

    private static Path data;
    private static Path keys;
    private static Path keysAside;
    private static Path foreignKeys;

    /** What happened to the keys. */
    enum Mishap {
        ALL_REMOVED {
            @Override
            void befall(Path keys, Path foreign) throws IOException {
                delete(keys);
            }
        },
        ALL_FROM_ANOTHER_INSTALLATION {
            @Override
            void befall(Path keys, Path foreign) throws IOException {
                delete(keys);
                copy(foreign, keys);
            }
        },
        ROOT_KEY_REMOVED {
            @Override
            void befall(Path keys, Path foreign) throws IOException {
                Files.delete(keys.resolve(ROOT));
            }
        },
        ROOT_KEY_EMPTY {
            @Override
            void befall(Path keys, Path foreign) throws IOException {
                Files.write(keys.resolve(ROOT), new byte[0]);
            }
        },
        ROOT_KEY_TRUNCATED {
            @Override
            void befall(Path keys, Path foreign) throws IOException {
                truncate(keys.resolve(ROOT));
            }
        },
        ROOT_KEY_FROM_ANOTHER_INSTALLATION {
            @Override
            void befall(Path keys, Path foreign) throws IOException {
                Files.copy(foreign.resolve(ROOT), keys.resolve(ROOT), StandardCopyOption.REPLACE_EXISTING);
            }
        };

        private static final String ROOT = "root.key";

        abstract void befall(Path keys, Path foreign) throws IOException;
    }

    @BeforeAll
    static void makeTwoHouses() throws Exception {
        data = makeHouse("data", 1);
        keys = data.resolve("keys");
        foreignKeys = makeHouse("foreign", 2).resolve("keys");
        keysAside = home.resolve("aside");
        copy(keys, keysAside);
    }

    private static Path makeHouse(String name, long seed) throws Exception {
        var house = home.resolve(name);
        try (var server = ServerProcess.start(ServerProcess.Settings.in(house));
                var dav = server.admin()) {
            dav.put("/inline.txt", INLINE.getBytes(StandardCharsets.UTF_8));
            dav.put("/file.bin", new Content.Piece(seed, FILE_BYTES).bytes());
            server.stop();
        }
        return house;
    }

    private static void assertHealed() throws Exception {
        try (var server = ServerProcess.start(ServerProcess.Settings.in(data));
                var dav = server.admin()) {
            assertThat(dav.get("/inline.txt").text()).isEqualTo(INLINE);
            assertThat(dav.get("/file.bin").body()).isEqualTo(new Content.Piece(1, FILE_BYTES).bytes());
            server.stop();
        }
    }

    @AfterEach
    void putBack() throws IOException {
        delete(keys);
        copy(keysAside, keys);
    }

    @ParameterizedTest
    @EnumSource(Mishap.class)
    void serveRefusesAndChangesNothingAndTheRightKeysHeal(Mishap mishap) throws Exception {
        mishap.befall(keys, foreignKeys);
        assertRefusedWithoutAChange();

        putBack();
        assertHealed();
    }

    @Test
    void serveRefusesTooWhenTheDatabaseIsGoneAsWell() throws Exception {
        var aside = Files.createDirectory(home.resolve("database"));
        var files = databaseFiles();
        for (var file : files) {
            Files.move(file, aside.resolve(file.getFileName()));
        }
        delete(keys);

        assertRefusedWithoutAChange();

        putBack();
        for (var file : files) {
            Files.move(aside.resolve(file.getFileName()), file);
        }
        assertHealed();
    }

    @Test
    void oneGoodCopyOfTheRingIsEnough() throws Exception {
        var copies = ringFiles();
        for (var damaged : copies.subList(0, copies.size() - 1)) {
            truncate(damaged);
        }
        assertHealed();
    }

    @Test
    void aDamagedNewestCopyOfTheRingHealsFromTheRest() throws Exception {
        truncate(ringFiles().getLast());
        assertHealed();
    }

    @Test
    void theRootKeyAndTheRingAreForTheOwnersEyesOnly() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)))
                .isEqualTo("rwx------");
        try (var files = Files.list(keys)) {
            for (var file : (Iterable<Path>) files::iterator) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as(file.toString())
                        .isEqualTo("rw-------");
            }
        }
    }

    private void assertRefusedWithoutAChange() throws Exception {
        var before = contents();
        var ended = ServerProcess.serveToTheEnd(ServerProcess.Settings.in(data));
        assertThat(ended.status()).as(ended.output()).isNotZero();
        assertThat(ended.output()).containsIgnoringCase("key").doesNotContain("Exception", "\tat ");
        assertThat(contents()).isEqualTo(before);
    }

    /** Oldest first. */
    private List<Path> ringFiles() throws IOException {
        try (var files = Files.list(keys)) {
            return files.filter(file -> file.getFileName().toString().startsWith("ring-"))
                    .sorted(Comparator.comparingInt(
                                    (Path file) -> file.toString().length())
                            .thenComparing(Path::toString))
                    .toList();
        }
    }

    private List<Path> databaseFiles() throws IOException {
        try (var files = Files.list(data)) {
            return files.filter(file -> file.getFileName().toString().startsWith("coffer.db"))
                    .toList();
        }
    }

    /** Every file's bytes and every directory, by name. */
    private SortedMap<String, Integer> contents() throws IOException {
        var contents = new TreeMap<String, Integer>();
        try (var files = Files.walk(data)) {
            for (var file : (Iterable<Path>) files::iterator) {
                contents.put(
                        data.relativize(file).toString(),
                        Files.isRegularFile(file) ? Arrays.hashCode(Files.readAllBytes(file)) : 0);
            }
        }
        return contents;
    }

    private static void truncate(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (var file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static void delete(Path top) throws IOException {
        if (!Files.exists(top)) {
            return;
        }
        try (Stream<Path> files = Files.walk(top)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
