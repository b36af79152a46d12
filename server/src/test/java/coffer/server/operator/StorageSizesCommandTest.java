package coffer.server.operator;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.db.FalseSizes;
import coffer.db.Partition;
import coffer.files.View;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code coffer storage sizes} on a real core whose rows say wrong sizes. */
class StorageSizesCommandTest extends OperatorTest {
    private static final String TEXT = "large enough for a file. ".repeat(8_000);

    private View home;
    private FalseSizes sizes;
    private Map<String, List<String>> before;

    @BeforeEach
    void storeSomething() {
        home = home("anna");
        tree.mkdir(home, "Documents");
        tree.put(home, "Documents/plan.txt", TEXT);
        tree.put(home, "small.txt", "small");
        sizes = new FalseSizes(database);
        before = sizes.rows();
    }

    private JsonNode json(int line) {
        return JsonMapper.shared().readTree(out.lines().toList().get(line));
    }

    private void sql(String statement) {
        database.write(Partition.GENERAL, tx -> tx.update(statement));
    }

    private long events() {
        return tree.eventWords().stream().filter("sizes.mended ok"::equals).count();
    }

    @Test
    void whatIsRightIsSaidToBeSo() {
        for (String[] options : new String[][] {{}, {"--mend"}}) {
            run(DONE, words(options));
            assertThat(out.lines()).containsExactly("wrong: 0", "mended: 0", "unknown: 0");
            run(DONE, words(options, "--json"));
            assertThat(out.lines()).hasSize(1);
            assertThat(json(0).get("wrong").asLong()).isZero();
        }
        assertThat(events()).isZero();
    }

    private static String[] words(String[] options, String... more) {
        return Stream.of(new String[] {"storage", "sizes"}, options, more)
                .flatMap(Arrays::stream)
                .toArray(String[]::new);
    }

    @Test
    void wrongSizesAreNamedAndThenMended() {
        sql("UPDATE space SET used_bytes = 7");
        String row = Long.toString(home.space().value());
        long used = TEXT.length() + 5L;

        run(REFUSED, "storage", "sizes");
        assertThat(out.lines())
                .containsExactly(
                        "space  " + row + "  used_bytes  7  " + used + "  wrong  -",
                        "wrong: 1",
                        "mended: 0",
                        "unknown: 0");
        assertThat(events()).isZero();
        run(REFUSED, "storage", "sizes", "--json");
        assertThat(json(0).get("table").asString()).isEqualTo("space");
        assertThat(json(0).get("row").asString()).isEqualTo(row);
        assertThat(json(0).get("column").asString()).isEqualTo("used_bytes");
        assertThat(json(0).get("said").asLong()).isEqualTo(7);
        assertThat(json(0).get("counted").asLong()).isEqualTo(used);
        assertThat(json(0).get("result").asString()).isEqualTo("wrong");
        assertThat(json(1).get("wrong").asLong()).isEqualTo(1);

        run(DONE, "storage", "sizes", "--mend", "--json");
        assertThat(json(0).get("result").asString()).isEqualTo("mended");
        assertThat(json(1).get("wrong").asLong()).isZero();
        assertThat(json(1).get("mended").asLong()).isEqualTo(1);
        assertThat(sizes.rows()).isEqualTo(before);
        assertThat(events()).isEqualTo(1);
        run(DONE, "storage", "sizes");
        assertThat(events()).isEqualTo(1);
    }

    @Test
    void everythingThatIsFalseIsMendedAndFilesReadRight() {
        for (int seed = 0; seed < 3; seed++) {
            sizes.falsify(new SplittableRandom(seed), 1);
            run(REFUSED, "storage", "sizes");
            run(DONE, "storage", "sizes", "--mend");
            assertThat(sizes.rows()).isEqualTo(before);
            assertThat(tree.read(home, "Documents/plan.txt")).isEqualTo(TEXT);
            assertThat(tree.read(home, "small.txt")).isEqualTo("small");
        }
        assertThat(tree.eventWords()).contains("sizes.mended ok");
    }

    @Test
    void whatIsCutShortIsNamedAndNotMended() throws IOException {
        Path object = onlyFile();
        byte[] bytes = Files.readAllBytes(object);
        Files.write(object, Arrays.copyOf(bytes, bytes.length - 1_000));

        for (String[] options : new String[][] {{}, {"--mend"}}) {
            run(REFUSED, words(options));
            assertThat(out)
                    .contains(
                            "object  " + object.getFileName() + "  size_bytes  " + TEXT.length() + "  -  unknown  ",
                            "wrong: 0",
                            "mended: 0",
                            "unknown: 2");
        }
        run(REFUSED, words(new String[] {"--mend", "--json"}));
        assertThat(json(0).get("counted").isNull()).isTrue();
        assertThat(json(0).get("result").asString()).isEqualTo("unknown");
        assertThat(json(0).get("detail").asString()).isNotEmpty();
        assertThat(sizes.rows()).isEqualTo(before);
        assertThat(events()).isZero();
        Files.write(object, bytes);
        run(DONE, "storage", "sizes");
    }

    private Path onlyFile() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("objects"))) {
            List<Path> found = files.filter(Files::isRegularFile).toList();
            assertThat(found).hasSize(1);
            return found.getFirst();
        }
    }

    @Test
    void besideARunningServerNothingIsCounted() {
        sql("UPDATE space SET used_bytes = 7");
        Map<String, List<String>> falsified = sizes.rows();
        running = true;
        for (String[] options : new String[][] {{}, {"--mend"}, {"--mend", "--json"}}) {
            run(REFUSED, words(options));
            assertThat(out).isEmpty();
            assertThat(err).contains("The server runs: stop it first");
        }
        assertThat(sizes.rows()).isEqualTo(falsified);
        run(MISUSED, "storage", "sizes", "--repair");
    }
}
