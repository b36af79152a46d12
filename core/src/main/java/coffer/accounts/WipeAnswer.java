package coffer.accounts;

import java.time.Duration;

/** What a device hears that asks, or says, something about being erased. */
public sealed interface WipeAnswer {
    /** There is an order for it. */
    record Ordered() implements WipeAnswer {}

    /** There is none, or nobody knows its app password. */
    record Unknown() implements WipeAnswer {}

    /** Too many unknown app passwords came from its network; nothing was counted. */
    record TooMany(Duration retryAfter) implements WipeAnswer {}
}
