package coffer.bench.rows;

import static coffer.bench.servers.Kind.COFFER;
import static coffer.bench.servers.Kind.COFFER_PG;
import static coffer.bench.servers.Kind.URL;

import coffer.bench.load.BodySink;
import coffer.bench.load.Connection;
import coffer.bench.load.Content;
import coffer.bench.load.Pattern;
import coffer.bench.load.Target;
import coffer.bench.load.WrongAnswer;
import coffer.bench.servers.Kind;
import coffer.bench.servers.Server;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Row 9: a large file in chunks of 10 MiB, one after the other, and the MOVE that joins them. */
final class ChunkedUpload implements Row {

    private static final int CHUNK_BYTES = 10 << 20;
    private static final Metric MOVE = new Metric("final MOVE", "ms");
    private static final Metric WHOLE = new Metric("whole upload", "MB/s");
    private static final double MEGABYTE = 1e6;

    @Override
    public String number() {
        return "9";
    }

    @Override
    public String title() {
        return "upload in chunks of 10 MiB, 1 connection";
    }

    @Override
    public Set<Kind> servers() {
        return Set.of(COFFER, COFFER_PG, URL);
    }

    @Override
    public boolean suits(Server server) {
        return servers().contains(server.kind()) && server.uploads().isPresent();
    }

    @Override
    public List<Goal> goals(Scale scale) {
        return List.of(
                new Goal.AtMost(COFFER, MOVE, 20 + 0.02 * chunks(scale)),
                new Goal.AtMost(COFFER, Metric.WRITTEN, 1.02));
    }

    private static int chunks(Scale scale) {
        return (int) ((scale.largeBytes() + CHUNK_BYTES - 1) / CHUNK_BYTES);
    }

    @Override
    public void prepare(Server server, Scale scale) throws IOException {
        Tree.makeFolder(server.target(), "/row-9");
    }

    @Override
    public Figures measure(Server server, Scale scale, int round) throws IOException {
        var uploads = server.uploads();
        if (uploads.isEmpty()) {
            throw new WrongAnswer("no chunked uploads at this address");
        }
        var file = "/row-9/large-" + round;
        var content = new Pattern(9_000 + round, scale.largeBytes());
        try (var connection = new Connection(server.target())) {
            var upload = new Upload(
                    connection,
                    uploads.get(),
                    "/bench-" + round,
                    server.target().root() + file,
                    CHUNK_BYTES);
            var written = server.processes().writtenBytes();
            var began = System.nanoTime();
            upload.begin();
            upload.send(content);
            var moving = System.nanoTime();
            upload.join(content.sizeBytes());
            var ended = System.nanoTime();
            written = server.processes().writtenBytes() - written;
            connection.verify(server.target().get(file), content);
            return new Figures()
                    .with(MOVE, (ended - moving) / 1e6)
                    .with(WHOLE, content.sizeBytes() / MEGABYTE / ((ended - began) / 1e9))
                    .with(Metric.WRITTEN, written == 0 ? Double.NaN : (double) written / content.sizeBytes());
        }
    }

    /** Stores a file in chunks; {@code destination} is the path of the file from the server's root on. */
    static void store(
            Connection connection, Target uploads, String folder, String destination, Pattern content, int chunkBytes)
            throws IOException {
        var upload = new Upload(connection, uploads, folder, destination, chunkBytes);
        upload.begin();
        upload.send(content);
        upload.join(content.sizeBytes());
    }

    /** One upload as the desktop client does it. */
    private record Upload(Connection connection, Target uploads, String folder, String destination, int chunkBytes) {

        void begin() throws IOException {
            var fields = uploads.destination(destination);
            connection.expect(201, uploads.request("MKCOL", folder, fields, Content.NONE), BodySink.FORGET);
        }

        void send(Pattern content) throws IOException {
            var fields = uploads.destination(destination) + total(content.sizeBytes());
            var number = 0;
            for (long start = 0; start < content.sizeBytes(); start += chunkBytes) {
                var chunk = content.part(start, Math.min(chunkBytes, content.sizeBytes() - start));
                connection.expect(
                        201, uploads.request("PUT", folder + "/" + name(++number), fields, chunk), BodySink.FORGET);
            }
        }

        void join(long sizeBytes) throws IOException {
            var fields = uploads.destination(destination) + total(sizeBytes);
            connection.store(uploads.request("MOVE", folder + "/.file", fields, Content.NONE));
        }

        private static String total(long sizeBytes) {
            return "OC-Total-Length: " + sizeBytes + "\r\n";
        }

        private static String name(int number) {
            return "%05d".formatted(number);
        }
    }
}
