package coffer.server;

/** The configuration is not understood, and guessing would be worse than not starting. For the operator to read. */
final class SettingsRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SettingsRefused(String message) {
        super(message);
    }
}
