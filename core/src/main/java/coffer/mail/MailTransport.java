package coffer.mail;

/** The way to a mail server. Implemented outside the core. Thread-safe. */
@FunctionalInterface
public interface MailTransport {
    /**
     * Hands one letter to the server and waits for its answer, less than {@link Outbox#LEASE}. Throws nothing for what a
     * server or network does.
     */
    Delivery deliver(Letter letter);
}
