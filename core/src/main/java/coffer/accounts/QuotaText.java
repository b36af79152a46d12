package coffer.accounts;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them. */
final class QuotaText {
    /** Longest text looked at; the longest meaningful one has half of that. */
    private static final int LENGTH_MAX = 48;

    private static final Pattern SIZE = Pattern.compile("(\\d{1,19}(?:\\.\\d{1,18})?)\\s*([kmgtpe]?i?b?)");

    private static final List<String> UNITS = List.of("B", "KB", "MB", "GB", "TB", "PB", "EB");

    private static final Map<Character, Integer> EXPONENTS = Map.of('k', 1, 'm', 2, 'g', 3, 't', 4, 'p', 5, 'e', 6);

    private static final BigDecimal KIBI = BigDecimal.valueOf(1024);
    private static final BigDecimal BYTES_MAX = BigDecimal.valueOf(Long.MAX_VALUE);

    private QuotaText() {}

    static Optional<Quota> parse(String text) {
        String given = text.strip().toLowerCase(Locale.ROOT);
        return switch (given) {
            case "none", "-1", "-3" -> Optional.of(new Quota.Unlimited());
            case "default" -> Optional.of(new Quota.Default());
            default -> bytes(given);
        };
    }

    static String size(long bytes) {
        int unit = 0;
        long number = bytes;
        while (number != 0 && number % 1024 == 0 && unit < UNITS.size() - 1) {
            number /= 1024;
            unit++;
        }
        return number + " " + UNITS.get(unit);
    }

    private static Optional<Quota> bytes(String given) {
        if (given.length() > LENGTH_MAX) {
            return Optional.empty();
        }
        Matcher size = SIZE.matcher(given);
        if (!size.matches() || size.group(2).equals("i") || size.group(2).equals("ib")) {
            return Optional.empty();
        }
        String unit = size.group(2);
        int exponent = unit.isEmpty() ? 0 : EXPONENTS.getOrDefault(unit.charAt(0), 0);
        BigDecimal bytes =
                new BigDecimal(size.group(1)).multiply(KIBI.pow(exponent)).setScale(0, RoundingMode.DOWN);
        return bytes.compareTo(BYTES_MAX) > 0 ? Optional.empty() : Optional.of(new Quota.Bytes(bytes.longValueExact()));
    }
}
