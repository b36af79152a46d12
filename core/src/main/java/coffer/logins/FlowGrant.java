package coffer.logins;

import coffer.base.Secret;

/** How letting a program in ended. */
public sealed interface FlowGrant {
    /** The program may fetch its app password: version 2. */
    record Granted() implements FlowGrant {}

    /**
     * The app password for the program that waits behind the browser: version 1.
     *
     * @param appPassword the receiver closes it
     */
    record Issued(String loginName, Secret appPassword) implements FlowGrant {}

    /** The flow is over, was granted before, or belongs to another browser. */
    record Gone() implements FlowGrant {}

    /** The account has as many app passwords as it may have. */
    record TooMany() implements FlowGrant {}
}
