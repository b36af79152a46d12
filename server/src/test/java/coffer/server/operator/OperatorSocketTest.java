package coffer.server.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OperatorSocketTest {
    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aCommandRunsInTheServerWithItsInputAndItsOutput() throws IOException {
        OperatorSocket.Commands commands = (args, operator, printed, warned) -> {
            try {
                printed.print(
                        String.join("+", args) + " " + operator.variable("X").orElse("") + " "
                                + operator.inputLine().orElse("") + " "
                                + operator.inputLine().isPresent());
                warned.print("careful");
                return 3;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        try (OperatorSocket _ = OperatorSocket.open(path(), commands)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
                    .isEqualTo("rw-------");
            assertThat(call(List.of("user", "list"), Map.of("X", "y"), "first line\n"))
                    .hasValue(3);
        }
        assertThat(out).hasToString("user+list y first line false");
        assertThat(err).hasToString("careful");
        assertThat(path()).doesNotExist();
    }

    @Test
    void largeOutputArrivesWhole() throws IOException {
        String text = "0123456789ä\n".repeat(50_000);
        try (OperatorSocket _ = OperatorSocket.open(path(), (_, _, printed, _) -> {
            printed.print(text);
            return 0;
        })) {
            assertThat(call(List.of("show"), Map.of(), "")).hasValue(0);
        }
        assertThat(out.toString()).isEqualTo(text);
    }

    @Test
    void withoutAServerTheCommandIsToldSo() throws IOException {
        assertThat(call(List.of(), Map.of(), "")).isEmpty();
    }

    @Test
    void aSocketThatAKilledServerLeftIsNobody() throws IOException {
        OperatorSocket killed = OperatorSocket.open(path(), (_, _, _, _) -> 0);
        Path kept = directory.resolve("kept");
        Files.createLink(kept, path());
        killed.close();
        Files.move(kept, path());
        assertThat(call(List.of(), Map.of(), "")).isEmpty();
        try (OperatorSocket _ = OperatorSocket.open(path(), (_, _, _, _) -> 7)) {
            assertThat(call(List.of(), Map.of(), "")).hasValue(7);
        }
    }

    @Test
    void aCommandThatDiesIsNotTakenForDone() throws IOException {
        OperatorSocket.Commands dying = (_, _, _, _) -> {
            throw new IllegalStateException("died");
        };
        try (OperatorSocket _ = OperatorSocket.open(path(), dying)) {
            assertThatThrownBy(() -> call(List.of(), Map.of(), ""))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("unknown");
        }
    }

    private OptionalInt call(List<String> args, Map<String, String> variables, String input) throws IOException {
        BufferedReader lines = new BufferedReader(new StringReader(input));
        return OperatorClient.run(
                path(),
                args,
                variables,
                () -> Optional.ofNullable(lines.readLine()),
                new PrintWriter(out),
                new PrintWriter(err));
    }

    private Path path() {
        return directory.resolve("coffer.sock");
    }
}
