package coffer.db;

import coffer.base.SpaceId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The part of a group commit that belongs to one {@link Change}: its statements, what it leaves to the end of the
 * group, and what happens once it is durable.
 */
public final class Transaction extends Session {
    private final Pending group;
    private final Map<GroupStep<?>, List<Object>> deltas = new LinkedHashMap<>();
    private final Set<GroupStep<?>> settled = new HashSet<>();
    private final Set<Object> changedFacts = new HashSet<>();
    private final List<Runnable> afterCommit = new ArrayList<>();
    private final Set<Long> raised = new HashSet<>();

    Transaction(Session session, Pending group) {
        super(session.statements(), session.dialect());
        this.group = group;
    }

    /** Leaves {@code delta} to {@code step}, which runs once for the whole group before its commit. */
    public <D> void atCommit(GroupStep<D> step, D delta) {
        deltas.computeIfAbsent(step, _ -> new ArrayList<>()).add(delta);
    }

    /**
     * Runs now what the group so far, this change included, has left to {@code step}. Needed before reading a row that
     * the step maintains.
     */
    public <D> void settle(GroupStep<D> step) throws SQLException {
        List<Object> waiting = new ArrayList<>(settled.contains(step) ? List.of() : group.of(step));
        List<Object> own = deltas.remove(step);
        if (own != null) {
            waiting.addAll(own);
        }
        settled.add(step);
        run(this, step, waiting);
    }

    /**
     * What was read once for the whole group of changes that this one belongs to, and is read now when this change is the first to ask. None of
     * the group has been acknowledged, so each may be taken to have come before a change elsewhere that it does not see; within
     * the group whoever changes what was read says so with {@link #forget}.
     *
     * @param key tells what it is; equal ones stand for the same, and their class is the asking feature's own
     * @param question as for a snapshot
     */
    @SuppressWarnings("unchecked") // the features ask for one type with one class of keys
    public <T> T shared(Object key, Work<T> question) throws SQLException {
        if (changedFacts.contains(key)) {
            return question.apply(this);
        }
        Object known = group.facts.get(key);
        if (known == null) {
            known = question.apply(this);
            group.facts.put(key, known);
        }
        return (T) known;
    }

    /** This change has changed, or is about to, what {@link #shared} has read. */
    public void forget(Object key) {
        changedFacts.add(key);
        group.facts.remove(key);
    }

    /** Runs on the writer's thread once the change is durable; short, and without touching the database. */
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    /**
     * The generation of this space is another one after this change ({@link Database#generation}), although the change is not one of
     * that space: for what is remembered under it.
     */
    public void raises(SpaceId space) {
        raised.add(space.value());
    }

    /** The change succeeded: what it settled is no longer pending, what it left is. */
    void succeeded() {
        settled.forEach(group::forget);
        deltas.forEach(group::add);
        group.raised.addAll(raised);
    }

    List<Runnable> afterCommit() {
        return afterCommit;
    }

    @SuppressWarnings("unchecked") // a step only ever meets deltas that atCommit took together with it
    private static <D> void run(Session session, GroupStep<D> step, List<Object> deltas) throws SQLException {
        if (!deltas.isEmpty()) {
            step.apply(session, (List<D>) deltas);
        }
    }

    /** What the changes of a group that have succeeded so far leave to its end. */
    static final class Pending {
        private final Set<Long> raised = new HashSet<>();
        private final Map<GroupStep<?>, List<Object>> deltas = new LinkedHashMap<>();
        private final Map<Object, Object> facts = new HashMap<>();

        List<Object> of(GroupStep<?> step) {
            return deltas.getOrDefault(step, List.of());
        }

        /** Spaces whose generations changes have raised beside their own. */
        Set<Long> raised() {
            return raised;
        }

        void forget(GroupStep<?> step) {
            deltas.remove(step);
        }

        void add(GroupStep<?> step, List<Object> more) {
            deltas.computeIfAbsent(step, _ -> new ArrayList<>()).addAll(more);
        }

        void applyAll(Session session) throws SQLException {
            for (Map.Entry<GroupStep<?>, List<Object>> entry : deltas.entrySet()) {
                run(session, entry.getKey(), entry.getValue());
            }
        }
    }
}
