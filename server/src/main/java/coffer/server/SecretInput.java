package coffer.server;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Passwords for commands: asked for without showing them at a terminal, read line by line from a pipe or file. */
final class SecretInput {
    private @Nullable BufferedReader piped;

    /** The next line; empty at the end. */
    @SuppressWarnings("SystemConsoleNull") // JDK 25 has none again where input is not a terminal
    Optional<String> line() throws IOException {
        Console console = System.console();
        if (console != null && console.isTerminal()) {
            char[] typed = console.readPassword("Password: ");
            return typed == null ? Optional.empty() : Optional.of(new String(typed));
        }
        if (piped == null) {
            piped = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        }
        return Optional.ofNullable(piped.readLine());
    }
}
