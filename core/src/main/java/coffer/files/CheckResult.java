package coffer.files;

/** Whether the conditions of a read hold. */
public sealed interface CheckResult permits CheckResult.Passed, Refusal.NotFound, Refusal.PreconditionFailed {
    /** @param entry in the state that was tested */
    record Passed(Entry entry) implements CheckResult {}
}
