package coffer.keys;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a root key file: lines that an operator can copy and print, the last one a checksum over the others, so that a file cut short
 * or mistyped is told from a wrong one. All forms in {@code docs/formats/key-ring.md}.
 */
final class RootKeyText {
    private static final int CHECK_BYTES = 8;
    private static final HexFormat HEX = HexFormat.of();
    private static final String FIRST_WORDS = "coffer root key 1";
    private static final Pattern TEXT = Pattern.compile("""
            (coffer root key 1( sealed| remote)?
            id ([0-9a-f]{32})
            created \\S+
            ((?:[a-z]+ [^\\n]+
            ){1,2}))check ([0-9a-f]{16})
            """);
    private static final Pattern PLAIN = Pattern.compile("key ([0-9a-f]{64})\n");
    private static final Pattern SEALED =
            Pattern.compile("kdf pbkdf2-hmac-sha512 ([1-9][0-9]{0,8}) ([0-9a-f]{32})\nkey ([0-9a-f]{120})\n");
    private static final Pattern REMOTE = Pattern.compile("at (\\S+)\nring ([0-9a-f]{4})([0-9a-f]{120})\n");

    /** What a whole file says. Arrays are not copied: they never leave this package. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    sealed interface Content {
        UUID id();

        record Plain(UUID id, byte[] key) implements Content {}

        /** @param bound what the sealed bytes are bound to: all of the text before them */
        record Sealed(UUID id, int iterations, byte[] salt, byte[] sealed, String bound) implements Content {}

        record Remote(UUID id, URI at, WrappedKey ringKey) implements Content {}
    }

    private RootKeyText() {}

    /**
     * Reads a text.
     *
     * @throws SealBroken with what is wrong with it, in words that go on after "the file is damaged:"
     */
    static Content parse(String text) throws SealBroken {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new SealBroken(
                    text.startsWith(FIRST_WORDS + "\n")
                                    || text.startsWith(FIRST_WORDS + " ")
                                    || FIRST_WORDS.startsWith(text)
                            ? "it is cut short or altered: not all of its lines are there"
                            : "it does not start as a root key file of this version does");
        }
        if (!check(matcher.group(1)).equals(matcher.group(5))) {
            throw new SealBroken("it is altered: its checksum does not fit");
        }
        UUID id = uuid(matcher.group(3));
        String form = matcher.group(2) == null ? "" : matcher.group(2);
        String lines = matcher.group(4);
        return switch (form) {
            case " sealed" -> sealed(id, whole(SEALED, lines), matcher.group(1));
            case " remote" -> remote(id, whole(REMOTE, lines));
            default -> new Content.Plain(id, HEX.parseHex(whole(PLAIN, lines).group(1)));
        };
    }

    static String plain(UUID id, Instant now, byte[] key) {
        return checked(head("", id, now) + "key " + HEX.formatHex(key) + "\n");
    }

    /** The text before the sealed bytes, which are bound to it. */
    static String beforeSealed(UUID id, Instant now, int iterations, byte[] salt) {
        return head(" sealed", id, now) + "kdf pbkdf2-hmac-sha512 " + iterations + " " + HEX.formatHex(salt) + "\n";
    }

    static String sealed(String before, byte[] sealed) {
        return checked(before + "key " + HEX.formatHex(sealed) + "\n");
    }

    static String remote(UUID id, Instant now, URI at, WrappedKey ringKey) {
        return checked(head(" remote", id, now) + "at " + at.toASCIIString() + "\nring "
                + HEX.toHexDigits((short) ringKey.keyVersion()) + HEX.formatHex(ringKey.bytes()) + "\n");
    }

    private static Content sealed(UUID id, Matcher lines, String text) {
        return new Content.Sealed(
                id,
                Integer.parseInt(lines.group(1)),
                HEX.parseHex(lines.group(2)),
                HEX.parseHex(lines.group(3)),
                text.substring(0, text.lastIndexOf("\nkey ") + 1));
    }

    private static Content remote(UUID id, Matcher lines) throws SealBroken {
        try {
            WrappedKey ringKey = new WrappedKey(HexFormat.fromHexDigits(lines.group(2)), HEX.parseHex(lines.group(3)));
            return new Content.Remote(id, URI.create(lines.group(1)), ringKey);
        } catch (IllegalArgumentException e) {
            throw new SealBroken("it is altered: " + lines.group(1) + " is no address", e);
        }
    }

    private static Matcher whole(Pattern pattern, String lines) throws SealBroken {
        Matcher matcher = pattern.matcher(lines);
        if (!matcher.matches()) {
            throw new SealBroken("it is cut short or altered: not all of its lines are there");
        }
        return matcher;
    }

    private static String head(String form, UUID id, Instant now) {
        return FIRST_WORDS + form + "\nid " + hex(id) + "\ncreated " + now.truncatedTo(ChronoUnit.SECONDS) + "\n";
    }

    private static String checked(String text) {
        return text + "check " + check(text) + "\n";
    }

    private static String hex(UUID id) {
        return HEX.toHexDigits(id.getMostSignificantBits()) + HEX.toHexDigits(id.getLeastSignificantBits());
    }

    private static UUID uuid(String hex) {
        return new UUID(HexFormat.fromHexDigitsToLong(hex, 0, 16), HexFormat.fromHexDigitsToLong(hex, 16, 32));
    }

    private static String check(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.ISO_8859_1));
            return HEX.formatHex(digest, 0, CHECK_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks SHA-256", e);
        }
    }
}
