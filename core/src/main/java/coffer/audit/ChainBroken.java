package coffer.audit;

/** Carries the first finding out of the walk over the files. */
final class ChainBroken extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Finding finding;

    ChainBroken(Finding finding) {
        super(finding.explanation());
        this.finding = finding;
    }

    Finding finding() {
        return finding;
    }

    static ChainBroken entry(Finding.Kind kind, long seq, EntryWalk.Place place, String explanation) {
        return new ChainBroken(new Finding(
                kind, Finding.Subject.ENTRY, seq, place.file(), place.line(), "Entry " + seq + explanation));
    }

    static ChainBroken checkpoint(Finding.Kind kind, long counter, long line, String explanation) {
        return new ChainBroken(new Finding(
                kind,
                Finding.Subject.CHECKPOINT,
                counter,
                "checkpoints.cofaudit",
                line,
                "Checkpoint " + counter + explanation));
    }

    static ChainBroken key(String explanation) {
        return new ChainBroken(
                new Finding(Finding.Kind.KEY_CHANGED, Finding.Subject.KEY, 0, "audit.pub", 0, explanation));
    }
}
