package coffer.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer: one platform thread that owns one connection, takes the changes that are waiting, and commits them
 * together.
 *
 * <p>Alone, a change is committed at once; under load, those that arrive during one commit share the next, so the
 * number of syncs falls as the number of writers grows. Each change has a savepoint: one that throws is rolled back
 * alone. When the group as a whole fails before its commit, its members run again: together if the database asked for
 * it (deadlock, serialisation), otherwise each alone, so that one of them cannot take the others down. When the commit
 * itself fails nothing runs again, because it may have happened; every member hears of it.
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

    /** What differs between the databases: how the connection is made and how a transaction begins and ends. */
    interface Engine {
        Dialect dialect();

        Connection connect() throws SQLException;

        void begin(Session session, SortedSet<Long> partitions) throws SQLException;

        void commit(Session session) throws SQLException;

        void rollback(Session session) throws SQLException;

        /** Called on the writer's thread after each commit. */
        void committed();
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
        if (Thread.currentThread().equals(thread)) {
            throw new IllegalStateException("a change must not write through the database it is part of");
        }
        Member<T> member = new Member<>(partition, change);
        try {
            enqueue(member);
            member.done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseFailure("Interrupted while waiting for a commit; its outcome is unknown", e);
        }
        return member.answer();
    }

    /** Finishes what is queued and closes the connection. */
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
            throw new IllegalStateException("the database is closed");
        }
        queue.put(member);
        // A writer that ended between the two lines above will not come back for it.
        if (closing && !thread.isAlive() && queue.remove(member)) {
            throw new IllegalStateException("the database is closed");
        }
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
            session = commit(session, group);
        }
        discard(session);
    }

    /** Brings every member to its end. Returns the session to go on with, or null after it has failed. */
    private @Nullable Session commit(@Nullable Session current, List<Member<?>> group) {
        @Nullable Session session = current;
        List<Member<?>> waiting = new ArrayList<>(group);
        for (int attempt = 1; !waiting.isEmpty(); attempt++) {
            try {
                if (session == null) {
                    session = Session.on(engine.connect(), engine.dialect());
                }
                attempt(session, waiting);
                return session;
            } catch (GroupFailed e) {
                session = rollback(session);
                if (!e.repeatable || attempt == REPEATS_MAX) {
                    return endAlone(session, waiting, e.getCause());
                }
            } catch (SQLException e) {
                // begin, connect or commit
                discard(session);
                session = null;
                fail(waiting, engine.dialect().failure("The commit failed, its outcome is unknown", e));
                return null;
            }
        }
        return session;
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
     * @throws GroupFailed before the commit; nothing is stored
     * @throws SQLException from the commit
     */
    private void attempt(Session session, List<Member<?>> group) throws GroupFailed, SQLException {
        Transaction.Pending pending = new Transaction.Pending();
        try {
            SortedSet<Long> partitions = new TreeSet<>();
            group.forEach(member -> partitions.addAll(member.partition.ids()));
            engine.begin(session, partitions);
            for (Member<?> member : group) {
                runOne(session, pending, member);
            }
            pending.applyAll(session);
        } catch (SQLException e) {
            throw new GroupFailed(
                    engine.dialect().failure("The change failed", e),
                    engine.dialect().repeatable(e));
        } catch (RuntimeException | Error e) {
            throw new GroupFailed(e, false);
        }
        engine.commit(session);
        engine.committed();
        group.forEach(GroupWriter::succeed);
    }

    private void runOne(Session session, Transaction.Pending pending, Member<?> member)
            throws SQLException, GroupFailed {
        Transaction tx = new Transaction(session, pending);
        session.execute("SAVEPOINT member");
        try {
            member.run(tx);
            session.execute("RELEASE SAVEPOINT member");
            tx.succeeded();
        } catch (SQLException | RuntimeException | Error e) {
            if (e instanceof SQLException sql
                    && (engine.dialect().repeatable(sql) || engine.dialect().full(sql))) {
                throw e;
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

    private static void discard(@Nullable Session session) {
        if (session == null) {
            return;
        }
        try {
            session.closeStatements();
            session.connection().close();
        } catch (SQLException e) {
            LOG.debug("Closing a connection failed: {}", e.getMessage());
        }
    }

    private static void succeed(Member<?> member) {
        for (Runnable action : member.afterCommit) {
            try {
                action.run();
            } catch (RuntimeException e) {
                // The change is durable; what follows it must not turn it into a failure.
                LOG.error("An action after a commit failed", e);
            }
        }
        member.done.countDown();
    }

    private static void fail(List<Member<?>> group, Throwable cause) {
        for (Member<?> member : group) {
            member.fail(cause);
            member.done.countDown();
        }
    }

    /** The group failed before its commit. */
    private static final class GroupFailed extends Exception {
        private static final long serialVersionUID = 1L;
        private final boolean repeatable;

        GroupFailed(Throwable cause, boolean repeatable) {
            super(cause);
            this.repeatable = repeatable;
        }

        @Override
        public synchronized Throwable getCause() {
            return java.util.Objects.requireNonNull(super.getCause());
        }
    }

    /** A change on its way through the writer. Its fields are read by the caller only after {@code done}. */
    private static final class Member<T extends @Nullable Object> {
        private final Partition partition;
        private final Change<T> change;
        private final CountDownLatch done = new CountDownLatch(1);
        private List<Runnable> afterCommit = List.of();
        private @Nullable T result;
        private @Nullable Throwable failure;

        Member(Partition partition, Change<T> change) {
            this.partition = partition;
            this.change = change;
        }

        void run(Transaction tx) throws SQLException {
            failure = null;
            result = change.apply(tx);
            afterCommit = tx.afterCommit();
        }

        void fail(Throwable cause) {
            failure = cause;
            afterCommit = List.of();
        }

        @SuppressWarnings("NullAway") // null only where T admits it
        T answer() {
            return switch (failure) {
                case null -> result;
                // One failure may reach many callers; each gets an exception of its own.
                case DatabaseFull e -> throw new DatabaseFull(e);
                case DatabaseFailure e -> throw new DatabaseFailure(String.valueOf(e.getMessage()), e);
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                default -> throw new IllegalStateException(failure);
            };
        }
    }
}
