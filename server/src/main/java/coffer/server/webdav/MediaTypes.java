package coffer.server.webdav;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Media types by the ending of a file's name. What a client says in {@code Content-Type} of an upload is not kept: the
 * sync clients send {@code application/octet-stream} for everything, and a name cannot lie about what it is.
 */
final class MediaTypes {

    static final String UNKNOWN = "application/octet-stream";

    private static final Map<String, String> BY_ENDING = read();

    private MediaTypes() {}

    /** The type without parameters, {@value #UNKNOWN} for unknown endings. */
    static String ofName(String fileName) {
        int dot = fileName.lastIndexOf('.');
        // A leading dot hides a file; it begins no ending.
        if (dot <= 0) {
            return UNKNOWN;
        }
        return BY_ENDING.getOrDefault(fileName.substring(dot + 1).toLowerCase(Locale.ROOT), UNKNOWN);
    }

    /** The value of {@code Content-Type} for a download: texts are taken for UTF-8. */
    static String contentType(String fileName) {
        String type = ofName(fileName);
        return type.startsWith("text/") ? type + ";charset=UTF-8" : type;
    }

    private static Map<String, String> read() {
        Map<String, String> types = new HashMap<>();
        try (InputStream file =
                        Objects.requireNonNull(MediaTypes.class.getResourceAsStream("media-types.txt"), "media types");
                BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("#")) {
                    continue;
                }
                String[] words = line.split(" ", -1);
                for (int i = 1; i < words.length; i++) {
                    types.putIfAbsent(words[i], words[0]);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.copyOf(types);
    }
}
