package coffer.server.http;

/** What a route asks of its callers. */
public enum Access {
    /** Everybody; credentials are not even looked at. */
    ANONYMOUS,
    /** Everybody, but whoever brings credentials must bring good ones. */
    OPTIONAL,
    /** Signed-in accounts. */
    USER
}
