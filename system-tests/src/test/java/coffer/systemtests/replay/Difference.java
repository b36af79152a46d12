package coffer.systemtests.replay;

import org.jspecify.annotations.Nullable;

/**
 * One respect in which our answer is not the recorded one.
 *
 * @param number of the exchange
 * @param request method and target
 * @param part where: {@code status}, {@code header ETag}, {@code property d:getetag of /path}, {@code member /path}, {@code body}, …
 */
record Difference(
        String number,
        String request,
        String part,
        @Nullable String recorded,
        @Nullable String ours) {

    @Override
    public String toString() {
        return "%s %s%n    %s%n      recorded %s%n      ours     %s".formatted(number, request, part, recorded, ours);
    }
}
