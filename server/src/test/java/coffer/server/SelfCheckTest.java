package coffer.server;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.server.SelfCheck.Finding;
import coffer.server.http.Access;
import coffer.server.http.Handler;
import coffer.server.http.HttpServer;
import coffer.server.http.HttpSettings;
import coffer.server.http.OwnRequest;
import coffer.server.http.OwnRequest.Arrival;
import coffer.server.http.PlainErrors;
import coffer.server.http.PublicAddress;
import coffer.server.http.RequestRefused;
import coffer.server.http.Route;
import coffer.server.http.Router;
import coffer.server.http.SignIn;
import coffer.server.http.TestCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelfCheckTest {
    private static final String TOKEN = "a token that is long and random";
    private static final String LISTENER = "http://127.0.0.1:8080";

    private final List<HttpServer> started = new ArrayList<>();

    @TempDir
    private Path directory;

    @AfterEach
    void stop() {
        started.forEach(HttpServer::close);
    }

    private HttpServer server(HttpSettings settings, Handler handler) throws IOException {
        HttpServer server = new HttpServer(
                settings,
                Router.builder()
                        .route(Route.of("/status.php", Access.ANONYMOUS, PlainErrors.SHAPE, handler))
                        .build(),
                SignIn.NOBODY);
        server.start();
        server.ready();
        started.add(server);
        return server;
    }

    private HttpServer plain(Handler handler) throws IOException {
        return server(HttpSettings.at("127.0.0.1", 0), handler);
    }

    private static SelfCheck check(String scheme, HttpServer publicly, OwnRequest own) {
        String url = scheme + "://127.0.0.1:" + publicly.address().getPort();
        return new SelfCheck(PublicAddress.parse(url), LISTENER, own);
    }

    @Nested
    class OverASocket {
        private final OwnRequest own = new OwnRequest(TOKEN);

        @Test
        void anAddressThatLeadsHereIsFine() throws IOException {
            HttpServer here = plain((_, response) -> response.empty(200));
            here.expect(own);

            Finding finding = check("http", here, own).look(TOKEN);

            assertThat(finding.wrong()).as(finding.text()).isFalse();
            assertThat(finding.text()).endsWith(" leads here.");
            assertThat(own.arrival())
                    .isCompletedWithValueMatching(arrival -> arrival.rawPath().equals("/status.php"));
        }

        @Test
        void anotherTokenIsNotOurs() throws IOException {
            HttpServer here = plain((_, response) -> response.empty(200));
            here.expect(own);

            assertThat(check("http", here, own).look("another token").wrong()).isTrue();
            assertThat(own.arrival()).isNotDone();
        }

        @Test
        void anotherServerIsNamedAsSuch() throws IOException {
            HttpServer other = plain((_, response) -> response.empty(200));

            Finding finding = check("http", other, own).look(TOKEN);

            assertThat(finding.wrong()).isTrue();
            assertThat(finding.text()).contains("Another server answers", LISTENER);
        }

        @Test
        void aRedirectIsNotFollowedAndNamesItsTarget() throws IOException {
            HttpServer other = plain((_, response) -> {
                response.header("Location", "https://cloud.example/status.php");
                response.empty(301);
            });

            Finding finding = check("http", other, own).look(TOKEN);

            assertThat(finding.wrong()).isTrue();
            assertThat(finding.text()).contains("https://cloud.example/status.php", "should begin with https");
        }

        @Test
        void aProxyWithoutItsServerIsNamedAsSuch() throws IOException {
            HttpServer proxy = plain((_, _) -> {
                throw new RequestRefused(502, "nobody there");
            });

            assertThat(check("http", proxy, own).look(TOKEN).text()).contains("does not reach this server", LISTENER);
        }

        @Test
        void anAddressThatThisMachineDoesNotReachIsNoCauseForAlarm() throws IOException {
            HttpServer gone = plain((_, response) -> response.empty(200));
            SelfCheck check = check("http", gone, own);
            gone.close();

            Finding finding = check.look(TOKEN);

            assertThat(finding.wrong()).as(finding.text()).isFalse();
            assertThat(finding.text()).contains("try it from outside");
        }

        @Test
        void plainHttpUnderAnAddressWithTlsIsWrong() throws IOException {
            HttpServer here = plain((_, response) -> response.empty(200));

            Finding finding = check("https", here, own).look(TOKEN);

            assertThat(finding.wrong()).as(finding.text()).isTrue();
            assertThat(finding.text()).contains("does not speak TLS");
        }

        @Test
        void aCertificateThatNobodyBelievesIsWrong() throws IOException {
            HttpServer here = server(
                    HttpSettings.at("127.0.0.1", 0)
                            .withTls(Optional.of(TestCertificate.make("EC").writeTo(directory))),
                    (_, response) -> response.empty(200));

            Finding finding = check("https", here, own).look(TOKEN);

            assertThat(finding.wrong()).as(finding.text()).isTrue();
            assertThat(finding.text()).contains("certificate");
        }

        @Test
        void anAddressWithoutTlsForAListenerWithTlsIsWrong() {
            PublicAddress url = PublicAddress.parse("http://cloud.example");

            assertThat(new SelfCheck(url, "https://127.0.0.1:8443", own)
                            .look(TOKEN)
                            .text())
                    .contains("should begin with https");
        }
    }

    /** What a proxy does to a request on its way. */
    @Nested
    class Judged {
        private final SelfCheck check =
                new SelfCheck(PublicAddress.parse("https://example.org/coffer"), LISTENER, new OwnRequest(TOKEN));

        private Finding judge(int status, String path, boolean trusted, boolean namesClient, String scheme) {
            return check.judge(
                    status,
                    Optional.empty(),
                    Optional.of(new Arrival(path, "192.0.2.7", trusted, namesClient, scheme)));
        }

        @ParameterizedTest
        @ValueSource(strings = {"/status.php", "/coffer/status.php"})
        void bothFormsOfThePathAreFine(String path) {
            assertThat(judge(200, path, true, true, "https").wrong()).isFalse();
        }

        @ParameterizedTest
        @ValueSource(strings = {"/", "/other/status.php", "//status.php", "/coffer/coffer/status.php"})
        void aPathThatWasChangedIsShown(String path) {
            Finding finding = judge(404, path, true, true, "https");

            assertThat(finding.wrong()).isTrue();
            assertThat(finding.text()).contains("arrives here as " + path, "take off /coffer");
        }

        @Test
        void anAnswerThatWasChangedIsShown() {
            assertThat(judge(403, "/status.php", true, true, "https").text()).contains("status 403");
        }

        @Test
        void aProxyThatIsNotListedIsNamed() {
            Finding finding = judge(200, "/status.php", false, true, "http");

            assertThat(finding.wrong()).isTrue();
            assertThat(finding.text()).contains("192.0.2.7", "trusted-proxies");
        }

        @Test
        void aProxyThatNamesNoClientsIsNamed() {
            assertThat(judge(200, "/status.php", false, false, "http").text()).contains("192.0.2.7", "X-Forwarded-For");
        }

        @Test
        void aProxyThatNamesAnotherSchemeIsNamed() {
            assertThat(judge(200, "/status.php", true, true, "http").text()).contains("192.0.2.7", "X-Forwarded-Proto");
        }

        @Test
        void aListenerWithTlsNeedsNoProxy() {
            assertThat(judge(200, "/coffer/status.php", false, false, "https").wrong())
                    .isFalse();
        }
    }
}
