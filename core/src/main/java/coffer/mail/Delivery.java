package coffer.mail;

/**
 * How an attempt to deliver a letter ended. The texts are for the operator: a line with the server's answer, without the
 * text of the letter.
 */
public sealed interface Delivery {
    /** The server has taken it over (a reply 2yz to the end of the data, RFC 5321 § 4.2.1). */
    record Accepted(String answer) implements Delivery {}

    /** Another attempt may succeed: no connection, a reply 4yz, or a fault of the set-up such as a wrong password. */
    record TemporaryFailure(String reason) implements Delivery {}

    /** No attempt will succeed: a reply 5yz to this recipient or content. */
    record PermanentFailure(String reason) implements Delivery {}
}
