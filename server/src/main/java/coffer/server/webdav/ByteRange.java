package coffer.server.webdav;

import java.util.Optional;

/**
 * A part of a representation, as the server will send it.
 *
 * @param from first byte, counted from 0
 * @param toExclusive behind the last byte, greater than {@code from}
 */
record ByteRange(long from, long toExclusive) {

    /** What becomes of a {@code Range} field for a representation of a given size (RFC 9110, section 14.2). */
    sealed interface Asked {
        /** No field, another unit, several ranges, no valid field, or an empty file: the whole is sent with 200. */
        record Whole() implements Asked {}

        record Part(ByteRange range) implements Asked {}

        /** Nothing of what was asked for exists: 416. */
        record Unsatisfiable() implements Asked {}
    }

    private static final Asked WHOLE = new Asked.Whole();
    private static final Asked UNSATISFIABLE = new Asked.Unsatisfiable();
    private static final String UNIT = "bytes=";

    /**
     * Reads a {@code Range} field. Several ranges are answered whole: RFC 9110, section 14.2 lets a server ignore the
     * field, no known client asks for more than one, and every client must cope with 200; a half-answered set or a
     * multipart body would be a risk without a user.
     */
    static Asked asked(Optional<String> field, long sizeBytes) {
        // An empty file has no range that could be written in Content-Range, and some clients send a range always.
        if (sizeBytes == 0 || field.isEmpty() || !field.get().regionMatches(true, 0, UNIT, 0, UNIT.length())) {
            return WHOLE;
        }
        String set = field.get().substring(UNIT.length()).strip();
        int dash = set.indexOf('-');
        if (dash < 0 || set.indexOf(',') >= 0) {
            return WHOLE;
        }
        String first = set.substring(0, dash).strip();
        String last = set.substring(dash + 1).strip();
        if (first.isEmpty()) {
            return number(last).map(length -> suffix(length, sizeBytes)).orElse(WHOLE);
        }
        Optional<Long> from = number(first);
        Optional<Long> to = last.isEmpty() ? Optional.of(Long.MAX_VALUE - 1) : number(last);
        if (from.isEmpty() || to.isEmpty() || to.get() < from.get()) {
            return WHOLE;
        }
        if (from.get() >= sizeBytes) {
            return UNSATISFIABLE;
        }
        return new Asked.Part(new ByteRange(from.get(), Math.min(to.get(), sizeBytes - 1) + 1));
    }

    private static Asked suffix(long length, long sizeBytes) {
        if (length == 0) {
            return UNSATISFIABLE;
        }
        return new Asked.Part(new ByteRange(Math.max(0, sizeBytes - length), sizeBytes));
    }

    /** Digits only, no sign; a number beyond any file counts as the largest one. */
    private static Optional<Long> number(String digits) {
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        try {
            return Optional.of(Math.min(Long.parseLong(digits), Long.MAX_VALUE - 1));
        } catch (NumberFormatException _) {
            return Optional.of(Long.MAX_VALUE - 1);
        }
    }

    long length() {
        return toExclusive - from;
    }

    /** The value of {@code Content-Range} (section 14.4). */
    String contentRange(long sizeBytes) {
        return "bytes " + from + "-" + (toExclusive - 1) + "/" + sizeBytes;
    }
}
