package coffer.bench.rows;

import coffer.bench.load.BodySink;
import coffer.bench.load.Connection;
import coffer.bench.load.Load;
import coffer.bench.load.Pattern;
import coffer.bench.load.Target;
import coffer.bench.servers.Server;
import java.io.IOException;

/**
 * Something of everything, again and again, for the memory: a cycle makes a folder, fills it with small files, a larger one and one in
 * chunks, lists it, copies it, moves the copy, reads from it and removes all of it. Contents are compared.
 */
public final class MixedLoad implements Load.Work {

    private static final int SMALL_FILES = 20;
    /** Kept in a file and not in the database. */
    private static final int MIDDLE_BYTES = 30_000;

    /** Little, because what was removed stays on disk for a while: half an hour must not fill it. */
    private static final int CHUNKED_BYTES = 150_000;

    private static final int CHUNK_BYTES = 64 * 1024;

    private final Target files;
    private final Target uploads;

    public MixedLoad(Server server) {
        this.files = server.target();
        this.uploads = server.uploads().orElseThrow();
    }

    @Override
    public void once(Connection connection, int worker, int number) throws IOException {
        var folder = "/mixed-" + worker + "-" + number;
        connection.store(files.makeCollection(folder + "/"));
        small(connection, folder);
        var middle = new Pattern(number, MIDDLE_BYTES);
        connection.store(files.put(folder + "/middle", middle));
        var chunked = new Pattern(worker * 1_000 + number, CHUNKED_BYTES);
        ChunkedUpload.store(connection, uploads, folder, files.root() + folder + "/chunked", chunked, CHUNK_BYTES);
        Multistatus.count(connection, files.propfind(folder + "/", 1, Multistatus.DESKTOP), SMALL_FILES + 3);
        copyAndRemove(connection, folder, middle, chunked);
    }

    private void small(Connection connection, String folder) throws IOException {
        for (int i = 0; i < SMALL_FILES; i++) {
            var file = Tree.file(folder, i);
            connection.expect(201, files.put(file, Tree.small(i)), BodySink.FORGET);
            connection.verify(files.get(file), Tree.small(i));
            Multistatus.measure(connection, files.propfind(file, 0, Multistatus.POLL));
        }
    }

    private void copyAndRemove(Connection connection, String folder, Pattern middle, Pattern chunked)
            throws IOException {
        var copy = folder + "-copy/";
        var moved = folder + "-moved/";
        connection.store(files.copy(folder + "/", copy));
        connection.store(files.move(copy, moved));
        connection.expect(204, files.delete(folder + "/"), BodySink.FORGET);
        connection.verify(files.get(moved + "middle"), middle);
        connection.verify(files.get(moved + "chunked"), chunked);
        connection.expect(204, files.delete(moved), BodySink.FORGET);
    }
}
