package coffer.server.ocs;

import coffer.server.http.Request;

/** The two forms of the envelope; the same routes answer below both. */
enum OcsVersion {
    /** Success is 100, and the HTTP status hides the outcome but for a missing sign-in. */
    V1("/ocs/v1.php"),
    /** Success is 200, and the HTTP status is the outcome. */
    V2("/ocs/v2.php");

    /** Codes of the envelope that are no HTTP statuses. */
    static final int SERVER_ERROR = 996;

    static final int NOT_SIGNED_IN = 997;
    static final int NOT_FOUND = 998;

    private static final int V1_SUCCESS = 100;
    private static final int V2_SUCCESS = 200;

    private final String prefix;

    OcsVersion(String prefix) {
        this.prefix = prefix;
    }

    /** The path of the version's routes. */
    String prefix() {
        return prefix;
    }

    static OcsVersion of(Request request) {
        return request.rawPath().startsWith(V2.prefix) ? V2 : V1;
    }

    int success() {
        return this == V1 ? V1_SUCCESS : V2_SUCCESS;
    }

    boolean isSuccess(int code) {
        return this == V1 ? code == V1_SUCCESS : code >= 200 && code < 300;
    }

    /** The HTTP status that goes with a code of the envelope. */
    int httpStatus(int code) {
        if (code == NOT_SIGNED_IN) {
            return 401;
        }
        return switch (this) {
            case V1 -> 200;
            case V2 ->
                switch (code) {
                    case NOT_FOUND -> 404;
                    case SERVER_ERROR, 999 -> 500;
                    default -> code < 200 || code > 600 ? 400 : code;
                };
        };
    }
}
