package coffer.bench.rows;

import coffer.bench.load.BodySink;
import coffer.bench.load.Connection;
import coffer.bench.load.Load;
import coffer.bench.load.Pattern;
import coffer.bench.load.Target;
import java.io.IOException;

/** Folders of small files whose contents everybody can name again. */
final class Tree {

    static final int SMALL_BYTES = 4096;

    /** Few, so that setting up disturbs nobody's memory. */
    private static final int CONNECTIONS = 8;

    private Tree() {}

    static Pattern small(int number) {
        return new Pattern(number, SMALL_BYTES);
    }

    static String file(String folder, int number) {
        return folder + "/file-" + number + ".dat";
    }

    static void makeFolder(Target target, String folder) throws IOException {
        try (var connection = new Connection(target)) {
            connection.expect(201, target.makeCollection(folder + "/"), BodySink.FORGET);
        }
    }

    /** Makes a folder with files of 4 KiB, numbered from 0 on. */
    static void fill(Target target, String folder, int files) throws IOException {
        makeFolder(target, folder);
        Load.times((files + CONNECTIONS - 1) / CONNECTIONS, target, CONNECTIONS, (connection, worker, number) -> {
            var file = number * CONNECTIONS + worker;
            if (file < files) {
                connection.expect(201, target.put(file(folder, file), small(file)), BodySink.FORGET);
            }
        });
    }
}
