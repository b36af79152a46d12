package coffer.server.operator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What passes between a command and the server that runs it: one JSON object a line.
 *
 * @param args the command's arguments; the first frame of a connection, from the operator
 * @param variables the operator's variables that commands may read; in the first frame
 * @param line a line of the operator's input, in answer to {@code ask}; null at its end
 * @param ask the command wants a line of input
 * @param out text for standard output
 * @param err text for standard error
 * @param exit the command's exit code; the last frame
 */
record Frame(
        @Nullable List<String> args,
        @Nullable Map<String, String> variables,
        @Nullable String line,
        @Nullable Boolean ask,
        @Nullable String out,
        @Nullable String err,
        @Nullable Integer exit) {
    /** Longest line either side takes. */
    static final int CHARS_MAX = 1 << 20;

    private static final JsonMapper JSON = JsonMapper.builder()
            .changeDefaultPropertyInclusion(
                    old -> old.withValueInclusion(com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL))
            .build();

    static Frame call(List<String> args, Map<String, String> variables) {
        return new Frame(args, variables, null, null, null, null, null);
    }

    static Frame line(@Nullable String line) {
        return new Frame(null, null, line, null, null, null, null);
    }

    static Frame asking() {
        return new Frame(null, null, null, true, null, null, null);
    }

    static Frame out(String text) {
        return new Frame(null, null, null, null, text, null, null);
    }

    static Frame err(String text) {
        return new Frame(null, null, null, null, null, text, null);
    }

    static Frame exit(int code) {
        return new Frame(null, null, null, null, null, null, code);
    }

    void write(Writer writer) throws IOException {
        synchronized (writer) {
            writer.write(JSON.writeValueAsString(this));
            writer.write('\n');
            writer.flush();
        }
    }

    /** The next frame, or null when the other side has closed. */
    static @Nullable Frame read(BufferedReader reader) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int c = reader.read(); c != '\n'; c = reader.read()) {
            if (c < 0) {
                return null;
            }
            if (text.length() == CHARS_MAX) {
                throw new IOException("a line of the operator socket is longer than " + CHARS_MAX);
            }
            text.append((char) c);
        }
        try {
            return JSON.readValue(text.toString(), Frame.class);
        } catch (JacksonException e) {
            throw new IOException("a line of the operator socket is not understood", e);
        }
    }
}
