package coffer.kits;

import coffer.keys.PassphraseSeal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a sealed kit: eight lines, of which the seal binds the first five, and the last is a checksum over the others, so that a text
 * cut short or mistyped is told from a wrong passphrase. Layout in {@code docs/formats/recovery-kit.md}.
 */
final class KitFile {
    private static final HexFormat HEX = HexFormat.of();
    private static final int CHECK_BYTES = 8;
    private static final int SEALED_LINE_BYTES = PassphraseSeal.SEALED_BYTES / 2;
    private static final String NAME = "coffer recovery kit ";
    private static final String FIRST_LINE = NAME + "1\n";
    private static final Pattern BLANK_ENDS = Pattern.compile("[ \\t\\r]+(?=\\n|$)");
    private static final Pattern TEXT = Pattern.compile("""
            (?<checked>(?<bound>coffer recovery kit 1
            root-id (?<root>[0-9a-f]{32})
            made (?<made>[0-9TZ:-]{20})
            installation (?<installation>.+)
            kdf pbkdf2-hmac-sha512 (?<iterations>[1-9][0-9]{0,8}) (?<salt>[0-9a-f]{32})
            )sealed (?<first>[0-9a-f]{60})
            sealed (?<second>[0-9a-f]{60})
            )check (?<check>[0-9a-f]{16})
            """);

    private KitFile() {}

    /** The lines that the seal vouches for. */
    static String bound(KitLabel label, int iterations, byte[] salt) {
        return """
                coffer recovery kit 1
                root-id %s
                made %s
                installation %s
                kdf pbkdf2-hmac-sha512 %s %s
                """.formatted(
                        hex(label.rootId()),
                        label.made(),
                        label.installation(),
                        Integer.toString(iterations),
                        HEX.formatHex(salt));
    }

    static String text(String bound, byte[] sealed) {
        String checked = bound
                + "sealed " + HEX.formatHex(sealed, 0, SEALED_LINE_BYTES) + "\n"
                + "sealed " + HEX.formatHex(sealed, SEALED_LINE_BYTES, sealed.length) + "\n";
        return checked + "check " + check(checked) + "\n";
    }

    /** Reads a text as it was pasted: other line ends, blanks at ends of lines and empty lines around it do no harm. */
    static SealedKit.Read parse(String pasted) {
        String text = BLANK_ENDS.matcher(pasted).replaceAll("").strip() + "\n";
        Matcher lines = TEXT.matcher(text);
        if (!lines.matches()) {
            return new SealedKit.Read.Damaged(misshapen(text));
        }
        if (!check(lines.group("checked")).equals(lines.group("check"))) {
            return new SealedKit.Read.Damaged("it is altered: its checksum does not fit");
        }
        int iterations = Integer.parseInt(lines.group("iterations"));
        if (iterations < SealedKit.ITERATIONS_MIN || iterations > SealedKit.ITERATIONS_MAX) {
            return new SealedKit.Read.Damaged(String.format(
                    Locale.ROOT,
                    "it hashes its passphrase %,d times, and only %,d to %,d times are accepted",
                    iterations,
                    SealedKit.ITERATIONS_MIN,
                    SealedKit.ITERATIONS_MAX));
        }
        return whole(lines, iterations);
    }

    private static SealedKit.Read whole(Matcher lines, int iterations) {
        byte[] salt = HEX.parseHex(lines.group("salt"));
        byte[] sealed = HEX.parseHex(lines.group("first") + lines.group("second"));
        try {
            KitLabel label = new KitLabel(
                    rootId(lines.group("root")), Instant.parse(lines.group("made")), lines.group("installation"));
            // The seal is checked over what was understood, so that must be what stands there: 24:00 is a time too.
            if (bound(label, iterations, salt).equals(lines.group("bound"))) {
                return new SealedKit.Read.Whole(new SealedKit(label, iterations, salt, sealed));
            }
        } catch (DateTimeException | IllegalArgumentException e) {
            // The reason below says all there is: no writer made such a line.
        }
        return new SealedKit.Read.Damaged("it is altered: its time or its installation is none");
    }

    private static String misshapen(String text) {
        if (!text.startsWith(NAME) && !NAME.startsWith(text.strip())) {
            return "it does not start as a recovery kit does";
        }
        return text.startsWith(FIRST_LINE) || FIRST_LINE.startsWith(text.strip())
                ? "it is cut short or altered: not all of its eight lines are there"
                : "it is of another version than 1, or its first line is altered";
    }

    private static UUID rootId(String hex) {
        return new UUID(HexFormat.fromHexDigitsToLong(hex, 0, 16), HexFormat.fromHexDigitsToLong(hex, 16, 32));
    }

    private static String hex(UUID id) {
        return HEX.toHexDigits(id.getMostSignificantBits()) + HEX.toHexDigits(id.getLeastSignificantBits());
    }

    private static String check(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return HEX.formatHex(KitDigest.first(CHECK_BYTES, bytes, bytes.length));
    }
}
