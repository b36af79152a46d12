package coffer.server.http;

/** Certificate or key cannot be used. The message is for the operator and says what to do. */
final class TlsRefused extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    TlsRefused(String message) {
        super(message);
    }
}
