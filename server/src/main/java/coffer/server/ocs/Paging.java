package coffer.server.ocs;

/**
 * The page of a listing that a call asks for, by number as this dialect does.
 *
 * @param search part of a name, empty for all
 */
record Paging(String search, int skip, int limit) {
    /** Tools that name no limit get this many and page on. */
    static final int LIMIT_MAX = 500;

    static Paging of(OcsCall call) {
        return new Paging(
                call.textOrEmpty("search"),
                call.number("offset", 0, 0, Integer.MAX_VALUE),
                Math.max(1, call.number("limit", LIMIT_MAX, 0, LIMIT_MAX)));
    }
}
