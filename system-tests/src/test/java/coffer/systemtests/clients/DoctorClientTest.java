package coffer.systemtests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.server.http.TestCertificate;
import coffer.systemtests.ServerProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code coffer doctor} finds nothing wrong with a server that is set up as documented. */
class DoctorClientTest {
    private static final String CONTACT = "security@example.org";

    @TempDir
    Path home;

    @Test
    void theServerItselfIsFineOverTls() throws Exception {
        var tls = TestCertificate.make("EC").writeTo(home);
        var settings = ServerProcess.Settings.in(home.resolve("data"))
                .withServeOptions(
                        "--tls-cert",
                        tls.certificate().toString(),
                        "--tls-key",
                        tls.key().toString(),
                        "--security-contact",
                        CONTACT);
        try (var server = ServerProcess.start(settings)) {
            var url = server.address().toString();
            var seen = ServerProcess.command(
                    settings,
                    "doctor",
                    "--url",
                    url,
                    "--trust",
                    tls.certificate().toString());

            assertThat(seen.output())
                    .contains("TLS 1.3 is spoken, with HTTP/2")
                    .contains("TLS 1.0 is refused.")
                    .contains("Strict-Transport-Security is right on all answers.")
                    .contains("The cookie __Host-coffer-browser is out of reach of scripts")
                    .contains("security.txt says whom to tell")
                    .contains(" 0 to consider, 0 wrong.");
            assertThat(seen.status()).isZero();

            var unbelieved = ServerProcess.command(settings, "doctor", "--url", url);
            assertThat(unbelieved.output()).contains(" WRONG ").contains("certif");
            assertThat(unbelieved.status()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"NGINX, ''", "NGINX, /coffer", "APACHE, ''", "APACHE, /coffer"})
    void aProxyAsDocumentedSpoilsNothing(ReverseProxy.Kind kind, String subPath) throws Exception {
        var tls = TestCertificate.make("RSA").writeTo(home);
        int port = ReverseProxy.freePort();
        var url = "https://localhost:" + port + subPath;
        var settings = ServerProcess.Settings.in(home.resolve("data"))
                .withServeOptions("--url", url, "--trusted-proxies", "127.0.0.1", "--security-contact", CONTACT);
        try (var server = ServerProcess.start(settings);
                var _ = ReverseProxy.start(
                        kind, subPath.isEmpty() ? 0 : 1, port, tls, server.address(), home.resolve("proxy"))) {
            var seen = ServerProcess.command(
                    settings,
                    "doctor",
                    "--url",
                    url,
                    "--trust",
                    tls.certificate().toString());

            assertThat(seen.output()).contains("TLS 1.2 is spoken, with HTTP/2").contains(" 0 wrong.");
            assertThat(seen.status()).isZero();
        }
    }

    @Test
    void withoutTlsItSaysSo() throws Exception {
        var settings = ServerProcess.Settings.in(home.resolve("data"));
        try (var server = ServerProcess.start(settings)) {
            var seen = ServerProcess.command(
                    settings, "doctor", "--url", server.address().toString());

            assertThat(seen.output()).contains("has no TLS").contains(" 1 to consider, 1 wrong.");
            assertThat(seen.status()).isEqualTo(1);
        }
    }
}
