package coffer.server.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.server.doctor.Finding.Grade;
import coffer.server.http.PublicAddress;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server with one fault at a time is found out, each time by the one look that is for it. */
class ExaminationTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T10:00:00Z"), ZoneOffset.UTC);
    private static final String HOST = "HOST";

    private HttpServer server;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, Reply> replies = new LinkedHashMap<>();

    /** What comes back for a method and a path; a location or body may repeat the host that was asked for. */
    private record Reply(int status, String location, String body) {}

    @BeforeEach
    void start() throws IOException {
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("X-Frame-Options", "SAMEORIGIN");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("X-Permitted-Cross-Domain-Policies", "none");
        headers.put("X-Robots-Tag", "noindex, nofollow");
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        headers.put("Permissions-Policy", "camera=()");
        headers.put("Content-Security-Policy", "default-src 'none'");
        headers.put("Set-Cookie", "a=b; Path=/; HttpOnly; SameSite=Lax");
        reply("GET /status.php", 200, "", "{\"installed\":true}");
        reply("GET /", 200, "", "hello");
        reply("GET /login", 200, "", "a form");
        reply("POST /login", 403, "", "");
        reply("PROPFIND /remote.php/dav/files/", 401, "", "");
        reply("GET /.well-known/change-password", 302, "/settings", "");
        reply(
                "GET /.well-known/security.txt",
                200,
                "",
                "Contact: mailto:a@h.test\r\nExpires: 2027-05-01T00:00:00Z\r\n");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void reply(String what, int status, String location, String body) {
        replies.put(what, new Reply(status, location, body));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String what = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        Reply reply = replies.getOrDefault(what, new Reply(404, "", ""));
        headers.forEach((name, value) -> List.of(value.split("\\|", -1))
                .forEach(one -> exchange.getResponseHeaders().add(name, one)));
        String host = exchange.getRequestHeaders().getFirst("Host");
        if (!reply.location().isEmpty()) {
            exchange.getResponseHeaders().set("Location", reply.location().replace(HOST, host));
        }
        byte[] body = reply.body().replace(HOST, host).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private List<Finding> examine() {
        PublicAddress url =
                PublicAddress.parse("http://127.0.0.1:" + server.getAddress().getPort());
        return Examination.of(url, Trust.ofThisMachine(), CLOCK);
    }

    /** All that is not fine but the lack of TLS, which is always there. */
    private List<Finding> complaints() {
        List<Finding> found = examine();
        assertThat(found).anyMatch(finding -> finding.text().startsWith("The address has no TLS"));
        return found.stream()
                .filter(finding -> finding.grade() != Grade.FINE)
                .filter(finding -> !finding.text().startsWith("The address has no TLS"))
                .toList();
    }

    @Test
    void aServerWithoutFaultsIsFine() {
        assertThat(complaints()).isEmpty();
        assertThat(examine()).hasSizeGreaterThan(15);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
                    X-Content-Type-Options ~ '' ~ X-Content-Type-Options is ""
                    X-Content-Type-Options ~ nosniff|nosniff ~ stands there 2 times
                    X-Frame-Options ~ ALLOWALL ~ is "ALLOWALL"
                    Referrer-Policy ~ unsafe-url ~ is "unsafe-url"
                    X-Robots-Tag ~ all ~ is "all"
                    Permissions-Policy ~ camera=* ~ is "camera=*"
                    Content-Security-Policy ~ default-src 'self' 'unsafe-inline' ~ Content-Security-Policy is
                    Content-Security-Policy ~ script-src 'self' ~ Content-Security-Policy is
                    Set-Cookie ~ a=secret; Path=/; SameSite=Lax ~ The cookie a is not protected
                    Set-Cookie ~ a=secret; Path=/; HttpOnly ~ The cookie a is not protected
                    Access-Control-Allow-Origin ~ * ~ Scripts of other sites are let in
                    """)
    void aHeaderThatIsNotAsItShouldBeIsNamed(String name, String value, String complaint) {
        headers.put(name, value);

        assertThat(complaints()).singleElement().satisfies(finding -> {
            assertThat(finding.grade()).isEqualTo(Grade.WRONG);
            assertThat(finding.text()).contains(complaint).doesNotContain("secret");
        });
    }

    @Test
    void aMissingHeaderIsNamedWithTheAnswerThatLacksIt() {
        headers.remove("X-Frame-Options");

        assertThat(complaints()).singleElement().satisfies(finding -> assertThat(finding.text())
                .isEqualTo("X-Frame-Options is missing in the answer to /. Expected: SAMEORIGIN or DENY."));
    }

    @Test
    void aVersionInTheServerHeaderIsAHint() {
        headers.put("X-Powered-By", "PHP/5.3");

        assertThat(complaints())
                .containsExactly(
                        Finding.hint("Answers say \"X-Powered-By: PHP/5.3\": a version that nobody needs to know."));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
                    POST /index.php/login/v2 ~ 200 ~ '' ~ https://HOST/poll ~ WRONG ~ names that host
                    GET /login?redirect_url=https://evil.invalid/ ~ 302 ~ https://evil.invalid/ ~ '' ~ WRONG ~ to another site
                    POST /login ~ 200 ~ '' ~ '' ~ WRONG ~ answered with 200 instead of 403
                    TRACE / ~ 200 ~ '' ~ '' ~ WRONG ~ TRACE is answered with 200
                    GET /.git/config ~ 200 ~ '' ~ x ~ WRONG ~ Everybody can read /.git/config
                    PROPFIND /remote.php/dav/files/ ~ 207 ~ '' ~ x ~ WRONG ~ answered with 207
                    PROPFIND /remote.php/dav/files/ ~ 405 ~ '' ~ '' ~ WRONG ~ answered with 405
                    GET /.well-known/change-password ~ 404 ~ '' ~ '' ~ HINT ~ Password managers
                    GET /.well-known/security.txt ~ 404 ~ '' ~ '' ~ HINT ~ no security.txt
                    GET /.well-known/security.txt ~ 200 ~ '' ~ Contact: mailto:a@h.test ~ WRONG ~ date of expiry
                    """)
    void anAnswerThatShouldNotBeIsNamed(
            String what, int status, String location, String body, Grade grade, String complaint) {
        reply(what, status, location, body);

        assertThat(complaints()).singleElement().satisfies(finding -> {
            assertThat(finding.grade()).isEqualTo(grade);
            assertThat(finding.text()).contains(complaint);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-22T09:59:59Z", "2028-01-01T00:00:00Z", "tomorrow"})
    void aSecurityTxtThatHasEndedOrNeverEndsIsWrong(String expires) {
        reply("GET /.well-known/security.txt", 200, "", "Contact: mailto:a@h.test\nExpires: " + expires + "\n");

        assertThat(complaints()).singleElement().satisfies(finding -> assertThat(finding.text())
                .contains("within the next year"));
    }

    @Test
    void whereNoCookieIsSetNobodyGetsIn() {
        headers.remove("Set-Cookie");

        assertThat(complaints()).singleElement().satisfies(finding -> assertThat(finding.text())
                .contains("sets no cookie"));
    }

    @ParameterizedTest
    @CsvSource({
        "200, '', a page, no server that sync clients know",
        "301, https://h.test/, '', redirects to https://h.test/"
    })
    void whatIsNoServerAtAllIsNotLookedAtFurther(int status, String location, String body, String complaint) {
        reply("GET /status.php", status, location, body);

        assertThat(examine()).singleElement().satisfies(finding -> {
            assertThat(finding.grade()).isEqualTo(Grade.WRONG);
            assertThat(finding.text()).contains(complaint);
        });
    }

    @Test
    void nobodyThereIsOneFinding() {
        server.stop(0);

        assertThat(examine()).singleElement().satisfies(finding -> assertThat(finding.text())
                .startsWith("Nothing answers there"));
    }
}
