package coffer.server.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.server.doctor.Finding.Grade;
import coffer.server.http.PublicAddress;
import coffer.server.http.TestCertificate;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is looked at over TLS only, at the Java runtime's own small server, which speaks HTTP/1.1 alone. */
class TlsExaminationTest {
    private TestCertificate certificate;
    private Trust trust;
    private HttpsServer server;
    private String insists = "max-age=31536000";

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        certificate = TestCertificate.make("EC");
        trust = Trust.of(certificate.writeTo(directory).certificate());
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("test", certificate.key(), new char[0], new Certificate[] {certificate.certificate()});
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Strict-Transport-Security", insists);
            byte[] body = "{\"installed\":true}".getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private List<Finding> examine(Instant now) {
        PublicAddress url =
                PublicAddress.parse("https://127.0.0.1:" + server.getAddress().getPort());
        return Examination.of(url, trust, Clock.fixed(now, ZoneOffset.UTC));
    }

    private Instant end() {
        return certificate.certificate().getNotAfter().toInstant();
    }

    @Test
    void aCertificateThatLastsIsFineAndOneThatEndsSoonIsNot() {
        Instant lasts = end().minus(Duration.ofDays(14));

        assertThat(examine(lasts)).noneMatch(finding -> finding.text().startsWith("The certificate ends"));
        assertThat(examine(lasts.plusSeconds(1))).contains(Finding.wrong("The certificate ends on " + end() + "."));
    }

    @ParameterizedTest
    @CsvSource({
        "max-age=15552000, FINE",
        "max-age=15551999, WRONG",
        "includeSubDomains; max-age=31536000, FINE",
        "includeSubDomains, WRONG",
        "max-age=, WRONG"
    })
    void browsersMustBeToldLongEnoughToInsistOnTls(String value, Grade grade) {
        insists = value;

        assertThat(examine(end().minus(Duration.ofDays(20))))
                .filteredOn(finding -> finding.text().startsWith("Strict-Transport-Security"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.grade()).isEqualTo(grade));
    }

    @Test
    void withoutHttp2ThereIsAHintAndOldVersionsAreRefused() {
        assertThat(examine(end().minus(Duration.ofDays(20))))
                .contains(Finding.hint("TLS 1.3 is spoken, but not HTTP/2, which is faster for many small files."))
                .contains(Finding.fine("TLS 1.0 is refused."), Finding.fine("TLS 1.1 is refused."));
    }
}
