package coffer.adapter.pkcs11;

import coffer.testkit.RealProgram;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * SoftHSM 2 with tokens of its own. It reads its settings where the environment variable SOFTHSM2_CONF says, which the pom sets for the JVM
 * of the tests, because SoftHSM runs in there; here they are written anew for each test class.
 *
 * @param tokens the directory with a directory for each token
 */
record SoftHsm(Path program, Path module, Path tokens) {
    static final String PIN = "geheim-4711";

    private static final String SECURITY_OFFICER = "geheim-4712";
    private static final List<String> MODULES = List.of(
            "/usr/lib/softhsm/libsofthsm2.so",
            "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
            "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
            "/usr/lib64/pkcs11/libsofthsm2.so");

    static SoftHsm need(Path directory) throws IOException {
        Path program = new RealProgram("softhsm2-util", "softhsm2").need();
        Path module = MODULES.stream()
                .map(Path::of)
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> RealProgram.missing("softhsm2-util is there, and its library is not"));
        String settings = System.getenv("SOFTHSM2_CONF");
        if (settings == null) {
            throw new AssertionError("the tests run through Maven, which sets SOFTHSM2_CONF for their JVM");
        }
        Path tokens = Files.createDirectories(directory.resolve("tokens"));
        Files.writeString(
                Path.of(settings),
                "directories.tokendir = " + tokens + "\nobjectstore.backend = file\nlog.level = ERROR\n");
        return new SoftHsm(program, module, tokens);
    }

    /** Makes a token, and returns its directory. */
    Path makeToken(String label) throws IOException, InterruptedException {
        List<Path> before = directories();
        run("--init-token", "--free", "--label", label, "--pin", PIN, "--so-pin", SECURITY_OFFICER);
        return directories().stream()
                .filter(directory -> !before.contains(directory))
                .findFirst()
                .orElseThrow();
    }

    /** Brings an AES key from outside. */
    void importKey(String token, String object, int bytes, Path directory) throws IOException, InterruptedException {
        Path file = Files.createTempFile(directory, "key", ".aes");
        Files.write(file, new byte[bytes]);
        String id = "%032x"
                .formatted(new java.math.BigInteger(
                        1, Objects.requireNonNull(file.getFileName()).toString().getBytes(StandardCharsets.US_ASCII)));
        run(
                "--import",
                file.toString(),
                "--aes",
                "--token",
                token,
                "--label",
                object,
                "--id",
                id.substring(0, 32),
                "--pin",
                PIN);
    }

    URI address(String token, String object) {
        return URI.create("pkcs11:token=" + token + ";object=" + object + "?module-path=" + module);
    }

    /** The file of the only key of a token. */
    Path onlyObject(Path token) throws IOException {
        try (Stream<Path> list = Files.list(token)) {
            return list.filter(file -> file.toString().endsWith(".object") && !file.endsWith("token.object"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private List<Path> directories() throws IOException {
        try (Stream<Path> list = Files.list(tokens)) {
            return list.toList();
        }
    }

    private void run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString(), "--module", module.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", arguments) + ": " + output);
        }
    }
}
