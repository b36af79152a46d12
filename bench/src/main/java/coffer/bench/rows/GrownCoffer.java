package coffer.bench.rows;

import coffer.bench.growth.Shape;
import coffer.bench.growth.StoppedStore;
import coffer.bench.load.Connection;
import coffer.bench.load.Target;
import coffer.bench.load.WrongAnswer;
import coffer.bench.servers.Coffer;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Clock;

/**
 * A Coffer of a row's own whose account grows while the server is stopped. All files that are added share {@value Shape#LEAF} contents,
 * which came in by PUT: the one numbered n is {@link Tree#small} of n modulo {@value Shape#LEAF}.
 */
final class GrownCoffer implements AutoCloseable {

    private static final String SAMPLES = "samples";

    private final Coffer coffer;

    private GrownCoffer(Coffer coffer) {
        this.coffer = coffer;
    }

    /** Starts it in a new directory, with the samples alone. */
    static GrownCoffer start(Scale scale, String name) throws IOException {
        var coffer = Coffer.onSqlite(scale.project(), Files.createTempDirectory(scale.home(), name));
        try {
            Tree.fill(coffer.target(), "/" + SAMPLES, Shape.LEAF);
            return new GrownCoffer(coffer);
        } catch (IOException e) {
            coffer.close();
            throw e;
        }
    }

    /** Starts it with a tree, which is verified. */
    static GrownCoffer with(Scale scale, String name, Shape shape) throws IOException {
        var own = start(scale, name);
        try {
            own.grow(store -> store.add(shape));
            own.verify(shape);
            return own;
        } catch (IOException e) {
            own.close();
            throw e;
        }
    }

    /** What is to be written. */
    @FunctionalInterface
    interface Growing {
        void into(StoppedStore store) throws SQLException;
    }

    /** Stops the server, grows its account, and starts the server again. */
    void grow(Growing growing) throws IOException {
        coffer.stop();
        try (var store = StoppedStore.open(coffer.data(), SAMPLES, Clock.systemUTC())) {
            growing.into(store);
        } catch (SQLException e) {
            throw new IOException("the account did not grow", e);
        }
        coffer.startAgain();
    }

    /** Reads the last file of the only tree, lists its folder, and compares the account's size with that of its files and the samples. */
    private void verify(Shape shape) throws IOException {
        try (var connection = new Connection(target())) {
            var leaf = shape.leaf(shape.leaves() - 1);
            var last = Shape.LEAF - 1;
            connection.verify(target().get(Tree.file(leaf, last)), Tree.small(last));
            Multistatus.count(connection, target().propfind(leaf + "/", 1, Multistatus.DESKTOP), Shape.LEAF + 1);
            var size = Multistatus.size(connection, target().propfind("/", 0, Multistatus.DESKTOP));
            var stored = (shape.files() + (long) Shape.LEAF) * Tree.SMALL_BYTES;
            if (size != stored) {
                throw new WrongAnswer("the account has " + size + " bytes instead of " + stored);
            }
        }
    }

    Coffer coffer() {
        return coffer;
    }

    Target target() {
        return coffer.target();
    }

    @Override
    public void close() throws IOException {
        coffer.close();
    }
}
