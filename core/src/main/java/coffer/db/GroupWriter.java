package coffer.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer: one platform thread that owns one connection, takes the changes that are waiting, and commits them
 * together.
 *
 * <p>Alone, a change is committed at once; under load, those that arrive during one commit share the next, so the
 * number of syncs falls as the number of writers grows. A change that throws is left out alone: most throw before they
 * have written anything; for one that has, the group is rolled back and runs again with a savepoint for each. When the
 * group as a whole fails before its commit, its members run again: together if the database asked for it (deadlock,
 * serialisation) or the connection turned out to be lost, otherwise each alone, so that one of them cannot take the
 * others down. When the commit itself fails nothing runs again, because it may have happened; every member hears of it.
 *
 * <p>Every member that was let in comes to an end, whatever is thrown: a caller that waited for a dead writer would wait
 * for ever.
 */
final class GroupWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GroupWriter.class);

    /** Waiting changes; beyond that callers wait to be let in. Far above the number of requests under way. */
    private static final int QUEUE_MAX = 8_192;

    private static final int REPEATS_MAX = 10;

    private final BlockingQueue<Member<?>> queue = new LinkedBlockingQueue<>(QUEUE_MAX);
    private final int groupMax;
    private final Engine engine;
    private final Thread thread;
    private volatile boolean closing;
    /** Set by the writer before it looks into the queue for the last time; see {@link #enqueue}. */
    private volatile boolean ended;

    /** What differs between the databases: how the connection is made and how a transaction begins and ends. */
    interface Engine {
        Dialect dialect();

        Connection connect() throws SQLException;

        void begin(Session session, SortedSet<Long> partitions) throws SQLException;

        void commit(Session session) throws SQLException;

        void rollback(Session session) throws SQLException;

        /**
         * Called on the writer's thread after each commit that has happened, or may have, and before any of its changes is
         * acknowledged.
         *
         * @param partitions all that the changes touch
         */
        void committed(SortedSet<Long> partitions);
    }

    /**
     * A writer that is not yet running.
     *
     * @param groupMax changes of one transaction
     */
    GroupWriter(String name, int groupMax, Engine engine) {
        this.groupMax = groupMax;
        this.engine = engine;
        this.thread = Thread.ofPlatform().name(name).daemon(true).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    <T extends @Nullable Object> T write(Partition partition, Change<T> change) {
        if (isCurrentThread()) {
            throw new IllegalStateException("a change must not write through the database it is part of");
        }
        Member<T> member = new Member<>(partition, change);
        try {
            enqueue(member);
            member.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseFailure("Interrupted while waiting for a commit; its outcome is unknown", e);
        }
        return member.answer();
    }

    /** Whether the caller is part of a change, or what follows one. */
    boolean isCurrentThread() {
        return Thread.currentThread().equals(thread);
    }

    /** Finishes what is queued and closes the connection. Not to be called within a change. */
    @Override
    public void close() {
        closing = true;
        // Wakes the writer; the member itself does nothing.
        queue.offer(new Member<>(Partition.GENERAL, _ -> 0));
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void enqueue(Member<?> member) throws InterruptedException {
        if (closing) {
            throw closed();
        }
        queue.put(member);
        // The writer may have gone through the queue for the last time just before; otherwise it meets the member.
        if (ended && queue.remove(member)) {
            throw closed();
        }
    }

    private static IllegalStateException closed() {
        return new IllegalStateException("the database is closed");
    }

    private void run() {
        @Nullable Session session = null;
        List<Member<?>> group = new ArrayList<>();
        while (!closing || !queue.isEmpty()) {
            group.clear();
            try {
                group.add(queue.take());
            } catch (InterruptedException _) {
                // Nobody interrupts this thread to stop it; close() does that through the queue.
                continue;
            }
            queue.drainTo(group, groupMax - 1);
            session = commitOrFail(session, group);
        }
        discard(session);
        ended = true;
        for (Member<?> late = queue.poll(); late != null; late = queue.poll()) {
            fail(List.of(late), closed());
        }
    }

    /** The net below everything else: what nobody expected fails the members it meets and not the writer. */
    private @Nullable Session commitOrFail(@Nullable Session session, List<Member<?>> group) {
        try {
            return commit(session, group);
        } catch (Exception | Error e) {
            LOG.error("A group of changes ended in a way that should not exist", e);
            discard(session);
            fail(group, new DatabaseFailure("The writer failed, the outcome of the change is unknown", e));
            return null;
        }
    }

    /** Brings every member to its end. Returns the session to go on with, or null after it has failed. */
    private @Nullable Session commit(@Nullable Session current, List<Member<?>> group) {
        @Nullable Session session = current;
        boolean reconnected = false;
        boolean savepoints = false;
        for (int attempt = 1; ; attempt++) {
            if (session == null) {
                try {
                    session = Session.on(engine.connect(), engine.dialect());
                } catch (SQLException e) {
                    // All at once: each alone would wait for the same server again.
                    fail(group, engine.dialect().failure("Connecting to the database failed, nothing is stored", e));
                    return null;
                }
            }
            try {
                attempt(session, group, savepoints);
                return session;
            } catch (GroupFailed e) {
                session = rollback(session);
                // A connection that was lost before the commit: nothing is stored, and a new one may do.
                boolean lost = session == null && !reconnected;
                reconnected |= session == null;
                savepoints |= e.oneOfMany();
                if (!lost && !e.oneOfMany() && (!e.repeatable() || attempt >= REPEATS_MAX)) {
                    return endAlone(session, group, e.getCause());
                }
            } catch (CommitFailed e) {
                discard(session);
                fail(group, engine.dialect().failure("The commit failed, its outcome is unknown", e.getCause()));
                return null;
            }
        }
    }

    /** A group that failed as a whole ends member by member; a member that fails alone is to blame itself. */
    private @Nullable Session endAlone(@Nullable Session session, List<Member<?>> group, Throwable cause) {
        if (group.size() == 1) {
            fail(group, cause);
            return session;
        }
        @Nullable Session current = session;
        for (Member<?> member : group) {
            current = commit(current, List.of(member));
        }
        return current;
    }

    /**
     * One transaction with all members.
     *
     * @throws GroupFailed when nothing is stored
     * @throws CommitFailed when that is not known
     */
    private void attempt(Session session, List<Member<?>> group, boolean savepoints) throws GroupFailed, CommitFailed {
        Transaction.Pending pending = new Transaction.Pending();
        SortedSet<Long> partitions = new TreeSet<>();
        group.forEach(member -> partitions.addAll(member.partition().ids()));
        try {
            engine.begin(session, partitions);
            if (group.size() == 1) {
                runAlone(session, pending, group.getFirst());
            } else {
                for (Member<?> member : group) {
                    if (savepoints) {
                        runWithSavepoint(session, pending, member);
                    } else {
                        runOne(session, pending, member);
                    }
                }
            }
            pending.applyAll(session);
            partitions.addAll(pending.raised());
        } catch (GroupFailed e) {
            throw e;
        } catch (SQLException e) {
            throw new GroupFailed(
                    engine.dialect().failure("The change failed", e),
                    engine.dialect().repeatable(e));
        } catch (Exception | Error e) {
            throw new GroupFailed(e, false);
        }
        commitNow(session, partitions);
        engine.committed(partitions);
        group.forEach(Member::end);
    }

    private void commitNow(Session session, SortedSet<Long> partitions) throws GroupFailed, CommitFailed {
        try {
            engine.commit(session);
        } catch (SQLException e) {
            if (engine.dialect().repeatable(e)) {
                // The database says that it has rolled back.
                throw new GroupFailed(engine.dialect().failure("The commit was refused", e), true);
            }
            engine.committed(partitions);
            throw new CommitFailed(e);
        }
    }

    /** Without a savepoint: when the only member throws, the transaction is rolled back and nothing else with it. */
    private static void runAlone(Session session, Transaction.Pending pending, Member<?> member) throws SQLException {
        Transaction tx = new Transaction(session, pending);
        member.run(tx);
        tx.succeeded();
    }

    /**
     * Without a savepoint: fails the member when it throws before it has written anything.
     *
     * @throws GroupFailed when it throws later
     */
    private void runOne(Session session, Transaction.Pending pending, Member<?> member)
            throws SQLException, GroupFailed {
        Transaction tx = new Transaction(session, pending);
        try {
            member.run(tx);
            tx.succeeded();
        } catch (SQLException e) {
            if (engine.dialect().repeatable(e) || engine.dialect().full(e)) {
                throw e;
            }
            // The database may have given up more than the statement.
            throw GroupFailed.byOne(e);
        } catch (Exception | Error e) {
            if (tx.hasWritten()) {
                throw GroupFailed.byOne(e);
            }
            member.fail(e);
        }
    }

    private void runWithSavepoint(Session session, Transaction.Pending pending, Member<?> member)
            throws SQLException, GroupFailed {
        Transaction tx = new Transaction(session, pending);
        session.execute("SAVEPOINT member");
        try {
            member.run(tx);
            session.execute("RELEASE SAVEPOINT member");
            tx.succeeded();
        } catch (Exception | Error e) {
            // Also a checked exception that the compiler was talked out of: it is this member's alone.
            if (e instanceof SQLException sql
                    && (engine.dialect().repeatable(sql) || engine.dialect().full(sql))) {
                throw sql;
            }
            // When even this fails the database has given up the whole transaction, and the group fails.
            session.execute("ROLLBACK TO SAVEPOINT member");
            session.execute("RELEASE SAVEPOINT member");
            member.fail(e instanceof SQLException sql ? engine.dialect().failure("The change failed", sql) : e);
        }
    }

    private @Nullable Session rollback(@Nullable Session session) {
        if (session == null) {
            return null;
        }
        try {
            engine.rollback(session);
            return session;
        } catch (SQLException e) {
            LOG.warn("Rolling back failed, opening a new connection: {}", e.getMessage());
            discard(session);
            return null;
        }
    }

    /** Closes the connection in any case: one that stayed open could hold the database's write lock. */
    private static void discard(@Nullable Session session) {
        if (session == null) {
            return;
        }
        try {
            session.closeStatements();
        } catch (SQLException e) {
            LOG.debug("Closing statements failed: {}", e.getMessage());
        }
        try {
            session.connection().close();
        } catch (SQLException e) {
            LOG.debug("Closing a connection failed: {}", e.getMessage());
        }
    }

    /** Ends those that have not come to an end yet. */
    private static void fail(List<Member<?>> group, Throwable cause) {
        group.forEach(member -> member.endWith(cause));
    }
}
