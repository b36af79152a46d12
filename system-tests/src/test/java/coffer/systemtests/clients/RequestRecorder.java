package coffer.systemtests.clients;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Stands between a client and the server and writes down the first line of every request, and of every answer. It changes no byte, so
 * that neither side can tell. The lines are found by their look, wherever in the stream they stand; contents that look like one must be
 * avoided.
 */
final class RequestRecorder implements AutoCloseable {

    private static final Pattern REQUEST = Pattern.compile("([A-Z]{3,12} /[^ \r\n]*) HTTP/1\\.1\r\n");
    /** Not a status in a multistatus, which an element's end follows; nor one that only says that more will come. */
    private static final Pattern ANSWER = Pattern.compile("HTTP/1\\.1 ([2-5][0-9]{2})[A-Za-z -]*\r\n");
    /** Longer than any request line of these tests; so much of a block is looked at again with the next one. */
    private static final int OVERLAP_CHARS = 4096;

    private static final int BLOCK_BYTES = 1 << 16;

    private volatile URI server;
    private final ServerSocket listener;
    private final Queue<String> requests = new ConcurrentLinkedQueue<>();
    private final Queue<String> exchanges = new ConcurrentLinkedQueue<>();

    RequestRecorder(URI server) throws IOException {
        this.server = server;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /** What the client has to be told as the server's address. */
    URI address() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** Connections from now on go to another server. */
    void leadTo(URI other) {
        server = other;
    }

    /** Returns the requests since the last call, such as {@code PUT /remote.php/dav/files/anna/a.txt}. */
    List<String> take() {
        exchanges.clear();
        return drain(requests);
    }

    /** Returns the answered requests since the last call, such as {@code PUT /remote.php/dav/files/anna/a.txt 204}. */
    List<String> takeExchanges() {
        requests.clear();
        return drain(exchanges);
    }

    private static List<String> drain(Queue<String> lines) {
        var taken = new ArrayList<String>();
        for (var line = lines.poll(); line != null; line = lines.poll()) {
            taken.add(line);
        }
        return taken;
    }

    /** Whether a request moves content or changes anything on the server. */
    static Predicate<String> transfers() {
        return request -> !request.startsWith("PROPFIND ")
                && !request.startsWith("OPTIONS ")
                && !request.startsWith("HEAD ")
                && (!request.startsWith("GET ") || request.startsWith("GET /remote.php/"));
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var client = listener.accept();
                var upstream = new Socket();
                upstream.connect(new InetSocketAddress(server.getHost(), server.getPort()));
                var open = new ConcurrentLinkedQueue<String>(); // of one connection, answered in their order
                Thread.ofVirtual()
                        .start(() -> relay(client, upstream, REQUEST, request -> {
                            requests.add(request);
                            open.add(request);
                        }));
                Thread.ofVirtual()
                        .start(() ->
                                relay(upstream, client, ANSWER, status -> exchanges.add(open.poll() + " " + status)));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void relay(Socket from, Socket to, Pattern line, Consumer<String> found) {
        try {
            copy(from.getInputStream(), to, line, found);
        } catch (IOException e) {
            hangUp(from);
            hangUp(to);
        }
    }

    private static void hangUp(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void copy(InputStream in, Socket to, Pattern line, Consumer<String> found) throws IOException {
        var block = new byte[BLOCK_BYTES];
        var seen = "";
        for (int n = in.read(block); n >= 0; n = in.read(block)) {
            seen = record(seen + new String(block, 0, n, StandardCharsets.ISO_8859_1), line, found);
            to.getOutputStream().write(block, 0, n);
        }
        to.shutdownOutput(); // the other direction may still have something to say
    }

    /** Returns what has to be looked at again. */
    private static String record(String text, Pattern line, Consumer<String> found) {
        int from = 0;
        var matcher = line.matcher(text);
        while (matcher.find()) {
            found.accept(matcher.group(1));
            from = matcher.end();
        }
        return text.substring(Math.max(from, text.length() - OVERLAP_CHARS));
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
