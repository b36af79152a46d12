package coffer.systemtests.replay;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What only a server knows - entity tags, file ids, sums of made-up contents, app passwords -, as the recorded one said it and as ours says
 * it. Each pair is learnt where it first stands, and must be the same pair ever after, in both directions.
 */
final class Learnt {

    private final Map<String, String> oursByRecorded = new LinkedHashMap<>();
    private final Map<String, String> recordedByOurs = new HashMap<>();

    /**
     * Compares the pair with what was learnt, and learns it: a wrong one is told of once.
     *
     * @param scope within which a value means one thing, for example the folder whose entity tag it is
     */
    boolean same(String scope, String recorded, String ours) {
        var known = oursByRecorded.put(scope + recorded, ours);
        var knownBack = recordedByOurs.put(scope + ours, recorded);
        return (known == null || known.equals(ours))
                && Objects.requireNonNullElse(knownBack, recorded).equals(recorded);
    }

    /** Puts our values in the place of recorded ones that were learnt without a scope. */
    String inOurWords(String text) {
        var said = text;
        for (var pair : oursByRecorded.entrySet()) {
            said = said.replace(pair.getKey(), pair.getValue());
        }
        return said;
    }
}
