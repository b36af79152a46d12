package coffer.audit;

/** A line of an audit file that is no entry or checkpoint in canonical form. The message does not repeat the line. */
final class MalformedLine extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedLine(String message) {
        super(message);
    }

    MalformedLine(String message, Throwable cause) {
        super(message, cause);
    }
}
