package coffer.server;

import coffer.db.Database;
import coffer.db.Databases;
import coffer.events.EventLog;
import coffer.server.operator.Services;
import java.io.IOException;
import java.time.Clock;

/**
 * The core of an installation, opened: the data directory locked, the database migrated, every feature built on those
 * below it. Reading {@link #open} is reading the system, from the bottom to the top.
 */
final class Core implements AutoCloseable {
    private final DataDirectory directory;
    private final Database database;
    private final Services services;

    private Core(DataDirectory directory, Database database, Services services) {
        this.directory = directory;
        this.database = database;
        this.services = services;
    }

    /** Opens the installation, or makes it if the data directory is empty. */
    static Core open(Settings settings) throws IOException {
        Clock clock = Clock.systemUTC();
        DataDirectory directory = DataDirectory.open(settings.data());
        Database database =
                settings.database().map(Databases::postgres).orElseGet(() -> Databases.sqlite(directory.database()));
        return new Core(directory, database, new Services(new EventLog(database, clock)));
    }

    Services services() {
        return services;
    }

    @Override
    public void close() throws IOException {
        database.close();
        directory.close();
    }
}
