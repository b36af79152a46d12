package coffer.locks;

import coffer.base.Actor;
import coffer.base.FileId;
import coffer.db.Session;
import coffer.db.Transaction;
import coffer.files.Tree;
import coffer.files.WriteGuard;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The locks of one space at one moment. There are few of them or none, so all questions are answered in memory; only
 * what lies below a resource is looked up in the tree.
 */
final class HeldLocks implements WriteGuard.Guarded {
    private final Session session;
    private final List<HeldLock> locks;

    HeldLocks(Session session, List<HeldLock> locks) {
        this.session = session;
        this.locks = locks;
    }

    int size() {
        return locks.size();
    }

    /** The locks a resource is covered by: its own, and those of a whole tree it lies in. */
    List<HeldLock> covering(List<FileId> lineage) {
        if (lineage.isEmpty()) {
            return List.of();
        }
        FileId resource = lineage.getLast();
        return locks.stream()
                .filter(lock -> lock.root().equals(resource) || (lock.infinite() && lineage.contains(lock.root())))
                .toList();
    }

    /** The locks of RFC 4918 among those that cover a resource. */
    List<HeldLock> programs(List<FileId> lineage) {
        return covering(lineage).stream().filter(lock -> lock.type() == null).toList();
    }

    /** The lock on a file that people see. */
    Optional<HeldLock> person(FileId file) {
        return at(file).stream().filter(lock -> lock.type() != null).findFirst();
    }

    /** The locks on a resource itself, without those that reach it from above. */
    List<HeldLock> at(FileId resource) {
        return locks.stream().filter(lock -> lock.root().equals(resource)).toList();
    }

    List<HeldLock> all() {
        return locks;
    }

    /** The locks of resources below this one, and of the resource itself. */
    List<HeldLock> within(FileId top) throws SQLException {
        if (locks.isEmpty()) {
            return List.of();
        }
        Map<FileId, List<FileId>> lineages = Tree.lineages(
                session, locks.stream().map(HeldLock::root).distinct().toList());
        return locks.stream()
                .filter(lock -> lineages.getOrDefault(lock.root(), List.of()).contains(top))
                .toList();
    }

    @Override
    public Optional<FileId> blocks(List<FileId> lineage, WriteGuard.Reach reach, Actor actor, Set<String> tokens)
            throws SQLException {
        // One token of a shared lock is enough for what several of them cover, so each resource is asked by itself.
        List<Collection<HeldLock>> resources = new ArrayList<>();
        resources.add(covering(lineage));
        if (reach == WriteGuard.Reach.TREE && !locks.isEmpty()) {
            resources.add(covering(lineage.subList(0, lineage.size() - 1)));
            Map<FileId, List<HeldLock>> below = new LinkedHashMap<>();
            for (HeldLock lock : within(lineage.getLast())) {
                below.computeIfAbsent(lock.root(), _ -> new ArrayList<>()).add(lock);
            }
            resources.addAll(below.values());
        }
        for (Collection<HeldLock> resource : resources) {
            Optional<HeldLock> closed = closed(resource, actor, tokens);
            if (closed.isPresent()) {
                return closed.map(HeldLock::root);
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean covers(String token, List<FileId> lineage) {
        return covering(lineage).stream().anyMatch(lock -> lock.token().equals(token));
    }

    @Override
    public void release(Transaction tx, FileId top) throws SQLException {
        for (HeldLock lock : within(top)) {
            LockRows.delete(tx, lock);
        }
    }

    @Override
    public void moved(Transaction tx, FileId top) throws SQLException {
        for (HeldLock lock : within(top)) {
            if (lock.type() == null) {
                LockRows.delete(tx, lock);
            }
        }
    }

    /** The lock among those of one resource that the submitted tokens do not open (RFC 4918 §§ 6.2, 7). */
    private static Optional<HeldLock> closed(Collection<HeldLock> resource, Actor actor, Set<String> tokens) {
        List<HeldLock> notOpened =
                resource.stream().filter(lock -> !lock.opened(actor, tokens)).toList();
        boolean sharedOpened =
                resource.stream().anyMatch(lock -> lock.scope() == LockScope.SHARED && lock.opened(actor, tokens));
        return notOpened.stream()
                .filter(lock -> lock.scope() == LockScope.EXCLUSIVE || !sharedOpened)
                .findFirst();
    }
}
