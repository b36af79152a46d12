package coffer.server.ocs;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.server.http.RawClient.Answer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked before anybody signs in. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FrontPagesProtocolTest {
    private OcsServer server;

    @BeforeAll
    void start(@TempDir Path directory) {
        server = new OcsServer(directory);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void theStatusIsToldToEverybodyAndToPagesOfOtherSites() throws IOException {
        Answer answer = server.get("Bearer wrong", "/status.php");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(answer.text()).isEqualTo("""
                        {"installed":true,"maintenance":false,"needsDbUpgrade":false,"version":"32.0.1.2",\
                        "versionstring":"32.0.1","edition":"","productname":"Coffer","extendedSupport":false}""");
        assertThat(server.send("HEAD", null, "/status.php", "").status()).isEqualTo(200);
    }

    /** Android takes every other answer for a captive portal and stops uploading; the desktop client goes offline. */
    @ParameterizedTest
    @ValueSource(strings = {"/204", "/index.php/204"})
    void theProbeIsEmpty(String path) throws IOException {
        Answer answer = server.get(null, path);

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.headers()).doesNotContainKeys("set-cookie", "transfer-encoding");
    }

    /** The desktop client takes a server whose page asks for a sign-in for one that knows only passwords. */
    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.php", "/index.php/"})
    void theBareAddressSaysWhatThisIs(String path) throws IOException {
        Answer answer = server.get(null, path);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(answer.text()).isEqualTo("the first page");
    }

    @Test
    void windowsIsSentToItsFiles() throws IOException {
        Answer answer = server.get(null, "/", "User-Agent: Microsoft-WebDAV-MiniRedir/10.0 DavClnt");

        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("Location")).isEqualTo("/remote.php/webdav/");
    }

    @Test
    void theBareAddressSaysThatThereIsWebDav() throws IOException {
        assertThat(server.send("OPTIONS", null, "/", "").header("DAV")).isEqualTo("1, 2, 3");
    }

    @ParameterizedTest
    @CsvSource({
        "/.well-known/webfinger?resource=acct:a@b, webfinger",
        "/index.php/.well-known/nodeinfo, nodeinfo",
        "/.well-known/caldav, caldav",
        "/.well-known/carddav, carddav"
    })
    void servicesThatAreNotThereSaySo(String path, String service) throws IOException {
        Answer answer = server.get(null, path);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("X-NEXTCLOUD-WELL-KNOWN")).isEqualTo("1");
        assertThat(answer.text()).isEqualTo("{\"message\":\"" + service + " not supported\"}");
    }

    @Test
    void passwordManagersAreSentToThePageForPasswords() throws IOException {
        Answer answer = server.get(null, "/.well-known/change-password");

        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("Location")).isEqualTo("/settings/user/security");
    }

    /** RFC 9116: the date of expiry is less than a year away, and moves on by itself. */
    @Test
    void whoFindsAWeaknessReadsWhomToTell() throws IOException {
        Answer answer = server.get(null, "/.well-known/security.txt");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(answer.text()).isEqualTo("""
                        Contact: mailto:security@h.test
                        Contact: https://h.test/report
                        Expires: 2027-05-21T00:00:00Z
                        Canonical: https://h/.well-known/security.txt
                        Policy: https://h.test/rules
                        """.replace("\n", "\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nothing", "/index.php/nothing", "/status.php/more", "/index.php/login"})
    void whatIsNotThereIs404(String path) throws IOException {
        assertThat(server.get(null, path).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/204", "/status.php", "/.well-known/x"})
    void nothingHereCanBeWritten(String path) throws IOException {
        assertThat(server.send("PUT", null, path, "x").status()).isEqualTo(405);
        assertThat(server.send("DELETE", null, path, "").status()).isEqualTo(405);
    }
}
