package coffer.files;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Which times of modification and creation are stored: whole microseconds from {@link #EARLIEST} to {@link #LATEST}.
 * The desktop client 3.16 refuses files whose time is 0 or less, or does not fit 32 unsigned bits
 * ({@code discovery.cpp}, "invalid modification time").
 */
public final class FileTimes {
    public static final Instant EARLIEST = Instant.ofEpochSecond(1);
    public static final Instant LATEST = Instant.ofEpochSecond(0xFFFF_FFFEL);

    private FileTimes() {}

    public static boolean storable(Instant time) {
        return !time.isBefore(EARLIEST) && !time.isAfter(LATEST);
    }

    static Instant require(Instant time) {
        if (!storable(time)) {
            throw new IllegalArgumentException("not a time a file can have: " + time);
        }
        return time;
    }

    static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    static Instant ofMicros(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
