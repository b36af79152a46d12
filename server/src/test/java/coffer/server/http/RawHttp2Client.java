package coffer.server.http;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.hpack.HpackDecoder;
import org.eclipse.jetty.http2.hpack.HpackException;

/** One HTTP/2 connection on which a test sends exactly the frames it wants (RFC 9113), right or wrong. */
final class RawHttp2Client implements AutoCloseable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;
    static final int ACK = 1;

    private static final int PATIENCE_MILLIS = 30_000;
    private static final int MAX_CONCURRENT_STREAMS = 3;
    /** No error code of RFC 9113 § 7: the connection ended without one. */
    private static final int LOST = 0xFFFF;

    private final SSLSocket socket;
    private final DataInputStream in;
    private final HpackDecoder decoder = new HpackDecoder(1 << 20, System::nanoTime);
    private final Map<Integer, Answer> answers = new HashMap<>();
    private int streamsMax;
    private int goneAway = -1;

    /** What came on one stream. Header names as they stood. */
    static final class Answer {
        final Map<String, List<String>> headers = new HashMap<>();
        final ByteArrayOutputStream body = new ByteArrayOutputStream();
        int status;
        boolean ended;
        /** The error code of a reset; -1 without one. */
        int reset = -1;

        String text() {
            return body.toString(StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return "status " + status + (ended ? ", ended" : "") + (reset < 0 ? "" : ", reset " + reset) + ", "
                    + headers;
        }
    }

    RawHttp2Client(InetSocketAddress address, SSLContext context) throws IOException {
        socket = (SSLSocket) context.getSocketFactory().createSocket(address.getAddress(), address.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        if (!socket.getApplicationProtocol().equals("h2")) {
            throw new IOException("the server chose " + socket.getApplicationProtocol());
        }
        in = new DataInputStream(socket.getInputStream());
        send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        frame(SETTINGS, 0, 0, new byte[0]);
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    void frame(int type, int flags, int stream, byte[] payload) throws IOException {
        send(frameOf(type, flags, stream, payload));
    }

    private static byte[] frameOf(int type, int flags, int stream, byte[] payload) {
        byte[] frame = new byte[9 + payload.length];
        ByteBuffer.wrap(frame)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload);
        return frame;
    }

    /** A request; the pseudo fields first, then name and value of further fields in turns. */
    void request(int stream, boolean end, String method, String path, String... fields) throws IOException {
        frame(HEADERS, END_HEADERS | (end ? END_STREAM : 0), stream, block(method, path, fields));
    }

    /** A whole request in one piece: a server that refuses its header may close before more could be sent. */
    void request(int stream, String method, String path, byte[] content, String... fields) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(frameOf(HEADERS, END_HEADERS, stream, block(method, path, fields)));
        whole.writeBytes(frameOf(DATA, END_STREAM, stream, content));
        send(whole.toByteArray());
    }

    private static byte[] block(String method, String path, String... fields) {
        List<String> all = new ArrayList<>(
                List.of(":method", method, ":scheme", "https", ":authority", "localhost", ":path", path));
        all.addAll(List.of(fields));
        return block(all);
    }

    /** A header block of literal fields that nobody indexes (RFC 7541, section 6.2.2). */
    static byte[] block(List<String> fields) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int i = 0; i < fields.size(); i += 2) {
            block.write(0);
            string(block, fields.get(i).toLowerCase(Locale.ROOT));
            string(block, fields.get(i + 1));
        }
        return block.toByteArray();
    }

    /** RFC 7541, sections 5.1 and 5.2. */
    private static void string(ByteArrayOutputStream block, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length < 127) {
            block.write(bytes.length);
        } else {
            block.write(127);
            int rest = bytes.length - 127;
            for (; rest >= 128; rest >>= 7) {
                block.write((rest & 0x7f) | 0x80);
            }
            block.write(rest);
        }
        block.writeBytes(bytes);
    }

    /** Reads until the stream is at its end, one way or the other, or the connection says goodbye. */
    Answer answer(int stream) throws IOException {
        Answer answer = state(stream);
        while (!answer.ended && answer.reset < 0 && goneAway < 0) {
            try {
                readFrame();
            } catch (SocketException _) {
                // Closed while something of ours was under way: that takes the farewell with it.
                goneAway = LOST;
            }
        }
        return answer;
    }

    /** What is known of the stream after one more frame, whatever the server has said about the connection. */
    Answer further(int stream) throws IOException {
        readFrame();
        return state(stream);
    }

    private Answer state(int stream) {
        return answers.computeIfAbsent(stream, _ -> new Answer());
    }

    /** How many streams the server allows at once; waits for its settings. */
    int streamsMax() throws IOException {
        while (streamsMax == 0) {
            readFrame();
        }
        return streamsMax;
    }

    /** The error code of the server's farewell; waits for it. */
    int goneAway() throws IOException {
        while (goneAway < 0) {
            readFrame();
        }
        return goneAway;
    }

    /** Whether the server has taken the whole connection for broken; its farewell may have been lost. */
    boolean saidGoodbye() {
        return goneAway > 0;
    }

    /** Whether the server has closed the connection; reads what it still says. */
    boolean ended() throws IOException {
        try {
            while (true) {
                readFrame();
            }
        } catch (EOFException | SocketException _) {
            return true;
        }
    }

    private void readFrame() throws IOException {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        ByteBuffer payload = ByteBuffer.wrap(in.readNBytes(length));
        switch (type) {
            case SETTINGS -> settings(flags, payload);
            case HEADERS -> headers(stream, payload);
            case DATA -> data(stream, payload);
            case RST_STREAM -> state(stream).reset = payload.getInt();
            case GOAWAY -> goneAway = payload.getInt(4);
            default -> {
                // Small change.
            }
        }
        if ((type == HEADERS || type == DATA) && (flags & END_STREAM) != 0) {
            state(stream).ended = true;
        }
    }

    private void settings(int flags, ByteBuffer payload) throws IOException {
        if ((flags & ACK) != 0) {
            return;
        }
        while (payload.hasRemaining()) {
            int key = payload.getShort();
            int value = payload.getInt();
            streamsMax = key == MAX_CONCURRENT_STREAMS ? value : streamsMax;
        }
        frame(SETTINGS, ACK, 0, new byte[0]);
    }

    private void headers(int stream, ByteBuffer payload) throws IOException {
        try {
            Answer answer = state(stream);
            MetaData fields = decoder.decode(payload);
            if (fields instanceof MetaData.Response response) {
                answer.status = response.getStatus();
            }
            for (HttpField field : fields.getHttpFields()) {
                answer.headers
                        .computeIfAbsent(field.getName(), _ -> new ArrayList<>())
                        .add(String.valueOf(field.getValue()));
            }
        } catch (HpackException e) {
            throw new IOException(e);
        }
    }

    private void data(int stream, ByteBuffer payload) throws IOException {
        int length = payload.remaining();
        byte[] bytes = new byte[length];
        payload.get(bytes);
        state(stream).body.writeBytes(bytes);
        if (length > 0) {
            byte[] increment = new byte[4];
            ByteBuffer.wrap(increment).putInt(length);
            frame(WINDOW_UPDATE, 0, 0, increment);
            frame(WINDOW_UPDATE, 0, stream, increment);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
