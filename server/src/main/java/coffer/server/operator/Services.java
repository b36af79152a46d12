package coffer.server.operator;

import coffer.events.EventLog;

/** The services of the core that commands call. */
public record Services(EventLog events) {}
