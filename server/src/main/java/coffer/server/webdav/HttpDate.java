package coffer.server.webdav;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Time stamps of HTTP fields (RFC 9110, section 5.6.7), with whole seconds and English names. */
final class HttpDate {

    private static final byte[] EPOCH = ascii("Thu, 01 Jan 1970 00:00:00 GMT");
    private static final byte[] DAYS = ascii("MonTueWedThuFriSatSun");
    private static final byte[] MONTHS = ascii("JanFebMarAprMayJunJulAugSepOctNovDec");
    /** RFC 9110: a two-digit year more than 50 years ahead belongs to the past; the base is fixed, the form is extinct. */
    private static final int OBSOLETE_YEARS_FROM = 1970;

    private static final DateTimeFormatter IMF_FIXDATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH);
    private static final DateTimeFormatter RFC_850 = new DateTimeFormatterBuilder()
            .appendPattern("EEEE, dd-MMM-")
            .appendValueReduced(ChronoField.YEAR, 2, 2, OBSOLETE_YEARS_FROM)
            .appendPattern(" HH:mm:ss 'GMT'")
            .toFormatter(Locale.ENGLISH);
    private static final DateTimeFormatter ASCTIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.ENGLISH);

    private HttpDate() {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The preferred form: {@code Sun, 06 Nov 1994 08:49:37 GMT}. */
    static String format(Instant instant) {
        return new String(bytes(instant), StandardCharsets.US_ASCII);
    }

    /** The same as bytes: a listing has one for each of its members. */
    static byte[] bytes(Instant instant) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), 0, ZoneOffset.UTC);
        byte[] date = EPOCH.clone();
        System.arraycopy(DAYS, 3 * (time.getDayOfWeek().getValue() - 1), date, 0, 3);
        digits(date, 5, time.getDayOfMonth());
        System.arraycopy(MONTHS, 3 * (time.getMonthValue() - 1), date, 8, 3);
        digits(date, 12, Math.clamp(time.getYear() / 100, 0, 99));
        digits(date, 14, Math.floorMod(time.getYear(), 100));
        digits(date, 17, time.getHour());
        digits(date, 20, time.getMinute());
        digits(date, 23, time.getSecond());
        return date;
    }

    private static void digits(byte[] date, int at, int value) {
        date[at] = (byte) ('0' + value / 10);
        date[at + 1] = (byte) ('0' + value % 10);
    }

    /** RFC 3339 in the spelling of the Nextcloud server, for {@code d:creationdate}: {@code 1994-11-06T08:49:37+00:00}. */
    static String formatIso(Instant instant) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), 0, ZoneOffset.UTC);
        StringBuilder date = new StringBuilder(25);
        fourDigits(date, time.getYear()).append('-');
        twoDigits(date, time.getMonthValue()).append('-');
        twoDigits(date, time.getDayOfMonth()).append('T');
        twoDigits(date, time.getHour()).append(':');
        twoDigits(date, time.getMinute()).append(':');
        return twoDigits(date, time.getSecond()).append("+00:00").toString();
    }

    /**
     * Reads any of the three forms that recipients must accept. Empty for anything else: RFC 9110 (sections 13.1.3 and
     * 13.1.4) wants a condition with an invalid date to be ignored.
     */
    static Optional<Instant> parse(String text) {
        for (DateTimeFormatter form : List.of(IMF_FIXDATE, RFC_850, ASCTIME)) {
            try {
                return Optional.of(ZonedDateTime.of(LocalDateTime.parse(text, form), ZoneOffset.UTC)
                        .toInstant());
            } catch (DateTimeException _) {
                // Not this form; the next one may fit.
            }
        }
        return Optional.empty();
    }

    private static StringBuilder twoDigits(StringBuilder to, int value) {
        return to.append((char) ('0' + value / 10)).append((char) ('0' + value % 10));
    }

    private static StringBuilder fourDigits(StringBuilder to, int year) {
        twoDigits(to, Math.clamp(year / 100, 0, 99));
        return twoDigits(to, Math.floorMod(year, 100));
    }
}
