package coffer.base;

import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A strong entity tag (RFC 9110 § 8.8.3): 64 random bits, drawn anew at each change.
 *
 * <p>Random and not counted: a database restored from a backup must not hand out a tag again that a client already knows
 * for other content. Clients expect at most 40 characters of {@code [0-9a-f]}; ours has sixteen.
 */
public record ETag(long value) {
    private static final HexFormat HEX = HexFormat.of();
    private static final int DIGITS = 16;

    public static ETag random(RandomGenerator random) {
        return new ETag(random.nextLong());
    }

    /** Sixteen lower-case hexadecimal digits, without quotes. */
    public String hex() {
        return HEX.toHexDigits(value);
    }

    /** The form of header fields and of {@code d:getetag}: in double quotes. */
    public String quoted() {
        return '"' + hex() + '"';
    }

    /** Reads what {@link #hex()} writes; empty for anything else, which then is no tag of ours and matches nothing. */
    public static Optional<ETag> parse(String text) {
        if (text.length() != DIGITS || !text.chars().allMatch(HexFormat::isHexDigit)) {
            return Optional.empty();
        }
        return Optional.of(new ETag(HexFormat.fromHexDigitsToLong(text)));
    }
}
