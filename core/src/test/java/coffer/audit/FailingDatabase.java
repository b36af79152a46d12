package coffer.audit;

import coffer.base.SpaceId;
import coffer.db.Change;
import coffer.db.Database;
import coffer.db.DatabaseFailure;
import coffer.db.Dialect;
import coffer.db.Partition;
import coffer.db.Work;
import java.sql.SQLException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A real database that stops writing when a test says so: the crash between files and database. */
final class FailingDatabase implements Database {
    private final Database real;
    boolean failing;

    FailingDatabase(Database real) {
        this.real = real;
    }

    @Override
    public <T extends @Nullable Object> T read(Work<T> work) {
        return real.read(work);
    }

    @Override
    public <T extends @Nullable Object> T readOne(Work<T> work) {
        return real.readOne(work);
    }

    @Override
    public <T extends @Nullable Object> T write(Partition partition, Change<T> change) {
        if (failing) {
            throw new DatabaseFailure("The database is away", new SQLException("away"));
        }
        return real.write(partition, change);
    }

    @Override
    public OptionalLong generation(SpaceId space) {
        return real.generation(space);
    }

    @Override
    public long changesHere(SpaceId space) {
        return real.changesHere(space);
    }

    @Override
    public Dialect dialect() {
        return real.dialect();
    }

    @Override
    public void close() {
        real.close();
    }
}
