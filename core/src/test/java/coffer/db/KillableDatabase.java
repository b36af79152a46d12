package coffer.db;

import coffer.base.SpaceId;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Ends like a killed process: before a write, of which there are only so many. Or something else happens then. */
public final class KillableDatabase implements Database {
    private final Database database;
    private int writesLeft = Integer.MAX_VALUE;
    private @Nullable Runnable act;

    public KillableDatabase(Database database) {
        this.database = database;
    }

    /** What a caller meets in the place of the write. */
    public static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** After so many more writes every one fails. */
    public void before(int writes) {
        writesLeft = writes;
        act = null;
    }

    /** After so many more writes something else happens, once, and they go on. */
    public void before(int writes, Runnable meanwhile) {
        writesLeft = writes;
        act = meanwhile;
    }

    /** Nothing fails any more. */
    public void recover() {
        writesLeft = Integer.MAX_VALUE;
        act = null;
    }

    /** Whether something is still to happen. */
    public boolean isArmed() {
        return writesLeft != Integer.MAX_VALUE;
    }

    @Override
    public <T extends @Nullable Object> T read(Work<T> work) {
        return database.read(work);
    }

    @Override
    public <T extends @Nullable Object> T readOne(Work<T> work) {
        return database.readOne(work);
    }

    @Override
    public <T extends @Nullable Object> T write(Partition partition, Change<T> change) {
        if (writesLeft == 0) {
            Runnable meanwhile = act;
            if (meanwhile == null) {
                throw new Killed();
            }
            recover();
            meanwhile.run();
        }
        writesLeft -= writesLeft == Integer.MAX_VALUE ? 0 : 1;
        return database.write(partition, change);
    }

    @Override
    public OptionalLong generation(SpaceId space) {
        return database.generation(space);
    }

    @Override
    public long changesHere(SpaceId space) {
        return database.changesHere(space);
    }

    @Override
    public Dialect dialect() {
        return database.dialect();
    }

    @Override
    public void close() {
        database.close();
    }
}
