package coffer.server.login;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.accounts.PasswordResets;
import coffer.server.http.RawClient.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new password by a link in a mail. */
class ResetProtocolTest {
    private static final String FRESH = "another good password";
    private static final Pattern LINK = Pattern.compile("https://cloud\\.example(/login/reset/[A-Za-z0-9_-]{43})");

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

    private String link(String user) throws IOException {
        browser.open("/login/reset");
        assertThat(browser.submit("/login/reset", "user", user).text()).contains("Look into your mail");
        Matcher matcher = LINK.matcher(server.mails().getLast());
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    @Test
    void aLinkSetsOnePasswordOnce() throws IOException {
        assertThat(browser.open("/login").text()).contains("Forgotten password?");
        TestBrowser elsewhere = new TestBrowser(server).signIn("anna");
        String link = link("anna@example.org");
        assertThat(browser.open(link).text()).contains("anna (anna)");
        assertThat(browser.submit(link, "new", FRESH, "again", "other").status())
                .isEqualTo(400);
        assertThat(browser.submit(link, "new", "short", "again", "short").text())
                .contains("The new password does not do");

        assertThat(browser.submit(link, "new", FRESH, "again", FRESH).text()).contains("Your password is changed");

        assertThat(browser.get(link).status()).isEqualTo(403);
        assertThat(elsewhere.open("/").text()).doesNotContain("Hello");
        browser.open("/login");
        assertThat(browser.submit("/login", "user", "anna", "password", LoginServer.PASSWORD)
                        .status())
                .isEqualTo(403);
        assertThat(browser.submit("/login", "user", "anna", "password", FRESH).text())
                .contains("Hello, anna");
    }

    @Test
    void anAccountThatIsNotThereGetsTheSamePage() throws IOException {
        browser.open("/login/reset");
        String known = browser.submit("/login/reset", "user", "anna").text();
        browser.open("/login/reset");
        String unknown = browser.submit("/login/reset", "user", "nobody").text();

        assertThat(unknown).isEqualTo(known);
        assertThat(server.mails()).hasSize(1);
    }

    @Test
    void aLinkThatIsOverSaysSo() throws IOException {
        String link = link("anna");
        server.clock.turn(PasswordResets.VALID);

        assertThat(browser.get(link).status()).isEqualTo(403);
        assertThat(browser.page()).contains("no longer valid");
        assertThat(browser.get("/login/reset/" + "x".repeat(43)).status()).isEqualTo(403);
        assertThat(browser.get("/login/reset/a/b").status()).isEqualTo(404);
    }

    @Test
    void formsOfOtherSitesSendNoMail() throws IOException {
        Answer answer = browser.post("/login/reset", "user", "anna");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(server.mails()).isEmpty();
    }

    @Test
    void withoutANamedAddressThereAreNoLinks(@TempDir Path other) throws IOException {
        try (LoginServer unnamed = new LoginServer(other, "")) {
            TestBrowser stranger = new TestBrowser(unnamed);
            assertThat(stranger.get("/login/reset").status()).isEqualTo(404);
        }
    }
}
