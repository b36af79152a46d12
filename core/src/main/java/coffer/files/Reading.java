package coffer.files;

import coffer.base.FilePath;
import java.util.Optional;
import java.util.OptionalLong;

/** Looking at one place. Most look-ups are repeated before anything in their space has changed. */
final class Reading {
    private final Changes changes;
    private final KeptPlaces kept = new KeptPlaces();

    Reading(Changes changes) {
        this.changes = changes;
    }

    Optional<Entry> entry(View view, FilePath path) {
        return locate(view, path).shown().map(node -> Entries.of(view, node));
    }

    CheckResult check(View view, FilePath path, Conditions conditions) {
        try {
            return conditions.ifHeader().isEmpty()
                    ? checkTags(locate(view, path), conditions)
                    : changes.ask(view, conditions, (_, attempt) -> {
                        Located located = attempt.locate(path);
                        Node node = located.existing();
                        attempt.conditionsHold(located);
                        return new CheckResult.Passed(Entries.of(view, node));
                    });
        } catch (Refused e) {
            // No event: a condition that a read does not meet is how caches work, not an attempt at anything.
            return (CheckResult) e.refusal();
        }
    }

    private static CheckResult checkTags(Located located, Conditions conditions) {
        Node node = located.existing();
        Optional<Conditions.Field> failing = conditions.failing(node, node.etag());
        if (failing.isPresent()) {
            throw located.failed(failing.get());
        }
        return new CheckResult.Passed(Entries.of(located.view(), node));
    }

    private Located locate(View view, FilePath path) {
        OptionalLong generation = changes.generation(view.space());
        if (generation.isEmpty()) {
            return changes.read(session -> Tree.locate(session, view, path));
        }
        return kept.find(view, path, generation.getAsLong()).orElseGet(() -> {
            Located located = changes.read(session -> Tree.locate(session, view, path));
            kept.keep(located, generation.getAsLong());
            return located;
        });
    }
}
