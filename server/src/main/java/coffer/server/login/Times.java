package coffer.server.login;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Times as people read them. */
final class Times {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private Times() {}

    static String text(@Nullable Instant time, String otherwise) {
        return time == null ? otherwise : FORMAT.format(time);
    }

    static String ago(Instant time, Instant now) {
        long minutes = Duration.between(time, now).toMinutes();
        return minutes < 1 ? "just now" : minutes == 1 ? "a minute ago" : minutes + " minutes ago";
    }

    /** A waiting time, rounded up. */
    static String within(Duration time) {
        long seconds = Math.max(1, time.plusMillis(999).toSeconds());
        return seconds <= 90 ? seconds + " seconds" : (seconds + 59) / 60 + " minutes";
    }
}
