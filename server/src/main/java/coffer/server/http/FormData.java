package coffer.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code application/x-www-form-urlencoded} (WHATWG URL § 5.1), of queries and bodies, read strictly. */
public final class FormData {
    /** The largest form of the clients, a new share, has 15 parameters. */
    public static final int PARAMETERS_MAX = 200;

    private FormData() {}

    /**
     * The parameters in order of appearance.
     *
     * @throws RequestRefused 400 for broken escapes, broken UTF-8 or more than {@value #PARAMETERS_MAX} parameters
     */
    public static Map<String, List<String>> parse(String text) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        int count = 0;
        for (int start = 0; start < text.length(); ) {
            int ampersand = text.indexOf('&', start);
            int end = ampersand < 0 ? text.length() : ampersand;
            if (end > start) {
                if (++count > PARAMETERS_MAX) {
                    throw RequestRefused.badRequest("There are more than " + PARAMETERS_MAX + " parameters.");
                }
                int equals = text.indexOf('=', start);
                int nameEnd = equals < 0 || equals > end ? end : equals;
                String name = decode(text, start, nameEnd);
                String value = nameEnd == end ? "" : decode(text, nameEnd + 1, end);
                parameters.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
            }
            start = end + 1;
        }
        return parameters;
    }

    private static String decode(String text, int start, int end) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.substring(start, end));
        ByteBuffer decoded = ByteBuffer.allocate(bytes.remaining());
        while (bytes.hasRemaining()) {
            byte b = bytes.get();
            switch (b) {
                case '+' -> decoded.put((byte) ' ');
                case '%' -> {
                    int high = bytes.hasRemaining() ? Hex.digit(bytes.get()) : -1;
                    int low = bytes.hasRemaining() ? Hex.digit(bytes.get()) : -1;
                    if (high < 0 || low < 0) {
                        throw RequestRefused.badRequest("A parameter has a broken percent-escape.");
                    }
                    decoded.put((byte) (high << 4 | low));
                }
                default -> decoded.put(b);
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString();
        } catch (CharacterCodingException _) {
            throw RequestRefused.badRequest("A parameter is not UTF-8.");
        }
    }
}
