package coffer.systemtests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.server.http.TestCertificate;
import coffer.systemtests.ServerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sync client and rclone over TLS: to the server itself, and through proxies as {@code docs/proxies.md} sets them up. */
class ProxyClientTest {

    /** Each request is one line of the log, with its version of HTTP. */
    private static final String LOGGING = """
            <configuration>
              <appender name="out" class="ch.qos.logback.core.ConsoleAppender"><encoder><pattern>%level %logger{0} %msg%n</pattern></encoder></appender>
              <logger name="coffer.server.http.Dispatch" level="DEBUG"/>
              <root level="INFO"><appender-ref ref="out"/></root>
            </configuration>
            """;

    @TempDir
    Path home;

    private ServerProcess.Settings settings(String... options) throws Exception {
        var logging = Files.writeString(home.resolve("logback.xml"), LOGGING);
        return ServerProcess.Settings.in(home.resolve("data"))
                .withJvmOptions("-Dlogback.configurationFile=" + logging)
                .withServeOptions(options);
    }

    @Test
    void theServerItselfSpeaksBothVersionsOverTls() throws Exception {
        var tls = TestCertificate.make("EC").writeTo(home);
        try (var server = ServerProcess.start(settings(
                "--tls-cert",
                tls.certificate().toString(),
                "--tls-key",
                tls.key().toString()))) {
            assertThat(server.address().getScheme()).isEqualTo("https");
            var journey = new Journey(home, server.address().toString(), tls.certificate());

            journey.sync(false);
            journey.copy(false);
            assertThat(server.output()).contains(" HTTP/1.1 PROPFIND ").doesNotContain(" HTTP/2.0 ");
            var before = server.output().lines().count();

            journey.sync(true);
            journey.copy(true);
            assertThat(server.output().lines().skip(before).filter(line -> line.contains(" HTTP/")))
                    .isNotEmpty()
                    .allMatch(line -> line.contains(" HTTP/2.0 "));
        }
    }

    @ParameterizedTest
    @CsvSource({"NGINX, ''", "NGINX, /coffer", "APACHE, ''", "APACHE, /coffer"})
    void aProxyAsDocumentedPassesEverythingOn(ReverseProxy.Kind kind, String subPath) throws Exception {
        var tls = TestCertificate.make("RSA").writeTo(home);
        int port = ReverseProxy.freePort();
        var url = "https://localhost:" + port + subPath;
        try (var server = ServerProcess.start(settings("--url", url, "--trusted-proxies", "127.0.0.1"));
                var proxy = ReverseProxy.start(
                        kind, subPath.isEmpty() ? 0 : 1, port, tls, server.address(), home.resolve("proxy"))) {
            var journey = new Journey(home, url, tls.certificate());

            journey.sync(false);
            assertThat(proxy.requests()).isNotEmpty().allMatch(line -> line.startsWith("HTTP/1.1 "));
            int before = proxy.requests().size();

            journey.sync(true);
            journey.copy(true);
            assertThat(List.copyOf(proxy.requests())
                            .subList(before, proxy.requests().size()))
                    .isNotEmpty()
                    .allMatch(line -> line.startsWith("HTTP/2"))
                    .allMatch(line -> line.contains(" " + subPath + "/"));
            assertThat(server.output()).contains(" HTTP/1.1 MOVE ").doesNotContain("trusted-proxies =");
        }
    }
}
