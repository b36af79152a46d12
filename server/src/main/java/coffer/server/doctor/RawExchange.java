package coffer.server.doctor;

import coffer.server.http.PublicAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;

/** Bytes to the server and bytes back, for what no proper client says. */
final class RawExchange {
    private static final int ANSWER_BYTES_MAX = 64 * 1024;

    private final PublicAddress url;
    private final Trust trust;

    RawExchange(PublicAddress url, Trust trust) {
        this.url = url;
        this.trust = trust;
    }

    /** Where the address leads. */
    static InetSocketAddress target(PublicAddress url) {
        URI uri = URI.create(url.base());
        int port = uri.getPort() >= 0 ? uri.getPort() : url.secure() ? 443 : 80;
        return new InetSocketAddress(host(url), port);
    }

    /** Its name, without the brackets of an IPv6 address. */
    static String host(PublicAddress url) {
        return URI.create(url.base()).getHost().replaceAll("[\\[\\]]", "");
    }

    static Socket connect(PublicAddress url) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(target(url), (int) Visitor.PATIENCE.toMillis());
            socket.setSoTimeout((int) Visitor.PATIENCE.toMillis());
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Says something, over TLS where the address has it, and reads until the server closes. */
    String text(String request) throws IOException {
        try (Socket plain = connect(url);
                Socket socket = url.secure() ? secured(plain) : plain) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readNBytes(ANSWER_BYTES_MAX), StandardCharsets.ISO_8859_1);
        }
    }

    private Socket secured(Socket plain) throws IOException {
        SSLSocket socket = (SSLSocket) trust.context()
                .getSocketFactory()
                .createSocket(plain, host(url), target(url).getPort(), true);
        socket.startHandshake();
        return socket;
    }
}
