package coffer.base;

/**
 * Where a request came from: what the audit log and throttling know of it.
 *
 * @param address the peer's IP address in text, or {@code local} for commands and background work
 * @param agent the program as it names itself, cut to {@value #AGENT_MAX} characters; empty when it did not say
 * @param requestId the id that also stands in the log and in {@code X-Request-Id}
 * @param method the HTTP method or the command
 * @param route the route's pattern, never the raw path: file names are personal data
 */
public record Origin(String address, String agent, String requestId, String method, String route) {
    public static final int AGENT_MAX = 256;

    public Origin {
        agent = agent.length() <= AGENT_MAX ? agent : agent.substring(0, AGENT_MAX);
    }

    /** A command or background loop of this machine. */
    public static Origin local(String work) {
        return new Origin("local", "", "", work, work);
    }
}
