package coffer.logins;

import java.time.Instant;

/**
 * One of an account's sessions, for the list that its owner sees.
 *
 * @param agent the browser as it names itself
 * @param address where it was seen last
 * @param seen up to a minute late
 */
public record SessionInfo(long id, String agent, String address, boolean remembered, Instant started, Instant seen) {}
