package coffer.db;

import coffer.base.SpaceId;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The one database of an installation. Thread-safe; callers run on virtual threads and may block.
 *
 * <p>Reading and writing never nest: code inside a {@link Work} or {@link Change} uses the session it was given.
 */
public interface Database extends AutoCloseable {
    /**
     * Runs {@code work} on one consistent snapshot, on one of a bounded number of connections; waits for a free one.
     *
     * @throws DatabaseFailure when the database fails; what {@code work} throws comes through unchanged
     */
    <T extends @Nullable Object> T read(Work<T> work);

    /**
     * The same for work that consists of one statement, which is a snapshot of its own.
     *
     * @throws DatabaseFailure when the database fails; what {@code work} throws comes through unchanged
     */
    <T extends @Nullable Object> T readOne(Work<T> work);

    /**
     * Runs {@code change} together with others that are waiting and commits them with one sync to disk. When this
     * returns, the change survives power loss. A change that throws is rolled back alone, and its exception comes
     * through unchanged.
     *
     * @param partition the spaces the change touches; all of them
     * @throws DatabaseFull when the disk is full
     * @throws DatabaseFailure when the database fails
     */
    <T extends @Nullable Object> T write(Partition partition, Change<T> change);

    /**
     * A number that is another one after each change of a space, from before the change is acknowledged. Read it before
     * reading the space: what was read may be used again while the number is the same. Empty where other processes may
     * change the space.
     */
    OptionalLong generation(SpaceId space);

    /**
     * Like {@link #generation}, and there for every database: a number that is another one after each change of a space that this
     * process has made. What others have changed it does not tell.
     */
    long changesHere(SpaceId space);

    Dialect dialect();

    /** Finishes what is queued, refuses what comes later, and closes all connections. May be called twice. */
    @Override
    void close();
}
