package coffer.server.webdav;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** Times as seconds since 1970, the way the sync clients send them. */
final class UnixTime {

    /** Digits only: signs, exponents and hexadecimal, which PHP once took, are refused. iOS sends {@code 1763700000.0}. */
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}(\\.[0-9]{1,9})?");

    private UnixTime() {}

    /** The time in whole seconds, a fraction cut off; empty when this is no such number. */
    static Optional<Instant> parse(String text) {
        if (!SECONDS.matcher(text).matches()) {
            return Optional.empty();
        }
        int point = text.indexOf('.');
        return Optional.of(Instant.ofEpochSecond(Long.parseLong(point < 0 ? text : text.substring(0, point))));
    }
}
