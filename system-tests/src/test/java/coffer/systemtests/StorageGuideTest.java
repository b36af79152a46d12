package coffer.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of {@code docs/encryption-at-rest.md}, one after the other, by a shell, on a server that holds files. */
class StorageGuideTest {

    private static final Path GUIDE = Path.of("../docs/encryption-at-rest.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\n(.*?)^```$");
    private static final byte[] CONTENT =
            "what a person has stored ".repeat(10_000).getBytes(StandardCharsets.UTF_8);
    private static final long SECONDS_MAX = 240;

    @TempDir
    Path home;

    @Test
    void everyCommandOfTheGuideDoesWhatItSays() throws Exception {
        var commands = commands();
        assertThat(commands).hasSizeGreaterThan(15);
        program();
        var data = home.resolve("data");
        try (var server = ServerProcess.start(ServerProcess.Settings.in(data))) {
            try (var admin = server.admin()) {
                OcsCalls.createUser(admin, "anna", "password-of-anna");
            }
            try (var anna = new DavClient(server.address(), "anna", "password-of-anna")) {
                anna.put("/large.bin", CONTENT);
                anna.put("/small.txt", "small".getBytes(StandardCharsets.UTF_8));

                var printed = run(String.join("\n", commands));

                assertThat(printed)
                        .contains(
                                "No recovery kit was tried out yet",
                                "rootKey: ",
                                "converted: ",
                                "wrong: 0",
                                "mended: 0",
                                "unknown: 0");
                assertThat(Files.readAllBytes(home.resolve("opened.bin"))).isEqualTo(CONTENT);
                assertThat(home.resolve("one/large.bin")).hasBinaryContent(CONTENT);
                assertThat(home.resolve("all/small.txt")).hasContent("small");
                assertThat(lineOf(home.resolve("found.key"), "id"))
                        .as("the kit made after the first rotation holds the root key of that time")
                        .hasSize("id ".length() + 32);
                assertThat(anna.get("/large.bin").body()).isEqualTo(CONTENT);
                assertThat(anna.get("/small.txt").text()).isEqualTo("small");
            }
            var besides = ServerProcess.command(ServerProcess.Settings.in(data), "storage", "sizes");
            assertThat(besides.status()).as(besides.output()).isEqualTo(1);
            assertThat(besides.output()).contains("The server runs: stop it first");
            server.stop();
        }
        try (var restored = ServerProcess.start(ServerProcess.Settings.in(home.resolve("elsewhere")));
                var anna = new DavClient(restored.address(), "anna", "password-of-anna")) {
            assertThat(anna.get("/large.bin").body()).isEqualTo(CONTENT);
            assertThat(anna.get("/small.txt").text()).isEqualTo("small");
        }
    }

    private static String lineOf(Path file, String word) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(word + " "))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> commands() throws IOException {
        return BLOCK.matcher(Files.readString(GUIDE))
                .results()
                .flatMap(block -> block.group(1).lines())
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** {@code ./coffer} of the guide: the program as this build has it, on the data of this test. */
    private void program() throws IOException {
        var java =
                ChildJvm.command("coffer.server.Main", List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"), List.of())
                        .stream()
                        .map(word -> "'" + word + "'")
                        .collect(Collectors.joining(" "));
        program("coffer", java, "data");
        program("coffer-elsewhere", java, "elsewhere");
    }

    private void program(String name, String java, String data) throws IOException {
        Files.writeString(home.resolve(name), "#!/bin/sh\nexec " + java + " \"$@\" --data " + data + "\n");
        Files.setPosixFilePermissions(home.resolve(name), PosixFilePermissions.fromString("rwx------"));
    }

    private String run(String script) throws IOException, InterruptedException {
        var output = home.resolve("output.txt");
        var shell = new ProcessBuilder("bash", "-euo", "pipefail", "-x", "-c", script)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        shell.getOutputStream().close();
        boolean ended = shell.waitFor(SECONDS_MAX, TimeUnit.SECONDS);
        if (!ended) {
            shell.destroyForcibly();
        }
        var printed = Files.readString(output);
        assertThat(ended && shell.exitValue() == 0).as(printed).isTrue();
        return printed;
    }
}
