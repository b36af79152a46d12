package coffer.files;

import coffer.base.FileId;
import coffer.base.FilePath;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
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

    Optional<Files.Found> find(View view, FileId id) {
        return changes.read(session -> {
            Optional<Node> node =
                    Nodes.byId(session, id).filter(found -> found.space().equals(view.space()));
            if (node.isEmpty() || !view.rights().contains(Right.READ)) {
                return Optional.empty();
            }
            // The path says that it lies below the root of the view, the place of that whether the view still shows
            // anything.
            Optional<FilePath> path = Tree.path(session, view, id);
            boolean shown = path.isPresent()
                    && Tree.locate(session, view, FilePath.ROOT).node().isPresent();
            return shown ? Optional.of(new Files.Found(path.get(), Entries.of(view, node.get()))) : Optional.empty();
        });
    }

    Map<FileId, Entry> removed(View view, Collection<FileId> removed) {
        Map<FileId, Entry> entries = new HashMap<>();
        for (Node node : changes.read(session -> Nodes.byIds(session, removed))) {
            if (node.parent() == Node.TRASH && node.space().equals(view.space())) {
                entries.put(node.id(), Entries.of(view.removed(node.id()), node));
            }
        }
        return entries;
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

    Located locate(View view, FilePath path) {
        OptionalLong generation =
                view.realm() == View.Realm.TREE ? changes.generation(view.space()) : OptionalLong.empty();
        if (generation.isEmpty()) {
            return changes.read(session -> Tree.locate(session, view, path));
        }
        return kept.find(view, path, generation.getAsLong()).orElseGet(() -> locateAnew(view, path, generation));
    }

    private Located locateAnew(View view, FilePath path, OptionalLong generation) {
        Optional<Located> above = nearestKept(view, path, generation.getAsLong());
        Located located = changes.read(session ->
                above.isPresent() ? Tree.onward(session, above.get(), path) : Tree.locate(session, view, path));
        if (above.isPresent() && !changes.generation(view.space()).equals(generation)) {
            // What was kept may not go together with what was read.
            return changes.read(session -> Tree.locate(session, view, path));
        }
        kept.keep(located, generation.getAsLong());
        // Its neighbours will be looked for next.
        located.collectionAbove().ifPresent(parent -> kept.keep(parent, generation.getAsLong()));
        return located;
    }

    /** The lowest collection on the way to a path that is kept. */
    private Optional<Located> nearestKept(View view, FilePath path, long generation) {
        for (FilePath above = path; !above.isRoot(); ) {
            above = above.parent();
            Optional<Located> found = kept.find(view, above, generation)
                    .filter(located -> located.node().filter(Node::collection).isPresent());
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
