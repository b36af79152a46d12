package coffer.bench.servers;

import coffer.bench.load.Target;
import coffer.bench.process.ProcessTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A running server with a collection of its own to be measured in. */
public interface Server extends AutoCloseable {

    Kind kind();

    /** The collection that everything measured lies in. It exists and is empty at first. */
    Target target();

    /** The collection of chunked uploads of the same user, where the server has one. */
    default Optional<Target> uploads() {
        return Optional.empty();
    }

    /** With which a sync client comes to the same collection, where there is one for this server. */
    default Optional<Login> login() {
        return Optional.empty();
    }

    /** The directory that holds the target's members as plain files, where the server works like that. */
    default Optional<Path> plainFiles() {
        return Optional.empty();
    }

    /** The server's processes, those of its database too; nothing if it runs elsewhere. */
    ProcessTree processes();

    /** Ends what was started. */
    @Override
    void close() throws IOException;
}
