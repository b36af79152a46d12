package coffer.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The listener with a certificate: what is negotiated, and that a renewed certificate needs no restart. */
class TlsProtocolTest {
    private static TestCertificate certificate;
    private static TestCertificate renewed;
    private static SSLContext trust;

    @TempDir
    private Path directory;

    private TlsFiles files;
    private TestServer server;

    @BeforeAll
    static void make() throws IOException {
        certificate = TestCertificate.make("EC");
        renewed = TestCertificate.make("RSA");
        trust = TestCertificate.believing(certificate, renewed);
    }

    @BeforeEach
    void start() throws IOException {
        files = certificate.writeTo(directory);
        server = new TestServer(HttpSettings.at("127.0.0.1", 0).withTls(Optional.of(files)));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private SSLSocket connect(String version, String... protocols) throws IOException {
        SSLSocket socket = (SSLSocket) trust.getSocketFactory()
                .createSocket(server.address().getAddress(), server.address().getPort());
        socket.setSoTimeout(30_000);
        socket.setEnabledProtocols(new String[] {version});
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static String get(Socket socket, String path) throws IOException {
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private BigInteger serial() throws IOException {
        try (SSLSocket socket = connect("TLSv1.3")) {
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2", "TLSv1.3"})
    void bothVersionsOfTodaySpeakHttp(String version) throws IOException {
        try (SSLSocket socket = connect(version)) {
            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
            assertThat(get(socket, "/plain/a")).startsWith("HTTP/1.1 200").endsWith("[a]  0");
        }
    }

    /** A hello of TLS 1.1 as it stands in a capture, because no Java of today would still send one. */
    @Test
    void anOlderVersionIsRefused() throws IOException {
        String random = "00".repeat(32);
        String hello = "0302" + random + "00" + "0004" + "c013002f" + "0100";
        String message = "01" + "%06x".formatted(hello.length() / 2) + hello;
        try (Socket socket =
                new Socket(server.address().getAddress(), server.address().getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write(HexFormat.of().parseHex("160301" + "%04x".formatted(message.length() / 2) + message));
            byte[] alert = socket.getInputStream().readNBytes(7);

            // Alert, fatal, protocol_version (RFC 8446, section 6.2).
            assertThat(alert[0]).isEqualTo((byte) 21);
            assertThat(alert[5]).isEqualTo((byte) 2);
            assertThat(alert[6]).isEqualTo((byte) 70);
        }
    }

    @Test
    void theClientChoosesTheVersionOfHttp() throws IOException {
        try (SSLSocket both = connect("TLSv1.3", "h2", "http/1.1");
                SSLSocket old = connect("TLSv1.3", "http/1.1");
                SSLSocket silent = connect("TLSv1.3");
                SSLSocket over12 = connect("TLSv1.2", "h2", "http/1.1")) {
            assertThat(both.getApplicationProtocol()).isEqualTo("h2");
            assertThat(old.getApplicationProtocol()).isEqualTo("http/1.1");
            assertThat(silent.getApplicationProtocol()).isEmpty();
            assertThat(over12.getApplicationProtocol()).isEqualTo("h2");
        }
    }

    @Test
    void whoSpeaksPlainHttpReachesNobody() throws IOException {
        try (Socket socket =
                new Socket(server.address().getAddress(), server.address().getPort())) {
            socket.setSoTimeout(30_000);
            assertThatThrownBy(() -> {
                        if (!get(socket, "/plain/a").startsWith("HTTP")) {
                            throw new IOException("no HTTP");
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
        assertThat(server.reached).isEmpty();
    }

    @Test
    void theSchemeIsThatOfTheConnection() throws IOException {
        server.close();
        server = new TestServer(
                HttpSettings.at("127.0.0.1", 0).withTls(Optional.of(files)),
                Route.of(
                        "/where",
                        Access.ANONYMOUS,
                        PlainErrors.SHAPE,
                        (request, response) -> response.send(
                                200,
                                "text/plain; charset=utf-8",
                                request.publicAddress().of("/x"))));

        try (SSLSocket socket = connect("TLSv1.3")) {
            assertThat(get(socket, "/where")).endsWith("https://localhost/x");
        }
        assertThat(server.engine().secure()).isTrue();
    }

    @Test
    void aRenewedCertificateIsUsedForNewConnectionsAndOpenOnesGoOn() throws IOException {
        try (SSLSocket open = connect("TLSv1.3")) {
            assertThat(serial()).isEqualTo(certificate.certificate().getSerialNumber());
            renewed.writeTo(directory);

            server.engine().lookAtCertificate();

            assertThat(serial()).isEqualTo(renewed.certificate().getSerialNumber());
            assertThat(get(open, "/plain/open")).startsWith("HTTP/1.1 200");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cert.pem", "key.pem"})
    void aBrokenReplacementLeavesTheOldCertificate(String broken) throws IOException {
        TestCertificate.replace(directory.resolve(broken), "nonsense");
        server.engine().lookAtCertificate();
        assertThat(serial()).isEqualTo(certificate.certificate().getSerialNumber());

        Files.delete(directory.resolve(broken));
        server.engine().lookAtCertificate();
        assertThat(serial()).isEqualTo(certificate.certificate().getSerialNumber());

        renewed.writeTo(directory);
        server.engine().lookAtCertificate();
        assertThat(serial()).isEqualTo(renewed.certificate().getSerialNumber());
    }

    /** Between writing the one file and the other they do not fit each other. */
    @Test
    void halfAReplacementIsNotUsed() throws IOException {
        TestCertificate.replace(files.certificate(), renewed.certificatePem());
        server.engine().lookAtCertificate();
        assertThat(serial()).isEqualTo(certificate.certificate().getSerialNumber());

        TestCertificate.replace(files.key(), renewed.keyPem());
        server.engine().lookAtCertificate();
        assertThat(serial()).isEqualTo(renewed.certificate().getSerialNumber());
    }

    @Test
    void aHandshakeUnderWayKeepsTheKeyOfItsCertificate() throws IOException {
        TlsKeys keys = new TlsKeys(files);
        String alias = keys.chooseEngineServerAlias("EC", null, null);
        renewed.writeTo(directory);

        keys.look();

        assertThat(keys.getPrivateKey(alias)).isEqualTo(certificate.key());
        assertThat(keys.getCertificateChain(alias)).containsExactly(certificate.certificate());
        assertThat(keys.chooseEngineServerAlias("EC", null, null)).isNull();
        assertThat(keys.chooseEngineServerAlias("RSA", null, null)).isNotEqualTo(alias);
    }

    @Test
    void aHandshakeThatDripsIsCutOff() throws IOException {
        server.close();
        Duration longTime = Duration.ofSeconds(20);
        server = new TestServer(new HttpSettings(
                "127.0.0.1",
                0,
                Optional.empty(),
                List.of(),
                Optional.of(files),
                100,
                HttpSettings.HEADER_BYTES_MAX,
                longTime,
                Duration.ofMillis(400),
                longTime,
                longTime));
        try (Socket socket = new Socket(
                        server.address().getAddress(), server.address().getPort());
                SSLSocket done = connect("TLSv1.3")) {
            socket.setSoTimeout(15_000);
            socket.getOutputStream().write(new byte[] {22, 3, 1, 2, 0, 1});

            // Long before the idle limit.
            InputStream in = socket.getInputStream();
            assertThat(in.read()).isEqualTo(-1);
            assertThat(get(done, "/plain/a")).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void aKeyThatDoesNotFitStopsTheStart() throws IOException {
        TestCertificate.replace(files.key(), renewed.keyPem());

        assertThatThrownBy(() -> new TestServer(HttpSettings.at("127.0.0.1", 0).withTls(Optional.of(files))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tls-key");
    }
}
