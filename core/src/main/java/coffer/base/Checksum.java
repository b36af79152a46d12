package coffer.base;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A checksum of content as clients announce and read it: {@code SHA1:2fd4…} in {@code OC-Checksum} and
 * {@code oc:checksums}. The digits are lower case.
 */
public record Checksum(Algorithm algorithm, String hex) {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]+");

    /** In the order of preference of the desktop client 3.16 ({@code checksums.cpp}), best first. */
    public enum Algorithm {
        SHA3_256("SHA3-256", 64),
        SHA256("SHA256", 64),
        SHA1("SHA1", 40),
        MD5("MD5", 32),
        ADLER32("ADLER32", 8);

        private final String wireName;
        private final int hexDigits;

        Algorithm(String wireName, int hexDigits) {
            this.wireName = wireName;
            this.hexDigits = hexDigits;
        }

        /** As clients spell it, in upper case. */
        public String wireName() {
            return wireName;
        }

        /** The algorithm of this name in any case; empty when we know none. */
        public static Optional<Algorithm> named(String name) {
            for (Algorithm algorithm : values()) {
                if (algorithm.wireName.equals(name.toUpperCase(Locale.ROOT))) {
                    return Optional.of(algorithm);
                }
            }
            return Optional.empty();
        }
    }

    public Checksum {
        if (hex.length() != algorithm.hexDigits || !HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException(
                    algorithm.wireName + " takes " + algorithm.hexDigits + " lower-case hexadecimal digits");
        }
    }

    /** Reads {@code ALGORITHM:hex} in any case; empty when the algorithm is unknown or the digits do not fit it. */
    public static Optional<Checksum> parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        String hex = text.substring(colon + 1).strip().toLowerCase(Locale.ROOT);
        return Algorithm.named(text.substring(0, colon).strip())
                .filter(algorithm ->
                        hex.length() == algorithm.hexDigits && HEX.matcher(hex).matches())
                .map(algorithm -> new Checksum(algorithm, hex));
    }

    /** The wire form, {@code SHA1:2fd4…}. */
    @Override
    public String toString() {
        return algorithm.wireName + ":" + hex;
    }
}
