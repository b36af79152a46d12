package coffer.blobs;

/** Ends the look at an object: it is damaged. Never leaves this package. */
final class DamageFound extends Exception {
    private static final long serialVersionUID = 1L;

    private final Damage damage;

    DamageFound(DamageKind kind, String detail) {
        super(detail);
        this.damage = new Damage(kind, detail);
    }

    Damage damage() {
        return damage;
    }
}
