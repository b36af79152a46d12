package coffer.logins;

import coffer.base.Secret;

/** How beginning a flow ended. */
public sealed interface FlowStart {
    /**
     * A program may now open the address with one token in a browser, and ask with the other. The receiver closes both.
     *
     * @param poll 128 characters that only the program knows
     * @param login 128 characters for the address
     */
    record Begun(Secret poll, Secret login) implements FlowStart {}

    /** Too many programs wait from this address already. */
    record TooMany() implements FlowStart {}
}
