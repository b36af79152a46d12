package coffer.server.ocs;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.logins.Session;
import coffer.server.http.RawClient.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** From a password to an app password, to another one, to its end. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DevicePasswordsProtocolTest {
    private static final String USER = "/ocs/v2.php/cloud/user?format=json";
    private static final String ISSUE = "/ocs/v2.php/core/getapppassword?format=json";
    private static final String ROTATE = "/ocs/v2.php/core/apppassword/rotate?format=json";
    private static final String REVOKE = "/ocs/v2.php/core/apppassword?format=json";

    private static final String CONFIRM = "/ocs/v2.php/core/apppassword/confirm?format=json";

    private OcsServer server;
    private String password;

    @BeforeAll
    void start(@TempDir Path directory) {
        server = new OcsServer(directory);
        password = OcsServer.basic("anna", OcsServer.PASSWORD);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void aPasswordIsExchangedForAnAppPassword() throws IOException {
        String token = issued(server.get(password, ISSUE, "User-Agent: my laptop"));

        assertThat(token).matches("[A-Za-z0-9]{72}");
        assertThat(server.get(OcsServer.basic("anna", token), USER).status()).isEqualTo(200);
        assertThat(server.get("Bearer " + token, USER).status()).isEqualTo(200);
        assertThat(server.get(OcsServer.basic("root", token), USER).status()).isEqualTo(401);
    }

    /** Clients store the name they signed in with; it must keep working whatever case it was typed in. */
    @Test
    void theLoginNameIsTheOneThatWasTyped() throws IOException {
        String token = issued(server.get(OcsServer.basic("ANNA", OcsServer.PASSWORD), ISSUE));

        assertThat(server.get(OcsServer.basic("ANNA", token), USER).status()).isEqualTo(200);
    }

    @Test
    void anAppPasswordGetsNoFurtherOne() throws IOException {
        Answer answer = server.get(server.appPassword("anna"), ISSUE);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(OcsServer.code(answer)).isEqualTo(403);
    }

    @Test
    void anAppPasswordIsRenewedAndTheOldOneIsDead() throws IOException {
        String old = server.appPassword("anna");

        String token = issued(server.send("POST", old, ROTATE, ""));

        assertThat(server.get(OcsServer.basic("anna", token), USER).status()).isEqualTo(200);
        assertThat(server.get(old, USER).status()).isEqualTo(401);
    }

    @Test
    void anAppPasswordThatWasGivenUpIsDead() throws IOException {
        String old = server.appPassword("anna");

        Answer answer = server.send("DELETE", old, REVOKE, "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(OcsServer.data(answer).toString()).isEqualTo("[]");
        assertThat(server.get(old, USER).status()).isEqualTo(401);
    }

    @Test
    void thePasswordItselfCanNeitherBeRenewedNorGivenUpHere() throws IOException {
        assertThat(server.send("POST", password, ROTATE, "").status()).isEqualTo(403);
        assertThat(server.send("DELETE", password, REVOKE, "").status()).isEqualTo(403);
        assertThat(server.get(password, USER).status()).isEqualTo(200);
    }

    /** Whoever finds a browser open must not be able to take a key for later along. */
    @Test
    void aSessionGetsNoAppPasswordHere() throws IOException {
        String[] headers = server.browser("anna").toArray(String[]::new);

        Answer answer = server.send("GET", null, ISSUE, "", headers);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text()).contains("Password confirmation is required");
    }

    /** RFC 6265bis: the new cookie takes the place of the one that was sent. */
    @Test
    void aSessionTypesItsPasswordOnceMore() throws IOException {
        List<String> browser = server.browser("anna");
        server.clock.turn(Session.CONFIRMATION_HOLDS);

        Answer answer =
                server.send("PUT", null, CONFIRM, "password=a+long+enough+password", browser.toArray(String[]::new));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(OcsServer.data(answer).toString())
                .isEqualTo("{\"lastLogin\":" + server.clock.instant().getEpochSecond() + "}");
        String renewed = answer.header("Set-Cookie").split(";", 2)[0];
        assertThat(answer.header("Set-Cookie")).endsWith("; Path=/; HttpOnly; SameSite=Lax");
        assertThat(server.get(null, USER, browser.toArray(String[]::new)).status())
                .isEqualTo(401);
        assertThat(server.get(null, USER, "Cookie: " + renewed, "OCS-APIRequest: true")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aWrongPasswordConfirmsNothing() throws IOException {
        String[] browser = server.browser("anna").toArray(String[]::new);

        Answer answer = server.send("PUT", null, CONFIRM, "password=another+password", browser);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.headers()).doesNotContainKey("set-cookie");
        assertThat(server.get(null, USER, browser).status()).isEqualTo(200);
    }

    @Test
    void programsHaveNoSessionToConfirm() throws IOException {
        String form = "password=a+long+enough+password";
        String type = "Content-Type: application/x-www-form-urlencoded";

        assertThat(server.send("PUT", password, CONFIRM, form, type).status()).isEqualTo(403);
        assertThat(server.send("PUT", server.appPassword("anna"), CONFIRM, form, type)
                        .status())
                .isEqualTo(403);
        assertThat(server.send("PUT", null, CONFIRM, form, type).status()).isEqualTo(401);
    }

    private static String issued(Answer answer) {
        assertThat(answer.status()).isEqualTo(200);
        return OcsServer.data(answer).get("apppassword").stringValue();
    }
}
