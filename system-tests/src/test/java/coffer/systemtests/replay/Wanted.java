package coffer.systemtests.replay;

/**
 * A difference that is meant to be there.
 *
 * @param session the session, or a beginning of its name with a star; there it must be met wherever the request is sent
 * @param request the number of the exchange, or method and target, each of which may end with a star
 * @param part the part of the answer, which may end with a star
 * @param reason why Coffer answers otherwise
 */
record Wanted(String session, String request, String part, String reason) {

    /** Whether it must be met in this session. */
    boolean concerns(Recording recording) {
        return matches(session, recording.name())
                && recording.exchanges().stream()
                        .filter(exchange -> Sessions.isSent(recording.name(), exchange))
                        .anyMatch(exchange -> matches(request, exchange.number())
                                || matches(request, exchange.method() + " " + exchange.target()));
    }

    boolean allows(Difference difference) {
        return (matches(request, difference.number()) || matches(request, difference.request()))
                && matches(part, difference.part());
    }

    private static boolean matches(String pattern, String text) {
        return pattern.endsWith("*")
                ? text.startsWith(pattern.substring(0, pattern.length() - 1))
                : text.equals(pattern);
    }
}
