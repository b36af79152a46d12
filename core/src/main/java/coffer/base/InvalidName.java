package coffer.base;

/** A file name or path that no file may have. The message says which rule it breaks, for the person who chose it. */
public final class InvalidName extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public InvalidName(String message) {
        super(message);
    }
}
