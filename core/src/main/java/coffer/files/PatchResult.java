package coffer.files;

import java.util.List;

/** How a change of properties ended: all of it, or nothing. */
public sealed interface PatchResult
        permits PatchResult.Patched,
                Refusal.NotFound,
                Refusal.NotAllowed,
                Refusal.PreconditionFailed,
                Refusal.Locked,
                Refusal.PropertiesRefused {
    /** @param outcomes one for each change, in their order, all {@link PropertyOutcome.Verdict#DONE} */
    record Patched(Entry entry, List<PropertyOutcome> outcomes) implements PatchResult {
        public Patched {
            outcomes = List.copyOf(outcomes);
        }
    }
}
