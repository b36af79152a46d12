package coffer.server.login;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.accounts.IssueResult;
import coffer.server.http.RawClient.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever another site makes a signed-in browser send changes nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForgedFormProtocolTest {
    private LoginServer server;

    @BeforeAll
    void start(@TempDir Path directory) {
        server = new LoginServer(directory, "https://cloud.example");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/login", "/logout", "/login/v2/grant", "/login/switch", "/settings/user/security"})
    void everyFormIsRefusedWithoutTheTokenOfThisBrowser(String path) throws IOException {
        IssueResult.Issued device = server.device("phone");
        TestBrowser browser = new TestBrowser(server).signIn("anna");
        TestBrowser other = new TestBrowser(server).signIn("eve");
        other.open("/");
        browser.open("/");
        String id = Long.toString(device.id());
        String[] right = browser.withToken("do", "revoke", "id", id);

        refused(browser.post(path, "do", "revoke", "id", id));
        browser.open("/");
        refused(browser.post(path, "csrf", other.csrf(), "do", "revoke", "id", id));
        refused(browser.post(List.of("Origin: https://evil.example"), path, right));
        refused(browser.post(List.of("Origin: null"), path, right));
        refused(browser.post(List.of("Sec-Fetch-Site: cross-site"), path, right));
        refused(browser.post(List.of("Sec-Fetch-Site: same-site"), path, right));
        assertThat(server.accounts.appPasswords().list(LoginServer.OPERATOR, server.anna.id(), device.id() - 1, 1))
                .extracting(found -> found.id())
                .containsExactly(device.id());
        assertThat(browser.open("/").text()).contains("Hello, anna");
    }

    /** Refused as a form, and not for what stands in it: a missing flow or a wrong password is 403 too. */
    private static void refused(Answer answer) {
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text()).contains("Nothing was changed");
    }

    @Test
    void ourOwnFormsComeThrough() throws IOException {
        TestBrowser browser = new TestBrowser(server).signIn("anna");
        browser.open("/");

        Answer answer = browser.post(
                List.of("Origin: https://cloud.example", "Sec-Fetch-Site: same-origin"),
                "/logout",
                browser.withToken());

        assertThat(answer.status()).isEqualTo(303);
        assertThat(browser.open("/").text()).doesNotContain("Hello");
    }

    @Test
    void aFormHasABound() throws IOException {
        TestBrowser browser = new TestBrowser(server);
        browser.open("/login");
        String[] fields = browser.withToken("user", "x".repeat(Form.BYTES_MAX));

        assertThat(browser.post("/login", fields).status()).isEqualTo(413);
    }
}
