package coffer.server.ocs;

import coffer.server.http.Request;

/** {@code If-None-Match} (RFC 9110 § 13.1.2) for answers that are made up on the fly. */
final class EntityTagList {
    private EntityTagList() {}

    /** Whether the client has what this tag, with its quotes, names. The comparison is the weak one. */
    static boolean matches(Request request, String etag) {
        String known = request.listHeader("If-None-Match").orElse("");
        for (String tag : known.split(",", -1)) {
            String strong = tag.strip();
            if (strong.startsWith("W/")) {
                strong = strong.substring(2);
            }
            if (strong.equals("*") || strong.equals(etag)) {
                return true;
            }
        }
        return false;
    }
}
