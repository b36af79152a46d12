package coffer.server.operator;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.files.View;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code coffer storage} on a real core, and on objects that were taken out of it. */
class StorageCommandTest extends OperatorTest {
    private static final String TEXT = "large enough for a file. ".repeat(8_000);

    private View home;
    private Path object;

    @BeforeEach
    void storeSomething() throws IOException {
        home = home("anna");
        tree.mkdir(home, "Documents");
        tree.put(home, "Documents/plan.txt", TEXT);
        tree.put(home, "small.txt", "small");
        object = onlyFile();
    }

    private Path onlyFile() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("objects"))) {
            List<Path> found = files.filter(Files::isRegularFile).toList();
            assertThat(found).hasSize(1);
            return found.getFirst();
        }
    }

    private String id() {
        return object.getFileName().toString();
    }

    private void flip(Path file, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 1;
        Files.write(file, bytes);
    }

    private JsonNode json(int line) {
        return JsonMapper.shared().readTree(out.lines().toList().get(line));
    }

    private String keys() {
        return directory.resolve("keys").toString();
    }

    @Test
    void whatIsWholeIsSaidToBeSo() {
        for (String[] options : new String[][] {{}, {"--keyed"}, {"--keyed", "--sample", "1"}}) {
            String[] words = Stream.concat(Stream.of("storage", "scrub", "--json"), Arrays.stream(options))
                    .toArray(String[]::new);
            run(DONE, words);
            assertThat(out.lines()).hasSize(1);
            assertThat(json(0).get("objects").asInt()).isEqualTo(2);
            assertThat(json(0).get("damaged").asInt()).isZero();
            assertThat(json(0).get("keyed").asBoolean()).isEqualTo(options.length > 0);
        }
        run(DONE, "storage", "scrub");
        assertThat(out).contains("objects: 2", "damaged: 0", "orphans: 0");
    }

    @Test
    void damageIsNamedWithKindAndPlace() throws IOException {
        flip(object, 5_000);
        run(REFUSED, "storage", "scrub");
        assertThat(out.lines().findFirst())
                .contains(
                        id() + "  checksum  its bytes do not have the checksum of its row  anna: /Documents/plan.txt");
        run(REFUSED, "storage", "scrub", "--keyed", "--json");
        assertThat(json(0).get("object").asString()).isEqualTo(id());
        assertThat(json(0).get("kind").asString()).isEqualTo("checksum");
        assertThat(json(0).get("places").get(0).asString()).isEqualTo("anna: /Documents/plan.txt");
        assertThat(json(1).get("damaged").asInt()).isEqualTo(1);

        run(REFUSED, "storage", "status");
        assertThat(out).contains("damaged: 1", id() + "  checksum  ");
        Files.delete(object);
        run(REFUSED, "storage", "scrub", "--json");
        assertThat(json(0).get("kind").asString()).isEqualTo("missing");
        assertThat(json(1).get("missing").asInt()).isEqualTo(1);
    }

    @Test
    void theStatusCounts() {
        run(DONE, "storage", "status", "--json");
        JsonNode status = json(0);
        assertThat(out.lines()).hasSize(1);
        assertThat(status.get("filesObjects").asInt()).isEqualTo(1);
        assertThat(status.get("filesBytes").asInt()).isEqualTo(TEXT.length());
        assertThat(status.get("filesStoredBytes").asInt()).isGreaterThan(TEXT.length());
        assertThat(status.get("inlineObjects").asInt()).isEqualTo(1);
        assertThat(status.get("plainObjects").asInt()).isZero();
        assertThat(status.get("sealedV1Objects").asInt()).isEqualTo(2);
        assertThat(status.get("lastCheck").isNull()).isTrue();

        run(DONE, "storage", "scrub");
        run(DONE, "storage", "status");
        assertThat(out).contains("lastCheck: 2026-11-22T10:00:00Z", "lastCheckObjects: 2", "lastKeyedCheck: -");
    }

    @Test
    void theStatusIsThereForProgramsThatWatch() throws IOException {
        run(DONE, "storage", "scrub");
        run(DONE, "storage", "status", "--openmetrics");
        assertThat(out.lines())
                .contains(
                        "# TYPE coffer_storage_objects gauge",
                        "coffer_storage_objects{form=\"file\"} 1",
                        "coffer_storage_objects{form=\"inline\"} 1",
                        "coffer_storage_objects{form=\"manifest\"} 0",
                        "coffer_storage_sealed_objects{key_version=\"1\"} 2",
                        "coffer_storage_sealed_objects{key_version=\"none\"} 0",
                        "coffer_storage_damaged_objects 0",
                        "coffer_storage_check_ended_seconds{keyed=\"no\"} 1795341600",
                        "coffer_storage_check_objects{keyed=\"no\"} 2")
                .endsWith("# EOF")
                .noneMatch(line -> line.startsWith("coffer_recovery_kit_rehearsed_seconds"));
        // The grammar of OpenMetrics 1.0: each sample below the head of its own family, and no family twice.
        String family = "";
        Set<String> families = new HashSet<>();
        for (String line : out.lines().toList()) {
            if (line.startsWith("# TYPE ")) {
                family = line.split(" ", -1)[2];
                assertThat(families.add(family)).as(family).isTrue();
            } else if (!line.startsWith("# ")) {
                assertThat(line).matches(family + "(\\{[a-z_]+=\"[^\"\\\\]*\"})? [0-9]+");
            }
        }

        flip(object, 5_000);
        run(REFUSED, "storage", "scrub");
        run(REFUSED, "storage", "status", "--openmetrics");
        assertThat(out.lines()).contains("coffer_storage_damaged_objects 1");
        assertThat(out).doesNotContain(id(), "plan.txt");
    }

    @Test
    void theSampleHasTwoEdges() {
        run(DONE, "storage", "scrub", "--sample", "1000000");
        for (String odd : new String[] {"0", "-1", "1000001", "some"}) {
            run(MISUSED, "storage", "scrub", "--sample", odd);
            assertThat(err).contains("is not a number from 1 to 1000000");
        }
    }

    @Test
    void aHeaderIsShownEvenWhereItIsWrong() throws IOException {
        run(DONE, "storage", "inspect", object.toString());
        assertThat(out)
                .contains(
                        "magic: COFSEAL1",
                        "format: 1",
                        "suite: AES-256-GCM",
                        "object: " + id(),
                        "keyVersion: 1",
                        "plainBytes: " + TEXT.length(),
                        "headerChecksumFits: yes");
        flip(object, 9);
        run(DONE, "storage", "inspect", "--json", object.toString());
        assertThat(json(0).get("headerChecksumFits").asBoolean()).isFalse();
        assertThat(json(0).get("suite").asString()).isEqualTo("unknown 0");
        assertThat(json(0).get("storedBytes").asLong()).isEqualTo(Files.size(object));

        Path noise = Files.writeString(directory.resolve("noise"), "no object at all".repeat(100));
        run(REFUSED, "storage", "inspect", noise.toString());
        assertThat(err).contains(noise + ": damaged: it does not start as an object does");
        run(REFUSED, "storage", "inspect", directory.resolve("nothing").toString());
        assertThat(err).contains("there is no such file");
        run(MISUSED, "storage", "inspect");
    }

    @Test
    void objectsAreVerifiedWithAndWithoutKeys() throws IOException {
        Path copy = Files.copy(object, directory.resolve("from-a-backup"));
        run(DONE, "storage", "verify", object.toString(), copy.toString());
        assertThat(out.lines()).containsExactly(object + "  " + id() + "  header", copy + "  " + id() + "  header");
        run(DONE, "storage", "verify", "--keys", keys(), "--json", copy.toString());
        assertThat(json(0).get("verified").asString()).isEqualTo("content");

        flip(copy, 70_000);
        run(DONE, "storage", "verify", copy.toString());
        run(REFUSED, "storage", "verify", "--keys", keys(), object.toString(), copy.toString());
        assertThat(out.lines()).containsExactly(object + "  " + id() + "  content");
        assertThat(err).contains(copy + ": damaged: segment 1 is not as it was sealed");
    }

    @Test
    void anObjectIsOpenedWithRingAndRootKeyAlone() throws IOException {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Path file = Files.move(object, elsewhere.resolve("object"));
        Path rootKey = Files.move(directory.resolve("keys/root.key"), elsewhere.resolve("root"));
        Path ring = Files.move(newestRing(), elsewhere.resolve("ring"));
        Path target = elsewhere.resolve("content");
        String[] words = {
            "storage", "open", file.toString(), "--ring", ring.toString(), "--root-key", rootKey.toString()
        };

        run(DONE, words);
        assertThat(content.toString(StandardCharsets.UTF_8)).isEqualTo(TEXT);
        assertThat(out).isEmpty();
        run(DONE, with(words, "--out", target.toString()));
        assertThat(target).hasContent(TEXT);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
                .isEqualTo("rw-------");
        run(REFUSED, with(words, "--out", target.toString()));
        assertThat(err).contains(target + " is there already");
        assertThat(target).hasContent(TEXT);

        flip(file, 90_000);
        Path other = elsewhere.resolve("other");
        run(REFUSED, with(words, "--out", other.toString()));
        assertThat(err).contains("damaged: segment 1");
        assertThat(other).doesNotExist();
        run(REFUSED, words);
        assertThat(content.toString(StandardCharsets.UTF_8))
                .as("all that is genuine")
                .isEqualTo(TEXT.substring(0, 65_536));
    }

    @Test
    void withoutTheRightKeysNothingIsOpened() throws IOException {
        run(REFUSED, "storage", "open", object.toString());
        assertThat(err).contains("the key ring does not hold its space key");
        run(
                REFUSED,
                "storage",
                "open",
                object.toString(),
                "--keys",
                directory.resolve("nothing").toString());
        assertThat(err).contains("There is no root key file");
        run(
                MISUSED,
                "storage",
                "open",
                object.toString(),
                "--ring",
                newestRing().toString());
        assertThat(err).contains("--root-key");
        run(
                MISUSED,
                "storage",
                "open",
                object.toString(),
                "--keys",
                keys(),
                "--ring",
                newestRing().toString());
        assertThat(err).contains("either --ring or --keys");
        assertThat(content.size()).isZero();
    }

    @Test
    void everyCommandTellsItsExitCodes() {
        for (String command : List.of("status", "scrub", "sizes", "inspect", "verify", "open")) {
            run(DONE, "storage", command, "--help");
            assertThat(out).contains("Exit codes:", "--help");
        }
        run(DONE, "storage");
        assertThat(out).contains("scrub", "inspect");
    }

    private Path newestRing() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("keys"))) {
            return files.filter(file -> file.toString().endsWith(".cofring"))
                    .max(java.util.Comparator.comparing(Path::toString))
                    .orElseThrow();
        }
    }

    private static String[] with(String[] words, String... more) {
        return Stream.concat(Arrays.stream(words), Arrays.stream(more)).toArray(String[]::new);
    }
}
