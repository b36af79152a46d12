package coffer.audit;

import coffer.events.CanonicalJson;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.SortedMap;

/** What entries and checkpoints have in common: a line of canonical JSON in UTF-8, and how its members are read. */
final class CanonicalLine {
    /** UTC, always with six digits, so that times sort as text. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private CanonicalLine() {}

    static byte[] write(SortedMap<String, Object> members) {
        return CanonicalJson.write(members).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The members of a line without its line feed.
     *
     * @throws MalformedLine also when the same members can be written in another way: one value, one form
     */
    static SortedMap<String, Object> read(byte[] line) throws MalformedLine {
        if (line.length >= Lines.LINE_BYTES_MAX) {
            throw new MalformedLine("it is longer than any entry");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line))
                    .toString();
            SortedMap<String, Object> members = CanonicalJson.parse(text);
            if (!CanonicalJson.write(members).equals(text)) {
                throw new MalformedLine("it is not in canonical form");
            }
            return members;
        } catch (CharacterCodingException e) {
            throw new MalformedLine("it is not UTF-8", e);
        } catch (IllegalArgumentException e) {
            throw new MalformedLine("it is " + e.getMessage(), e);
        }
    }

    static String text(SortedMap<String, Object> members, String name) throws MalformedLine {
        if (members.get(name) instanceof String text) {
            return text;
        }
        throw new MalformedLine("it has no text called " + name);
    }

    static long number(SortedMap<String, Object> members, String name) throws MalformedLine {
        if (members.get(name) instanceof Long number && number >= 0) {
            return number;
        }
        throw new MalformedLine("it has no number called " + name);
    }

    static Digest digest(SortedMap<String, Object> members, String name) throws MalformedLine {
        try {
            return new Digest(text(members, name));
        } catch (IllegalArgumentException e) {
            throw new MalformedLine("its " + name + " is no SHA-256 value", e);
        }
    }

    static String time(Instant time) {
        return TIME.format(time);
    }

    static Instant time(SortedMap<String, Object> members, String name) throws MalformedLine {
        try {
            return TIME.parse(text(members, name), Instant::from);
        } catch (DateTimeException e) {
            throw new MalformedLine("its " + name + " is no time", e);
        }
    }
}
