package coffer.events;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Canonical JSON (RFC 8785) of the shape that events and audit entries have: objects of strings, integers and further
 * objects. Equal values have equal bytes, so a hash over the text is a hash over the value.
 *
 * <p>Arrays, fractions, booleans and null do not occur and are refused, which leaves out the part of the standard that
 * is hard to get right (number formatting, § 3.2.2.3). Integers are limited to those that every JSON reader keeps exactly
 * (RFC 7493 § 2.2).
 */
public final class CanonicalJson {
    /** The largest integer that survives a reader which holds numbers as IEEE 754 doubles. */
    public static final long INTEGER_MAX = (1L << 53) - 1;

    /** Objects within objects: an entry holds its actor, nothing holds more. */
    public static final int DEPTH_MAX = 4;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    .maxNumberLength(20)
                    .build())
            .build();

    private CanonicalJson() {}

    /**
     * The canonical text. Members stand in the order of their names' UTF-16 code units, which is the natural order of
     * {@link String}.
     *
     * @throws IllegalArgumentException for a value of another shape, an integer beyond {@link #INTEGER_MAX}, or a string
     *     with an unpaired surrogate
     */
    public static String write(SortedMap<String, ?> object) {
        StringBuilder out = new StringBuilder(512);
        writeObject(object, out, 1);
        return out.toString();
    }

    private static void writeObject(Map<?, ?> object, StringBuilder out, int depth) {
        if (depth > DEPTH_MAX) {
            throw new IllegalArgumentException("objects nest deeper than " + DEPTH_MAX);
        }
        out.append('{');
        boolean first = true;
        for (Map.Entry<?, ?> member : object.entrySet()) {
            if (!first) {
                out.append(',');
            }
            first = false;
            writeString((String) member.getKey(), out);
            out.append(':');
            switch (member.getValue()) {
                case String text -> writeString(text, out);
                case Long number -> writeInteger(number, out);
                case SortedMap<?, ?> inner -> writeObject(inner, out, depth + 1);
                default ->
                    throw new IllegalArgumentException(
                            "no canonical form for " + member.getValue().getClass());
            }
        }
        out.append('}');
    }

    private static void writeInteger(long number, StringBuilder out) {
        if (Math.absExact(number) > INTEGER_MAX) {
            throw new IllegalArgumentException("an integer beyond 2^53 - 1");
        }
        out.append(number);
    }

    /** RFC 8785 § 3.2.2.2: escapes are the shortest there are, all else stands for itself. */
    private static void writeString(String text, StringBuilder out) {
        out.append('"');
        int written = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c == '"' || c == '\\') {
                out.append(text, written, i).append(escape(c));
                written = i + 1;
            } else if (Character.isSurrogate(c)) {
                if (!isPair(text, i)) {
                    throw new IllegalArgumentException("an unpaired surrogate has no form in UTF-8");
                }
                i++;
            }
        }
        out.append(text, written, text.length()).append('"');
    }

    private static String escape(char c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\b' -> "\\b";
            case '\t' -> "\\t";
            case '\n' -> "\\n";
            case '\f' -> "\\f";
            case '\r' -> "\\r";
            default -> "\\u00" + (c < 0x10 ? '0' : '1') + Character.forDigit(c & 0xf, 16);
        };
    }

    private static boolean isPair(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
    }

    /**
     * Reads one object of the shape that {@link #write} takes. The text need not be canonical; a caller that insists on
     * it writes the result again and compares.
     *
     * @throws IllegalArgumentException when it is something else; the message does not repeat the text
     */
    public static SortedMap<String, Object> parse(String text) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("not a JSON object");
            }
            SortedMap<String, Object> object = readObject(parser);
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("more than one JSON value");
            }
            return object;
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static SortedMap<String, Object> readObject(JsonParser parser) {
        SortedMap<String, Object> object = new TreeMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            object.put(name, readValue(parser));
        }
        return object;
    }

    private static Object readValue(JsonParser parser) {
        return switch (parser.nextToken()) {
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case START_OBJECT -> readObject(parser);
            case null, default -> throw new IllegalArgumentException("a value that is no string, integer or object");
        };
    }
}
