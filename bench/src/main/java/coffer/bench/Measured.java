package coffer.bench;

import coffer.bench.rows.Goal;
import coffer.bench.rows.Results;
import java.util.List;

/** A row that was measured, with its goals. */
record Measured(String number, String title, List<Goal> goals, Results results) {

    /** What became of the goals, as far as their servers were measured. */
    List<Goal.Verdict> verdicts() {
        return goals.stream()
                .filter(goal -> results.rounds().containsKey(goal.server()))
                .map(goal -> goal.verdict(results))
                .toList();
    }
}
