package coffer.server.operator;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a command says of one thing, for people or for programs. Fields keep their order. Times are ISO 8601 in UTC.
 *
 * <p>As JSON it is one object on one line, with every field; nothing known is {@code null}. As text an unknown or empty
 * value is a dash, and control characters do not occur: the core takes none in what it shows here.
 */
public final class Report {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

    public Report with(String name, @Nullable String value) {
        fields.put(name, value);
        return this;
    }

    public Report with(String name, boolean value) {
        fields.put(name, value);
        return this;
    }

    public Report with(String name, long value) {
        fields.put(name, value);
        return this;
    }

    public Report with(String name, @Nullable Long value) {
        fields.put(name, value);
        return this;
    }

    public Report with(String name, @Nullable Instant value) {
        fields.put(name, value == null ? null : value.toString());
        return this;
    }

    public Report with(String name, Collection<String> values) {
        fields.put(name, values.stream().toList());
        return this;
    }

    /** One field a line. */
    public void print(PrintWriter out, boolean json) {
        if (json) {
            out.println(JSON.writeValueAsString(fields));
        } else {
            fields.forEach((name, value) -> out.println(name + ": " + text(value)));
        }
    }

    /** All fields on one line, for lists. */
    public void printRow(PrintWriter out, boolean json) {
        if (json) {
            out.println(JSON.writeValueAsString(fields));
        } else {
            out.println(fields.values().stream().map(Report::text).collect(Collectors.joining("  ")));
        }
    }

    private static String text(@Nullable Object value) {
        String text =
                switch (value) {
                    case null -> "";
                    case Boolean flag -> flag ? "yes" : "no";
                    case Collection<?> items ->
                        items.stream().map(String::valueOf).collect(Collectors.joining(", "));
                    default -> value.toString();
                };
        return text.isEmpty() ? "-" : text;
    }
}
