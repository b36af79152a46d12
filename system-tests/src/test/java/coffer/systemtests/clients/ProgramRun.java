package coffer.systemtests.clients;

import coffer.testkit.RealProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One run of a real program, without terminal and without the user's own settings.
 *
 * @param output standard output and standard error, as they came
 */
record ProgramRun(int status, String output) {

    /** A program with a home directory, in which it is run. */
    record Prepared(Path program, Path home, Map<String, String> environment, Duration timeout) {

        Prepared with(String variable, String value) {
            var more = new LinkedHashMap<>(environment);
            more.put(variable, value);
            return new Prepared(program, home, more, timeout);
        }

        ProgramRun run(String... arguments) throws IOException, InterruptedException {
            return runWithInput("", arguments);
        }

        /** Runs it with the given lines on its standard input. */
        ProgramRun runWithInput(String input, String... arguments) throws IOException, InterruptedException {
            var command = new ArrayList<>(List.of(program.toString()));
            command.addAll(List.of(arguments));
            var in = Files.writeString(home.resolve("input"), input);
            var out = home.resolve("output");
            var builder = new ProcessBuilder(command)
                    .directory(home.toFile())
                    .redirectInput(in.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile());
            builder.environment().put("HOME", home.toString());
            builder.environment().put("LC_ALL", "C.UTF-8");
            // A user's own settings would change what the program does; a desktop session's, where it asks for
            // passwords.
            builder.environment().keySet().removeIf(name -> name.startsWith("XDG_") || name.endsWith("_proxy"));
            builder.environment().putAll(environment);
            var process = builder.start();
            if (!process.waitFor(timeout.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError(program + " did not end within " + timeout + ":\n" + Files.readString(out));
            }
            return new ProgramRun(process.exitValue(), new String(Files.readAllBytes(out), StandardCharsets.UTF_8));
        }
    }

    /** Prepares a program that must be installed; {@code home} is made if it is not there. */
    static Prepared of(RealProgram program, Path home, Duration timeout) throws IOException {
        return new Prepared(program.need(), Files.createDirectories(home), Map.of(), timeout);
    }

    /** Fails with the whole output unless the program ended well. */
    ProgramRun succeeded() {
        if (status != 0) {
            throw new AssertionError("ended with status " + status + ":\n" + output);
        }
        return this;
    }
}
