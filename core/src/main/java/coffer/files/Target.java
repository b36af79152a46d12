package coffer.files;

import coffer.base.FilePath;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Where a move or copy leads.
 *
 * @param parent the collection it will be in
 * @param replaced what is there and will be removed
 */
record Target(Located located, Node parent, Optional<Node> replaced) {
    /** Finds it, or refuses it because it cannot be. */
    static Target of(Attempt attempt, FilePath from, FilePath to, boolean overwrite) throws SQLException {
        invalid(from, to).ifPresent(reason -> {
            throw new Refused(new Refusal.InvalidTarget(reason));
        });
        Located located = attempt.locate(to);
        Node parent = attempt.parent(located);
        Optional<Node> replaced = located.node();
        if (replaced.isPresent() && !overwrite) {
            throw new Refused(new Refusal.TargetExists());
        }
        return new Target(located, parent, replaced);
    }

    /**
     * The same where another view shows the target.
     *
     * @param from what is moved or copied
     */
    static Target across(Located from, Attempt attempt, FilePath to, boolean overwrite) throws SQLException {
        boolean home = from.path().isRoot() && from.view().grant().kind() == Grant.Kind.OWN;
        if (home || to.isRoot()) {
            throw new Refused(new Refusal.InvalidTarget(Refusal.InvalidTarget.Reason.ROOT));
        }
        Located located = attempt.locate(to);
        Node parent = attempt.parent(located);
        Optional<Node> replaced = located.node();
        Node source = from.nodes().getLast();
        if (located.lineage().contains(source.id())) {
            boolean itself =
                    replaced.filter(node -> node.id().equals(source.id())).isPresent();
            throw new Refused(new Refusal.InvalidTarget(
                    itself ? Refusal.InvalidTarget.Reason.ITSELF : Refusal.InvalidTarget.Reason.BELOW_SOURCE));
        }
        if (replaced.isPresent() && from.lineage().contains(replaced.get().id())) {
            throw new Refused(new Refusal.InvalidTarget(Refusal.InvalidTarget.Reason.ABOVE_SOURCE));
        }
        if (replaced.isPresent() && !overwrite) {
            throw new Refused(new Refusal.TargetExists());
        }
        return new Target(located, parent, replaced);
    }

    FilePath path() {
        return located.path();
    }

    void requireAllowed(Attempt attempt) {
        attempt.allowed(Right.CREATE, parent);
        replaced.ifPresent(node -> attempt.allowed(Right.DELETE, node));
    }

    void requireUnlocked(Attempt attempt) throws SQLException {
        if (replaced.isPresent()) {
            attempt.unlocked(located.lineage(), WriteGuard.Reach.TREE);
        } else {
            attempt.unlocked(located.parentLineage(), WriteGuard.Reach.ITSELF);
        }
    }

    /** The same where another view shows the source, which tells whose paths are whose. */
    void requireUnlockedThere(Attempt attempt) throws SQLException {
        try {
            requireUnlocked(attempt);
        } catch (Refused e) {
            throw e.refusal() instanceof Refusal.Locked locked
                    ? new Refused(new Refusal.Locked(locked.root(), true))
                    : e;
        }
    }

    private static Optional<Refusal.InvalidTarget.Reason> invalid(FilePath from, FilePath to) {
        if (from.isRoot() || to.isRoot()) {
            return Optional.of(Refusal.InvalidTarget.Reason.ROOT);
        }
        if (to.equals(from)) {
            return Optional.of(Refusal.InvalidTarget.Reason.ITSELF);
        }
        if (to.startsWith(from)) {
            return Optional.of(Refusal.InvalidTarget.Reason.BELOW_SOURCE);
        }
        if (from.startsWith(to)) {
            return Optional.of(Refusal.InvalidTarget.Reason.ABOVE_SOURCE);
        }
        return Optional.empty();
    }
}
