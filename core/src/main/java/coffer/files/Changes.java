package coffer.files;

import coffer.base.ETag;
import coffer.base.FileId;
import coffer.base.FilePath;
import coffer.base.SpaceId;
import coffer.db.Database;
import coffer.db.Ids;
import coffer.db.Partition;
import coffer.db.Session;
import coffer.db.Transaction;
import coffer.db.Work;
import coffer.events.EventType;
import java.sql.SQLException;
import java.time.Clock;
import java.util.EnumSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * How every operation runs: an attempt in a transaction of its space, and an event when it is refused. Also what the
 * operations share: the step that renews ancestors, the quota, ids, tags and time.
 */
final class Changes {
    private final Database database;
    private final Ids ids;
    private final WriteGuard guard;
    private final Usage usage;
    private final Journal journal;
    private final AncestorStep ancestors;
    private final Retention retention;
    private final Grants grants;
    private final RandomGenerator random;
    private final Clock clock;

    Changes(
            Database database,
            Ids ids,
            WriteGuard guard,
            Usage usage,
            Journal journal,
            AncestorStep ancestors,
            Retention retention,
            Grants grants,
            RandomGenerator random,
            Clock clock) {
        this.database = database;
        this.ids = ids;
        this.guard = guard;
        this.usage = usage;
        this.journal = journal;
        this.ancestors = ancestors;
        this.retention = retention;
        this.grants = grants;
        this.random = random;
        this.clock = clock;
    }

    /** What is tried, for the event of a refusal. */
    record Subject(EventType type, View view, FilePath path) {}

    /** An operation within a transaction; may run more than once. */
    interface Change<R> {
        R apply(Transaction tx, Attempt attempt) throws SQLException;
    }

    /** Questions to a snapshot; a refusal ends them. */
    interface Question<R> {
        R ask(Session session, Attempt attempt) throws SQLException;
    }

    /** Something that a refusal may end. */
    interface Body<R, E extends Exception> {
        R run() throws E;
    }

    /** Runs one change as a whole: transaction, result or refusal with its event. */
    <R> R change(Class<R> results, Subject subject, Conditions conditions, Change<? extends R> change) {
        return answer(results, subject, () -> commit(subject.view(), conditions, change));
    }

    /** Makes the result, and the event, of a refusal that ends {@code body}. */
    <R, E extends Exception> R answer(Class<R> results, Subject subject, Body<? extends R, E> body) throws E {
        try {
            return body.run();
        } catch (Refused e) {
            return refused(results, subject, e);
        }
    }

    /** The result for a refusal, and its event. */
    <R> R refused(Class<R> results, Subject subject, Refused refused) {
        journal.refused(subject.type(), subject.view(), subject.path(), refused.refusal());
        // Each operation meets only refusals that are among its results; another one is a bug and ends here.
        return results.cast(refused.refusal());
    }

    /** One transaction in the space of the view. */
    <R> R commit(View view, Conditions conditions, Change<R> change) {
        return database.write(Partition.of(view.space()), tx -> change.apply(tx, attempt(tx, view, conditions)));
    }

    /** An attempt with what the view allows now. */
    Attempt attempt(Session session, View view, Conditions conditions) throws SQLException {
        return new Attempt(session, allowedNow(session, view), conditions, guard, ancestors);
    }

    private View allowedNow(Session session, View view) throws SQLException {
        if (view.grant().kind() == Grant.Kind.OWN) {
            return view;
        }
        Set<Right> rights = EnumSet.noneOf(Right.class);
        rights.addAll(view.rights());
        rights.retainAll(grants.rights(session, view));
        return rights.equals(view.rights()) ? view : view.only(rights);
    }

    /** One transaction in a space, for changes that no view has a say in. */
    <R> R write(SpaceId space, coffer.db.Change<R> change) {
        return database.write(Partition.of(space), change);
    }

    /** One transaction in two spaces; the attempt is one in the first of them. */
    <R> R commit(View view, View other, Change<R> change) {
        return database.write(
                Partition.of(view.space(), other.space()), tx -> change.apply(tx, attempt(tx, view, Conditions.NONE)));
    }

    /** From one view to another, which may be the same. */
    interface Crossing<R> {
        R apply(Transaction tx, Attempt from, Attempt to) throws SQLException;
    }

    /** One transaction in the spaces of two views, with an attempt in each. */
    <R> R commit(View from, View to, Conditions conditions, Crossing<R> crossing) {
        return database.write(Partition.of(from.space(), to.space()), tx -> {
            Attempt source = attempt(tx, from, conditions);
            return crossing.apply(tx, source, from.equals(to) ? source : attempt(tx, to, conditions));
        });
    }

    /** One transaction in these spaces. */
    <R> R write(Partition spaces, coffer.db.Change<R> change) {
        return database.write(spaces, change);
    }

    /** One snapshot, for questions that no lock and no condition has a say in. */
    <R> R read(Work<R> work) {
        return database.read(work);
    }

    /** One snapshot, and the attempt in it. */
    <R> R ask(View view, Conditions conditions, Question<R> question) {
        return database.read(
                session -> question.ask(session, new Attempt(session, view, conditions, guard, ancestors)));
    }

    /** See {@link Database#generation}. */
    OptionalLong generation(SpaceId space) {
        return database.generation(space);
    }

    /** See {@link Database#changesHere}. */
    long changesHere(SpaceId space) {
        return database.changesHere(space);
    }

    Usage usage() {
        return usage;
    }

    Journal journal() {
        return journal;
    }

    WriteGuard guard() {
        return guard;
    }

    Retention retention() {
        return retention;
    }

    /** Has the collection and all above it renewed before the commit. */
    void touch(Transaction tx, long collection, long bytes) {
        tx.atCommit(ancestors, new AncestorStep.Growth(new FileId(collection), bytes, nowUs()));
    }

    /** See {@link Files#renew}. */
    ETag renew(Transaction tx, FileId file) throws SQLException {
        Node node = Nodes.byId(tx, file)
                .filter(found -> found.parent() > Node.ROOTS)
                .orElseThrow(
                        () -> new IllegalStateException("The tree is not in order: a file to be renewed is gone."));
        ETag tag = newTag();
        Nodes.times(tx, node.withTimes(tag, node.modifiedUs(), node.createdUs()));
        // At no time: the file was not modified, so what is above it keeps its time too.
        tx.atCommit(ancestors, new AncestorStep.Growth(new FileId(node.parent()), 0, 0));
        return tag;
    }

    /** Renews now what changes so far have touched, so that sizes and tags of collections can be read. */
    void settle(Transaction tx) throws SQLException {
        tx.settle(ancestors);
    }

    /** A collection with the size and tag that the changes so far have given it. */
    Node settled(Transaction tx, Node collection) throws SQLException {
        settle(tx);
        return Nodes.byId(tx, collection.id()).orElseThrow();
    }

    /** A collection without members, made now. */
    Node emptyCollection(View view, FileId id, long parent, String name) {
        long nowUs = nowUs();
        return new Node(id, parent, name, view.space(), true, newTag(), 0, nowUs, nowUs, nowUs, null, "", 0, null);
    }

    /** Not to be called within a transaction. */
    FileId nextId() {
        return new FileId(ids.next());
    }

    /** The first of so many ids that follow each other. Not to be called within a transaction. */
    long idRange(int count) {
        return ids.range(count);
    }

    ETag newTag() {
        return ETag.random(random);
    }

    long nowUs() {
        return FileTimes.micros(clock.instant());
    }
}
