package coffer.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The header of one part of a {@link Multipart}. Names in any case, each at most once; values are UTF-8 as they came,
 * which is how the desktop client (3.7) sends names of files.
 */
public final class PartFields {
    /** RFC 9110 § 5.6.2. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private final Map<String, String> values = new HashMap<>();

    PartFields() {}

    /** The value without white space around it. */
    public Optional<String> value(String name) {
        return raw(name).map(String::strip);
    }

    /** The value with what may stand behind it: names of files may end with a blank. */
    public Optional<String> raw(String name) {
        return Optional.ofNullable(values.get(name.toLowerCase(Locale.ROOT)));
    }

    /** Takes a line; false when it is no header line, is folded, or repeats a name. */
    boolean add(byte[] bytes) {
        String line;
        try {
            line = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException _) {
            return false;
        }
        int colon = line.indexOf(':');
        if (colon < 0 || line.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
            return false;
        }
        String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
        int from = colon + 1;
        while (from < line.length() && (line.charAt(from) == ' ' || line.charAt(from) == '\t')) {
            from++;
        }
        return TOKEN.matcher(name).matches() && values.putIfAbsent(name, line.substring(from)) == null;
    }
}
