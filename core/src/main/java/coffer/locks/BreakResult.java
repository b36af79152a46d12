package coffer.locks;

import coffer.files.Refusal;

/** How breaking locks ended. */
public sealed interface BreakResult {
    /** @param locks how many have ended, at least one */
    record Broken(int locks) implements BreakResult {}

    /** It is there, and nothing locks it itself. */
    record NotLocked() implements BreakResult {}

    /** The tree refuses: not found, or not allowed. */
    record Refused(Refusal refusal) implements BreakResult {}
}
