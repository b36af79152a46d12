package coffer.files;

/**
 * Ends an attempt from anywhere within it, so that the database undoes what it has done so far. Never leaves the
 * package: {@link Attempts} makes a result and an event of it.
 */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    Refused(Refusal refusal) {
        // An outcome, not an accident: no stack trace.
        super(refusal.getClass().getSimpleName(), null, false, false);
        this.refusal = refusal;
    }

    Refusal refusal() {
        return refusal;
    }
}
