package coffer.server.doctor;

import coffer.server.http.PublicAddress;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Which versions of TLS are spoken, and how long the certificate lasts. That it is believed is known by then. */
final class TlsLook {
    private static final Duration SOON = Duration.ofDays(14);
    private static final List<String> TODAY = List.of("TLSv1.3", "TLSv1.2");

    private final PublicAddress url;
    private final Trust trust;
    private final Clock clock;

    TlsLook(PublicAddress url, Trust trust, Clock clock) {
        this.url = url;
        this.trust = trust;
        this.clock = clock;
    }

    List<Finding> look() throws IOException {
        if (!url.secure()) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        for (String version : TODAY) {
            findings.add(spoken(version));
        }
        for (OldVersion version : OldVersion.values()) {
            findings.add(Finding.of(
                    !accepts(version),
                    version.title() + " is refused.",
                    version.title() + " is spoken: it is broken."));
        }
        return findings;
    }

    private Finding spoken(String version) throws IOException {
        try (Socket plain = RawExchange.connect(url);
                SSLSocket socket = (SSLSocket) trust.context()
                        .getSocketFactory()
                        .createSocket(
                                plain,
                                RawExchange.host(url),
                                RawExchange.target(url).getPort(),
                                true)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setProtocols(new String[] {version});
            parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
            socket.setSSLParameters(parameters);
            try {
                socket.startHandshake();
            } catch (IOException e) {
                return Finding.hint(version.replace("TLSv", "TLS ") + " is not spoken (" + e.getMessage() + ").");
            }
            return spoken(version, socket);
        }
    }

    private Finding spoken(String version, SSLSocket socket) throws IOException {
        String name = version.replace("TLSv", "TLS ");
        Optional<X509Certificate> certificate = certificate(socket);
        Instant end = certificate.map(found -> found.getNotAfter().toInstant()).orElse(Instant.MAX);
        if (end.isBefore(clock.instant().plus(SOON))) {
            return Finding.wrong("The certificate ends on " + end + ".");
        }
        if (!"h2".equals(socket.getApplicationProtocol())) {
            return Finding.hint(name + " is spoken, but not HTTP/2, which is faster for many small files.");
        }
        return Finding.fine(name + " is spoken, with HTTP/2; the certificate lasts until " + end + ".");
    }

    private static Optional<X509Certificate> certificate(SSLSocket socket) throws IOException {
        Certificate first = socket.getSession().getPeerCertificates()[0];
        return first instanceof X509Certificate certificate ? Optional.of(certificate) : Optional.empty();
    }

    /** Whether the server answers the greeting of an old client with one of its own (RFC 5246 § 7.4.1). */
    private boolean accepts(OldVersion version) throws IOException {
        try (Socket socket = RawExchange.connect(url)) {
            socket.getOutputStream().write(greeting(version));
            socket.getOutputStream().flush();
            byte[] start = socket.getInputStream().readNBytes(6);
            boolean handshake = start.length == 6 && start[0] == 22 && start[5] == 2;
            return handshake && start[1] == 3 && start[2] == version.minor();
        } catch (SocketException _) {
            // Hung up on: refused as well.
            return false;
        }
    }

    /** Versions that nothing should speak any more (RFC 8996). */
    private enum OldVersion {
        TLS_1_0(1, "TLS 1.0"),
        TLS_1_1(2, "TLS 1.1");

        private final int minor;
        private final String title;

        OldVersion(int minor, String title) {
            this.minor = minor;
            this.title = title;
        }

        int minor() {
            return minor;
        }

        String title() {
            return title;
        }
    }

    /** A ClientHello as clients of that time said it, with the cipher suites that every server of that time had. */
    private static byte[] greeting(OldVersion version) throws IOException {
        int[] suites = {0xC013, 0xC014, 0xC009, 0xC00A, 0x002F, 0x0035, 0x0033, 0x0039, 0x000A, 0x00FF};
        ByteArrayOutputStream hello = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(hello);
        out.writeByte(3);
        out.writeByte(version.minor());
        // The random part of a greeting that nothing comes after.
        out.write(new byte[32]);
        out.writeByte(0);
        out.writeShort(2 * suites.length);
        for (int suite : suites) {
            out.writeShort(suite);
        }
        out.writeShort(0x0100);
        // Curves and point formats, for the suites with elliptic curves (RFC 8422 § 5.1).
        byte[] extensions = {0, 10, 0, 6, 0, 4, 0, 23, 0, 24, 0, 11, 0, 2, 1, 0};
        out.writeShort(extensions.length);
        out.write(extensions);
        byte[] body = hello.toByteArray();
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        DataOutputStream framed = new DataOutputStream(message);
        framed.writeByte(22);
        framed.writeShort(0x0301);
        framed.writeShort(body.length + 4);
        framed.writeInt((1 << 24) | body.length);
        framed.write(body);
        return message.toByteArray();
    }
}
