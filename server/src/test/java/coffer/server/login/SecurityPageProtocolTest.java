package coffer.server.login;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.accounts.AuthResult;
import coffer.accounts.IssueResult;
import coffer.base.Secret;
import coffer.logins.Session;
import coffer.server.http.RawClient;
import coffer.server.http.RawClient.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One's devices, browsers and password, and what a lost device hears. */
class SecurityPageProtocolTest {
    private static final String PAGE = "/settings/user/security";

    private LoginServer server;
    private TestBrowser browser;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        server = new LoginServer(directory, "http://cloud.example");
        browser = new TestBrowser(server).signIn("anna");
        browser.open(PAGE);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Answer act(String action, long id, String... more) throws IOException {
        browser.open(PAGE);
        String[] fields = new String[more.length + 4];
        fields[0] = "do";
        fields[1] = action;
        fields[2] = "id";
        fields[3] = Long.toString(id);
        System.arraycopy(more, 0, fields, 4, more.length);
        return browser.submit(PAGE, fields);
    }

    private int api(IssueResult.Issued device) throws IOException {
        return RawClient.ask(
                        server.address(),
                        "GET /api HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer "
                                + new String(device.secret().reveal()) + "\r\n\r\n")
                .status();
    }

    private Answer wipe(String step, String token) throws IOException {
        String body = "token=" + token;
        return RawClient.ask(
                server.address(),
                "POST /index.php/core/wipe/" + step
                        + " HTTP/1.1\r\nHost: h\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body);
    }

    @Test
    void whoeverIsNotSignedInIsAskedTo() throws IOException {
        TestBrowser stranger = new TestBrowser(server);

        Answer answer = stranger.get(PAGE);

        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.header("Location")).isEqualTo("/login");
    }

    @Test
    void aDeviceIsListedRenamedAndDisconnected() throws IOException {
        IssueResult.Issued phone = server.device("Old <b>phone</b>");
        assertThat(browser.open(PAGE).text()).contains("Old &lt;b>phone&lt;/b>", "last used never");
        assertThat(api(phone)).isEqualTo(200);

        assertThat(act("rename", phone.id(), "name", "New phone").text())
                .contains("The device has its new name.", "New phone");
        assertThat(act("revoke", phone.id()).text())
                .contains("The device is disconnected.")
                .doesNotContain("New phone");

        assertThat(api(phone)).isEqualTo(401);
        assertThat(act("revoke", phone.id()).status()).isEqualTo(404);
        assertThat(wipe("check", new String(phone.secret().reveal())).status()).isEqualTo(404);
    }

    @Test
    void aLostDeviceIsToldToEraseAndSaysWhenItHas() throws IOException {
        IssueResult.Issued phone = server.device("Phone");
        String token = new String(phone.secret().reveal());
        assertThat(wipe("check", token).status()).isEqualTo(404);

        assertThat(act("wipe", phone.id()).text()).contains("will be erased", "has not come online yet");

        assertThat(api(phone)).isEqualTo(401);
        Answer told = wipe("check", token);
        assertThat(told.status()).isEqualTo(200);
        assertThat(told.text()).isEqualTo("{\"wipe\":true}");
        assertThat(browser.open(PAGE).text()).contains("the device knows since");
        assertThat(wipe("success", token).status()).isEqualTo(200);
        assertThat(wipe("success", token).status()).isEqualTo(404);
        assertThat(wipe("check", token).text()).isEqualTo("[]");
        assertThat(browser.open(PAGE).text()).contains("erased 22 Nov 2026");
        assertThat(wipe("other", token).status()).isEqualTo(404);
    }

    @Test
    void devicesOfOthersAreNotThere() throws IOException {
        IssueResult.Issued phone = server.device("Phone");
        TestBrowser eve = new TestBrowser(server).signIn("eve");
        assertThat(eve.open(PAGE).text()).doesNotContain("Phone");
        for (String action : new String[] {"rename", "revoke", "wipe"}) {
            assertThat(eve.submit(PAGE, "do", action, "id", Long.toString(phone.id()), "name", "mine")
                            .status())
                    .isEqualTo(404);
        }
        assertThat(api(phone)).isEqualTo(200);
    }

    @Test
    void anOpenBrowserAloneChangesNoDevices() throws IOException {
        IssueResult.Issued phone = server.device("Phone");
        server.clock.turn(Session.CONFIRMATION_HOLDS.plus(Duration.ofSeconds(1)));
        assertThat(act("wipe", phone.id()).status()).isEqualTo(403);
        assertThat(browser.page()).contains("Confirm that it is you");
        assertThat(act("issue", 0, "name", "x").status()).isEqualTo(403);
        assertThat(api(phone)).isEqualTo(200);
        assertThat(act("confirm", 0, "password", "wrong").text()).contains("The password is wrong.");

        assertThat(act("confirm", 0, "password", LoginServer.PASSWORD).status()).isEqualTo(200);

        assertThat(act("revoke", phone.id()).status()).isEqualTo(200);
        assertThat(api(phone)).isEqualTo(401);
    }

    @Test
    void aPasswordForAProgramIsShownOnceAndWorks() throws IOException {
        Answer answer = act("issue", 0, "name", "rclone");
        Matcher secret = Pattern.compile("class=\"secret\">([A-Za-z0-9]{72})<").matcher(answer.text());

        assertThat(secret.find()).isTrue();
        assertThat(browser.open(PAGE).text()).contains("rclone").doesNotContain(secret.group(1));
        assertThat(server.accounts
                        .authenticator()
                        .basic("anna", Secret.of(secret.group(1)), LoginServer.OPERATOR.origin()))
                .isInstanceOf(AuthResult.Authenticated.class);
    }

    @Test
    void aBrowserIsSignedOutFromAnother() throws IOException {
        TestBrowser elsewhere = new TestBrowser(server).signIn("anna");
        assertThat(browser.open(PAGE).text()).contains("this browser");

        act("end-others", 0);

        assertThat(elsewhere.open("/").text()).doesNotContain("Hello");
        assertThat(browser.open("/").text()).contains("Hello, anna");
    }

    @Test
    void changingThePasswordNeedsTheOldOneAndSignsOthersOut() throws IOException {
        TestBrowser elsewhere = new TestBrowser(server).signIn("anna");
        String fresh = "another good password";
        assertThat(act("password", 0, "password", "wrong", "new", fresh, "again", fresh)
                        .status())
                .isEqualTo(403);
        assertThat(act("password", 0, "password", LoginServer.PASSWORD, "new", fresh, "again", "other")
                        .status())
                .isEqualTo(400);
        assertThat(act("password", 0, "password", LoginServer.PASSWORD, "new", "short", "again", "short")
                        .text())
                .contains("The new password does not do");

        assertThat(act("password", 0, "password", LoginServer.PASSWORD, "new", fresh, "again", fresh, "others", "1")
                        .text())
                .contains("Your password is changed.");

        assertThat(elsewhere.open("/").text()).doesNotContain("Hello");
        TestBrowser again = new TestBrowser(server);
        again.open("/login");
        assertThat(again.submit("/login", "user", "anna", "password", LoginServer.PASSWORD)
                        .status())
                .isEqualTo(403);
        assertThat(again.submit("/login", "user", "anna", "password", fresh).text())
                .contains("Hello, anna");
    }

    @Test
    void manyDevicesComeInPages() throws IOException {
        for (int i = 0; i <= SecurityPage.DEVICES_SHOWN; i++) {
            server.device("device " + i + ".");
        }
        String first = browser.open(PAGE).text();
        assertThat(first)
                .contains("device 0.", "More devices")
                .doesNotContain("device " + SecurityPage.DEVICES_SHOWN + ".");

        String next = first.replaceAll("(?s).*href=\"([^\"]*after=\\d+)\".*", "$1");

        assertThat(browser.open(next).text())
                .contains("device " + SecurityPage.DEVICES_SHOWN + ".")
                .doesNotContain("device 0.", "More devices");
    }
}
