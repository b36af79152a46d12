package coffer.server.login;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.accounts.AuthResult;
import coffer.base.Origin;
import coffer.base.Secret;
import coffer.logins.LoginFlows;
import coffer.logins.Session;
import coffer.server.http.RawClient;
import coffer.server.http.RawClient.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How programs get in: login flow v2 of the desktop client 3.16, Android and iOS, and version 1 of older programs. */
class LoginFlowProtocolTest {
    private static final String PROGRAM = "Mozilla/5.0 (Linux) mirall/3.16.7 (Nextcloud)";

    private LoginServer server;
    private TestBrowser browser;

    @BeforeEach
    void start(@TempDir Path directory) {
        server = new LoginServer(directory, "https://cloud.example");
        browser = new TestBrowser(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Answer program(String method, String path, String body, String... headers) throws IOException {
        return RawClient.ask(
                server.address(),
                method + " " + path + " HTTP/1.1\r\nHost: h\r\nUser-Agent: " + PROGRAM
                        + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + body.length()
                        + "\r\n"
                        + String.join(
                                "",
                                Stream.of(headers).map(line -> line + "\r\n").toList()) + "\r\n" + body);
    }

    private JsonNode begin() throws IOException {
        Answer answer = program("POST", "/index.php/login/v2", "");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json; charset=utf-8");
        return JsonMapper.shared().readTree(answer.body());
    }

    private Answer poll(JsonNode flow) throws IOException {
        return program(
                "POST",
                "/login/v2/poll",
                "token=" + flow.get("poll").get("token").asString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"form", "query"})
    void aProgramIsLetInOnceByTheAccountThatSignsIn(String how) throws IOException {
        JsonNode flow = begin();
        String token = flow.get("poll").get("token").asString();
        assertThat(token).hasSize(128);
        assertThat(flow.get("poll").get("endpoint").asString()).isEqualTo("https://cloud.example/login/v2/poll");
        assertThat(flow.get("login").asString()).startsWith("https://cloud.example/login/v2/flow/");
        assertThat(poll(flow).status()).isEqualTo(404);
        assertThat(poll(flow).text()).isEqualTo("[]");

        browser.open(flow.get("login").asString());
        assertThat(browser.page()).contains("Sign in", PROGRAM);
        browser.submit("/login", "flow", browser.flow(), "user", "Anna", "password", LoginServer.PASSWORD);
        assertThat(browser.page()).contains("Connect this device?", PROGRAM, "127.0.0.1", "anna (anna)");
        assertThat(browser.page()).doesNotContain("another network");
        assertThat(poll(flow).status()).isEqualTo(404);
        Answer granted = browser.submit("/login/v2/grant", "flow", browser.flow());
        assertThat(granted.status()).isEqualTo(200);
        assertThat(granted.text()).contains("Connected");

        Answer outcome =
                how.equals("form") ? poll(flow) : program("POST", "/index.php/login/v2/poll?token=" + token, "");
        assertThat(outcome.status()).isEqualTo(200);
        JsonNode credentials = JsonMapper.shared().readTree(outcome.body());
        assertThat(credentials.get("server").asString()).isEqualTo("https://cloud.example");
        assertThat(credentials.get("loginName").asString()).isEqualTo("Anna");
        assertThat(works(
                        credentials.get("loginName").asString(),
                        credentials.get("appPassword").asString()))
                .isTrue();
        assertThat(poll(flow).status()).isEqualTo(404);
    }

    /** Somebody far away begins a flow and sends its address to a person here. */
    @ParameterizedTest
    @CsvSource({"198.51.100.7, true", "127.0.0.1, false"})
    void thePageWarnsOfAProgramFromAnotherNetwork(String client, boolean warned) throws IOException {
        JsonNode flow = JsonMapper.shared()
                .readTree(program("POST", "/index.php/login/v2", "", "X-Forwarded-For: " + client)
                        .body());
        browser.signIn("anna");

        browser.open(flow.get("login").asString());

        assertThat(browser.page()).contains("Connect this device?", PROGRAM, client);
        assertThat(browser.page().contains("This request came from another network than yours."))
                .isEqualTo(warned);
    }

    private boolean works(String login, String password) {
        return server.accounts
                        .authenticator()
                        .basic(login, Secret.of(password), new Origin("192.0.2.1", "", "", "GET", "/"))
                instanceof AuthResult.Authenticated;
    }

    @Test
    void aStolenAddressGivesAnotherBrowserNothing() throws IOException {
        JsonNode flow = begin();
        browser.open(flow.get("login").asString());
        String number = browser.flow();
        TestBrowser thief = new TestBrowser(server).signIn("eve");

        assertThat(thief.open(flow.get("login").asString()).status()).isEqualTo(403);
        assertThat(thief.open("/login/v2/grant?flow=" + number).status()).isEqualTo(403);
        thief.open("/");
        assertThat(thief.submit("/login/v2/grant", "flow", number).status()).isEqualTo(403);
        assertThat(poll(flow).status()).isEqualTo(404);
    }

    @Test
    void aFlowIsOverAfterTwentyMinutes() throws IOException {
        JsonNode flow = begin();
        browser.signIn("anna");
        browser.open(flow.get("login").asString());
        String number = browser.flow();

        server.clock.turn(LoginFlows.LIFETIME);

        assertThat(browser.submit("/login/v2/grant", "flow", number).status()).isEqualTo(403);
        assertThat(browser.page()).contains("no longer valid");
        assertThat(poll(flow).status()).isEqualTo(404);
        assertThat(browser.get(flow.get("login").asString()).status()).isEqualTo(403);
    }

    @Test
    void anAddressThatNobodyMadeIsRefusedLikeOneThatIsOver() throws IOException {
        assertThat(browser.get("/login/v2/flow/unknown").status()).isEqualTo(403);
        assertThat(browser.get("/login/v2/flow").status()).isEqualTo(404);
        assertThat(browser.get("/login/v2/grant").status()).isEqualTo(403);
        assertThat(browser.get("/login/v2/grant?flow=x").status()).isEqualTo(403);
        assertThat(program("GET", "/login/v2", "").status()).isEqualTo(405);
        assertThat(program("POST", "/login/v2/poll", "").status()).isEqualTo(404);
    }

    @Test
    void anOldSessionTypesItsPasswordOnceMore() throws IOException {
        JsonNode flow = begin();
        browser.signIn("anna");
        server.clock.turn(Session.CONFIRMATION_HOLDS);
        JsonNode second = begin();
        browser.open(second.get("login").asString());
        assertThat(browser.page()).doesNotContain("type=\"password\"");

        server.clock.turn(Duration.ofSeconds(1));
        browser.open(second.get("login").asString());
        assertThat(browser.page()).contains("type=\"password\"");
        String before = browser.cookies().get("__Host-coffer-session");
        assertThat(browser.submit("/login/v2/grant", "flow", browser.flow(), "password", "wrong")
                        .status())
                .isEqualTo(403);
        assertThat(browser.page()).contains("The password is wrong.");
        assertThat(poll(second).status()).isEqualTo(404);
        browser.submit("/login/v2/grant", "flow", browser.flow(), "password", LoginServer.PASSWORD);
        assertThat(browser.page()).contains("Connected");
        assertThat(browser.cookies().get("__Host-coffer-session")).isNotEqualTo(before);
        assertThat(poll(second).status()).isEqualTo(200);
        assertThat(poll(flow).status()).isEqualTo(404);
    }

    @Test
    void anotherAccountIsChosenWithoutLosingTheProgram() throws IOException {
        JsonNode flow = begin();
        browser.signIn("eve");
        browser.open(flow.get("login").asString());
        assertThat(browser.page()).contains("eve (eve)");

        browser.submit("/login/switch", "flow", browser.flow());
        assertThat(browser.page()).contains("Sign in", PROGRAM);
        browser.submit("/login", "flow", browser.flow(), "user", "anna", "password", LoginServer.PASSWORD);
        assertThat(browser.page()).contains("anna (anna)");
        browser.submit("/login/v2/grant", "flow", browser.flow());

        assertThat(JsonMapper.shared()
                        .readTree(poll(flow).body())
                        .get("loginName")
                        .asString())
                .isEqualTo("anna");
    }

    @Test
    void theNameThatAProgramKnowsIsFilledIn() throws IOException {
        JsonNode flow = begin();
        browser.open(flow.get("login").asString());
        Answer answer =
                browser.open(URI.create(flow.get("login").asString()).getRawPath() + "?user=an%22na%3Cb%3E&direct=1");

        assertThat(answer.text()).contains("value=\"an&#34;na&lt;b>\"");
    }

    @Test
    void aDeviceNameIsTextAndNothingElse() throws IOException {
        Answer begun = RawClient.ask(
                server.address(),
                "POST /login/v2 HTTP/1.1\r\nHost: h\r\nUser-Agent: <img src=x onerror=alert(1)>\r\nContent-Length: 0\r\n\r\n");
        browser.open(JsonMapper.shared().readTree(begun.body()).get("login").asString());

        assertThat(browser.page()).contains("&lt;img src=x").doesNotContain("<img");
    }

    @Test
    void versionOneEndsAtTheAddressOfTheProgram() throws IOException {
        assertThat(browser.get("/index.php/login/flow").status()).isEqualTo(403);
        browser.open("/index.php/login/flow", "OCS-APIRequest: true");
        browser.submit("/login", "flow", browser.flow(), "user", "anna", "password", LoginServer.PASSWORD);
        assertThat(browser.page()).contains("Connect this device?");
        Answer page = browser.get("/login/v2/grant?flow=" + browser.flow());
        assertThat(page.header("Content-Security-Policy")).endsWith("form-action 'self' nc:");

        String flow = browser.flow();
        Answer answer = browser.submit("/login/v2/grant", "flow", flow);

        assertThat(answer.status()).isEqualTo(303);
        String location = answer.header("Location");
        assertThat(location).startsWith("nc://login/server:https://cloud.example&user:anna&password:");
        String password = URLDecoder.decode(location.substring(location.lastIndexOf(':') + 1), StandardCharsets.UTF_8);
        assertThat(works("anna", password)).isTrue();
        browser.open("/");
        assertThat(browser.submit("/login/v2/grant", "flow", flow).status()).isEqualTo(403);
    }

    @Test
    void onlySoManyProgramsWaitFromOneAddress() throws IOException {
        for (int i = 0; i < LoginFlows.PER_ADDRESS_MAX; i++) {
            begin();
        }
        Answer answer = program("POST", "/login/v2", "");
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("Retry-After")).isEqualTo("1200");
    }
}
