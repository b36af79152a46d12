package coffer.server.http;

/** What a route asks of its callers. */
public enum Access {
    /** Everybody; credentials are not even looked at. */
    ANONYMOUS,
    /** Everybody, but whoever brings credentials must bring good ones. */
    OPTIONAL,
    /** Signed-in accounts. */
    USER,
    /**
     * Pages for people: everybody, and whoever comes with the cookie of a session is known. Other credentials are not
     * looked at. What changes something checks the form itself ({@code coffer.server.login}).
     */
    BROWSER
}
