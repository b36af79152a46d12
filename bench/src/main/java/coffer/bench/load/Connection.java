package coffer.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * One connection that is kept as long as the server keeps it, and made again when it does not. One request at a time; not for use by
 * several threads.
 */
public final class Connection implements AutoCloseable {

    private static final int BUFFER_BYTES = 256 * 1024;

    private final InetSocketAddress address;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private @Nullable SocketChannel channel;
    private @Nullable AnswerReader reader;

    public Connection(Target target) {
        this.address = new InetSocketAddress(target.host(), target.port());
    }

    /** Says the request and reads its answer to the end, whatever it is. */
    public Answer exchange(Request request, BodySink sink) throws IOException {
        if (channel == null || reader == null) {
            channel = SocketChannel.open(address).setOption(StandardSocketOptions.TCP_NODELAY, true);
            reader = new AnswerReader(channel, buffer.clear());
        }
        send(channel, request);
        var answer = reader.read(request.isHead(), sink);
        if (!answer.keepsAlive()) {
            close();
        }
        return answer;
    }

    /** The same; an answer with another status than {@code expected} is wrong. */
    public Answer expect(int expected, Request request, BodySink sink) throws IOException {
        var answer = exchange(request, sink);
        if (answer.status() != expected) {
            throw new WrongAnswer(request + ": " + answer.status() + " instead of " + expected);
        }
        return answer;
    }

    /** Says a request that makes or replaces something: 201 or 204 must come. */
    public void store(Request request) throws IOException {
        var status = exchange(request, BodySink.FORGET).status();
        if (status != 201 && status != 204) {
            throw new WrongAnswer(request + ": " + status + " instead of 201 or 204");
        }
    }

    /** Reads a file and compares it; it must be there, whole and the same. */
    public void verify(Request get, Content stored) throws IOException {
        var compare = new BodySink.Compare(stored);
        try {
            expect(200, get, compare);
            compare.finish();
        } catch (WrongAnswer e) {
            close(); // what follows on this connection may be the rest of that body
            throw new WrongAnswer(get + ": " + e.getMessage());
        }
    }

    private static void send(SocketChannel to, Request request) throws IOException {
        var body = request.body();
        var head = ByteBuffer.wrap(request.head());
        var first = body.from(0);
        long sent = first.remaining();
        ByteBuffer[] both = {head, first};
        while (head.hasRemaining() || first.hasRemaining()) {
            to.write(both);
        }
        while (sent < body.sizeBytes()) {
            var slice = body.from(sent);
            sent += slice.remaining();
            while (slice.hasRemaining()) {
                to.write(slice);
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
            reader = null;
        }
    }
}
