package coffer.server.login;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.accounts.IssueResult;
import coffer.logins.SessionPolicy;
import coffer.server.http.RawClient.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in and out, the cookies, and what they are worth to protocols and to other sites. */
class SignInProtocolTest {
    private static final String COOKIE = "__Host-coffer-session";

    private LoginServer server;
    private TestBrowser browser;

    @BeforeEach
    void start(@TempDir Path directory) {
        server = new LoginServer(directory, "https://cloud.example/files");
        browser = new TestBrowser(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Answer signIn(String... more) throws IOException {
        browser.open("/login");
        String[] fields = browser.withToken("user", "anna", "password", LoginServer.PASSWORD);
        String[] all = Stream.concat(Arrays.stream(fields), Arrays.stream(more)).toArray(String[]::new);
        return browser.post("/login", all);
    }

    @Test
    void cookiesAreOutOfReachOfScriptsOtherHostsAndOtherSites() throws IOException {
        Answer page = browser.get("/login");
        assertThat(page.headers().get("set-cookie"))
                .singleElement()
                .asString()
                .matches("__Host-coffer-browser=[A-Za-z0-9_-]{43}; Path=/; HttpOnly; SameSite=Lax; Secure");

        Answer signedIn = signIn();

        assertThat(signedIn.status()).isEqualTo(303);
        assertThat(signedIn.header("Location")).isEqualTo("/files/");
        assertThat(signedIn.headers().get("set-cookie"))
                .singleElement()
                .asString()
                .matches(COOKIE + "=[A-Za-z0-9_-]{43}; Path=/; HttpOnly; SameSite=Lax; Secure");
        assertThat(signIn("remember", "1").status()).isEqualTo(303);
    }

    @Test
    void aRememberedBrowserKeepsItsCookie() throws IOException {
        Answer signedIn = signIn("remember", "1");

        assertThat(signedIn.header("Set-Cookie"))
                .endsWith("; Secure; Max-Age="
                        + SessionPolicy.standard().idleRemembered().toSeconds());
    }

    @Test
    void signingInMakesANewCookieAndThePlantedOneIsWorthNothing() throws IOException {
        browser.cookies().put(COOKIE, "planted-by-somebody-else-aaaaaaaaaaaaaaaaaaa");

        signIn();

        assertThat(browser.cookies().get(COOKIE)).doesNotStartWith("planted");
        assertThat(browser.open("/").text()).contains("Hello, anna");
        browser.cookies().put(COOKIE, "planted-by-somebody-else-aaaaaaaaaaaaaaaaaaa");
        assertThat(browser.open("/").text()).doesNotContain("Hello");
    }

    @Test
    void ofTwoCookiesOfOneNameNoneCounts() throws IOException {
        signIn();
        String good = browser.cookies().get(COOKIE);
        browser.cookies().put(COOKIE, good + "; " + COOKIE + "=" + good);

        assertThat(browser.open("/").text()).doesNotContain("Hello");
    }

    @Test
    void wrongPasswordsAndPasswordsOfDevicesGetTheSamePage() throws IOException {
        IssueResult.Issued device = server.device("phone");
        for (String password : List.of("wrong", new String(device.secret().reveal()), "")) {
            browser.open("/login");
            Answer answer = browser.submit("/login", "user", "anna", "password", password);
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.text()).contains("The name or the password is wrong", "value=\"anna\"");
            assertThat(browser.cookies()).doesNotContainKey(COOKIE);
        }
        browser.open("/login");
        assertThat(browser.submit("/login", "user", "nobody", "password", LoginServer.PASSWORD)
                        .text())
                .contains("The name or the password is wrong");
    }

    @Test
    void signingOutEndsTheSessionAndNotOnlyTheCookie() throws IOException {
        signIn();
        browser.open("/");
        String cookie = browser.cookies().get(COOKIE);

        browser.submit("/logout");

        assertThat(browser.cookies()).doesNotContainKey(COOKIE);
        browser.cookies().put(COOKIE, cookie);
        assertThat(browser.open("/").text()).doesNotContain("Hello");
    }

    @Test
    void nobodyIsSentToAnAddressOfSomebodyElsesChoice() throws IOException {
        for (String name : List.of("redirect_url", "next", "return", "flow")) {
            browser.cookies().clear();
            browser.open("/login?" + name + "=https://evil.example/");
            Answer answer = browser.post(
                    "/login?" + name + "=//evil.example",
                    browser.withToken("user", "anna", "password", LoginServer.PASSWORD, name, "https://evil.example/"));
            assertThat(answer.status()).isEqualTo(303);
            assertThat(answer.header("Location")).isEqualTo("/files/");
        }
    }

    @Test
    void protocolsTakeTheCookieFromOurOwnPagesOnly() throws IOException {
        signIn();

        assertThat(browser.get("/api").status()).isEqualTo(401);
        assertThat(browser.get("/api", "OCS-APIRequest: true").text()).isEqualTo("anna");
        assertThat(browser.get("/api", "OCS-APIRequest: true", "Sec-Fetch-Site: same-origin")
                        .text())
                .isEqualTo("anna");
        assertThat(browser.get("/api", "OCS-APIRequest: true", "Sec-Fetch-Site: cross-site")
                        .status())
                .isEqualTo(401);
        assertThat(browser.get("/api", "OCS-APIRequest: false").status()).isEqualTo(401);
    }

    /** A program that keeps cookies by accident is whoever it says. */
    @Test
    void credentialsCountMoreThanACookie() throws IOException {
        signIn();
        String eve =
                Base64.getEncoder().encodeToString(("eve:" + LoginServer.PASSWORD).getBytes(StandardCharsets.UTF_8));

        assertThat(browser.get("/api", "OCS-APIRequest: true", "Authorization: Basic " + eve)
                        .text())
                .isEqualTo("eve");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/login", "/", "/login/v2/flow/x", "/settings/user/security"})
    void pagesHaveNoScriptsAndCanNotBeFramed(String path) throws IOException {
        if (path.startsWith("/settings")) {
            signIn();
        }
        Answer page = browser.get(path);

        assertThat(page.text())
                .doesNotContainIgnoringCase("<script")
                .doesNotContain(" style=", " onclick", "javascript:");
        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
                .doesNotContain("unsafe", "script-src");
        assertThat(page.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.header("Cache-Control")).isEqualTo("no-store");
        assertThat(page.header("Strict-Transport-Security")).isEqualTo("max-age=31536000");
        assertThat(page.header("Permissions-Policy")).contains("camera=()");
    }

    @Test
    void theStyleSheetIsKeptForEverUnderANameOfItsContent() throws IOException {
        String page = browser.get("/login").text();
        String name = page.replaceAll("(?s).*href=\"/files(/assets/coffer-[0-9a-f]{16}\\.css)\".*", "$1");

        Answer sheet = browser.get(name);

        assertThat(sheet.status()).isEqualTo(200);
        assertThat(sheet.header("Content-Type")).isEqualTo("text/css; charset=utf-8");
        assertThat(sheet.header("Cache-Control")).contains("immutable");
        assertThat(browser.get("/assets/coffer.css").status()).isEqualTo(404);
        assertThat(browser.get("/assets/../coffer.css").status()).isEqualTo(400);
    }
}
