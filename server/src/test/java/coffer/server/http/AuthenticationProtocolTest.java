package coffer.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.server.http.RawClient.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in, how the others are told, and what is not even tried. */
class AuthenticationProtocolTest {
    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void basicCredentialsSignIn() throws IOException {
        assertThat(ask("/private/a", "Basic " + base64("anna:right")).text()).isEqualTo("[a] anna 0");
        assertThat(ask("/private/a", "bAsIc  " + base64("anna:right")).text()).isEqualTo("[a] anna 0");
        assertThat(server.attempts).containsExactly("anna:right", "anna:right");
    }

    @Test
    void thePasswordMayHoldColonsAndAnyLetter() throws IOException {
        assertThat(ask("/private/a", "Basic " + base64("anna:r\u00e4t:sel")).status())
                .isEqualTo(200);
        assertThat(server.attempts).containsExactly("anna:r\u00e4t:sel");
    }

    @Test
    void aBearerTokenSignsIn() throws IOException {
        assertThat(ask("/private/a", "Bearer token").text()).isEqualTo("[a] anna 0");
        assertThat(ask("/private/a", "Bearer nonsense").status()).isEqualTo(401);
    }

    @Test
    void nobodyGetsAChallengeInTheShapeOfTheRoute() throws IOException {
        Answer answer = server.get("/private/a");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Basic realm=\"Coffer\", charset=\"UTF-8\"");
        assertThat(answer.text()).contains("<s:exception>Sabre\\DAV\\Exception\\NotAuthenticated</s:exception>");
        assertThat(server.reached).isEmpty();
    }

    @Test
    void aScriptGetsAChallengeThatOpensNoPasswordBox() throws IOException {
        Answer answer = server.ask("GET /private/a HTTP/1.1\r\nHost: h\r\nX-Requested-With: XMLHttpRequest\r\n\r\n");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).startsWith("DummyBasic realm=");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Basic",
                "Basic ",
                "Basic !!!!",
                "Basic YW5uYQ==",
                "Basic OnJpZ2h0",
                "Basic YW5uYTpyaWdodA",
                "Basic YW5uYTr/",
                "Basic YW5uYTphAGI=",
                "Basic YW5uYTphCmI=",
                "Bearer",
                "Bearer ",
                "Digest username=\"anna\"",
                "Negotiate abc",
                "anna:right",
                ""
            })
    void credentialsThatCannotBeReadAreWrongWithoutAnAttempt(String authorization) throws IOException {
        // Unpadded base64 is the one form of these that can be read.
        boolean readable = authorization.equals("Basic YW5uYTpyaWdodA");

        assertThat(ask("/private/a", authorization).status()).isEqualTo(readable ? 200 : 401);
        assertThat(server.attempts).hasSize(readable ? 1 : 0);
    }

    @Test
    void twoAuthorizationsAreNoneAndNothingIsTried() throws IOException {
        String one = "Authorization: Basic " + base64("anna:right") + "\r\n";

        assertThat(server.ask("GET /private/a HTTP/1.1\r\nHost: h\r\n" + one + one + "\r\n")
                        .status())
                .isEqualTo(400);
        assertThat(server.attempts).isEmpty();
    }

    @Test
    void whoIsThrottledIsToldWhenToComeBack() throws IOException {
        Answer answer = ask("/private/a", "Basic " + base64("anna:throttled"));

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("Retry-After")).isEqualTo("2");
        assertThat(answer.text()).contains("OCA\\DAV\\Connector\\Sabre\\Exception\\TooManyRequests");
    }

    @Test
    void aMachineTooBusyForPasswordsSaysSo() throws IOException {
        Answer answer = ask("/private/a", "Basic " + base64("anna:busy"));

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("3");
    }

    @Test
    void anOptionalRouteServesNobodyAndRefusesWrongCredentials() throws IOException {
        assertThat(server.get("/optional/a").text()).isEqualTo("[a]  0");
        assertThat(ask("/optional/a", "Basic " + base64("anna:right")).text()).isEqualTo("[a] anna 0");
        assertThat(ask("/optional/a", "Basic " + base64("anna:wrong")).status()).isEqualTo(401);
    }

    /** The desktop client sends its credentials with {@code status.php} too. */
    @Test
    void anAnonymousRouteDoesNotLookAtCredentials() throws IOException {
        assertThat(ask("/plain/a", "Basic " + base64("anna:wrong")).text()).isEqualTo("[a]  0");
        assertThat(server.attempts).isEmpty();
    }

    @Test
    void aMethodCanBeOpenWhereTheOthersAreNot() throws IOException {
        assertThat(server.ask("OPTIONS /private/a HTTP/1.1\r\nHost: h\r\n\r\n").status())
                .isEqualTo(200);
        assertThat(server.ask("OPTIONS /private/a HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer wrong\r\n\r\n")
                        .status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, cross-site, 403",
        "POST, same-site, 403",
        "DELETE, cross-site, 403",
        "PUT, same-origin, 200",
        "PUT, none, 200",
        "GET, cross-site, 200"
    })
    void anotherSiteCannotUseTheCredentialsOfABrowserToChangeAnything(String method, String site, int status)
            throws IOException {
        String request = method + " /private/a HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer token\r\nSec-Fetch-Site: "
                + site + "\r\n\r\n";

        assertThat(server.ask(request).status()).isEqualTo(status);
        assertThat(server.reached).hasSize(status == 200 ? 1 : 0);
    }

    private Answer ask(String path, String authorization) throws IOException {
        return server.ask("GET " + path + " HTTP/1.1\r\nHost: h\r\nAuthorization: " + authorization + "\r\n\r\n");
    }

    private static String base64(String pair) {
        return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
