package coffer.files;

import coffer.base.FilePath;
import coffer.base.SpaceId;
import coffer.db.Partition;
import coffer.db.Transaction;
import coffer.events.EventType;
import java.sql.SQLException;
import java.util.Optional;

/** What recipients do with what they received itself: they give it another place in their home, or leave it. */
final class MountMoves {
    private final Changes changes;
    private final Removing removing;
    private final MountSource source;

    MountMoves(Changes changes, Removing removing, MountSource source) {
        this.changes = changes;
        this.removing = removing;
        this.source = source;
    }

    RemoveResult leave(View home, Spot spot, Mount mount, Conditions conditions) {
        Changes.Subject subject = new Changes.Subject(EventType.FILE_DELETED, home, spot.mountPath());
        return changes.answer(
                RemoveResult.class,
                subject,
                () -> changes.write(spaces(home), tx -> {
                    Attempt attempt = changes.attempt(tx, spot.view(), conditions);
                    Located located = attempt.locate(FilePath.ROOT);
                    Node node = attempt.existing(located);
                    attempt.conditionsHold(located);
                    source.left(tx, home, mount);
                    return new RemoveResult.Removed(
                            Entries.of(spot.view(), node).named(mount.name()));
                }));
    }

    /** In a change of the home. */
    void left(Transaction tx, View home, Mount mount) throws SQLException {
        tx.raises(SpaceId.SHARING);
        source.left(tx, home, mount);
    }

    MoveResult move(View home, Spot from, Mount mount, FilePath to, boolean overwrite, Conditions conditions) {
        Changes.Subject subject = new Changes.Subject(EventType.FILE_MOVED, home, from.mountPath());
        return changes.answer(
                MoveResult.class,
                subject,
                () -> changes.write(spaces(home), tx -> {
                    if (to.isRoot() || to.equals(from.mountPath())) {
                        throw new Refused(new Refusal.InvalidTarget(
                                to.isRoot() ? Refusal.InvalidTarget.Reason.ROOT : Refusal.InvalidTarget.Reason.ITSELF));
                    }
                    Attempt shown = changes.attempt(tx, from.view(), conditions);
                    Located located = shown.locate(FilePath.ROOT);
                    Node node = shown.existing(located);
                    shown.conditionsHold(located);
                    Attempt attempt = changes.attempt(tx, home, conditions);
                    Located target = attempt.locate(to);
                    Node parent = attempt.parent(target);
                    Optional<Node> replaced = target.node();
                    if (replaced.isPresent() && !overwrite) {
                        throw new Refused(new Refusal.TargetExists());
                    }
                    if (source.mounts(tx, home.owner(), home.root())
                            .at(parent.id(), to.name())
                            .isPresent()) {
                        throw new Refused(new Refusal.NotAllowed());
                    }
                    if (replaced.isPresent()) {
                        attempt.unlocked(target.lineage(), WriteGuard.Reach.TREE);
                        removing.detach(tx, attempt, target, replaced.get());
                    }
                    source.placed(tx, home, mount, parent.id(), to.name());
                    return new MoveResult.Moved(Entries.of(from.view(), node).named(to.name()), replaced.isPresent());
                }));
    }

    private static Partition spaces(View home) {
        return Partition.of(home.space(), SpaceId.SHARING);
    }
}
