package coffer.server.webdav;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.server.http.RawClient.Answer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input end to end: each a 4xx in the shape of a WebDAV error, nothing changed, the server alive. */
class HostileInputProtocolTest extends DavProtocolTest {

    private static final List<String> METHODS_WITH_XML = List.of("PROPFIND", "PROPPATCH", "LOCK");

    private String etag = "";

    @BeforeEach
    void storeFile() {
        client.stored(in("a.txt"), "unchanged");
        etag = client.etag(dir);
    }

    @AfterEach
    void nothingHasChangedAndTheServerLives() {
        assertThat(client.get(in("a.txt")).text()).isEqualTo("unchanged");
        assertThat(client.etag(dir)).isEqualTo(etag);
    }

    private static void assertRefused(Answer answer) {
        assertThat(answer.status()).isBetween(400, 499);
        assertThat(answer.header("Content-Type")).isEqualTo("application/xml; charset=utf-8");
        assertThat(MultistatusReader.root(answer.body()).getTagName()).isEqualTo("d:error");
        assertThat(answer.text()).contains("<s:exception>").contains("<s:message>");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("coffer.server.webdav.XmlCursorTest#hostileBodies")
    void hostileXml(String what, String body) {
        for (String method : METHODS_WITH_XML) {
            if (body.isEmpty()) {
                continue;
            }
            assertRefused(client.ask(method, in("a.txt")).xml(body).send());
        }
        if (!body.isEmpty()) {
            assertRefused(client.ask("MKCOL", in("new")).xml(body).send());
        }
    }

    @Test
    void externalEntitiesAreNeverRead() {
        String body = "<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><d:propertyupdate xmlns:d='DAV:'><d:set>"
                + "<d:prop><z:a xmlns:z='urn:z'>&x;</z:a></d:prop></d:set></d:propertyupdate>";
        Answer answer = client.ask("PROPPATCH", in("a.txt")).xml(body).send();
        assertRefused(answer);
        assertThat(answer.text()).doesNotContain("root:");
    }

    @Test
    void bodiesThatAreTooLongAre413() {
        String body =
                "<d:propfind xmlns:d='DAV:'><d:prop>" + " ".repeat(XmlCursor.BODY_BYTES_MAX) + "</d:prop></d:propfind>";
        Answer answer = client.ask("PROPFIND", dir).xml(body).send();
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.text()).contains("EntityTooLarge");
    }

    @Test
    void brokenUtf8InABodyIsRefused() {
        byte[] body = "<d:propfind xmlns:d='DAV:'><d:prop><d:\u00e4/></d:prop></d:propfind>"
                .getBytes(StandardCharsets.ISO_8859_1);
        assertRefused(client.ask("PROPFIND", dir)
                .body(body)
                .header("Content-Type", "text/xml")
                .send());
    }

    @Test
    void deepNestingIsRefused() {
        assertRefused(client.ask("PROPFIND", dir).xml("<a>".repeat(100_000)).send());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../../../etc/passwd",
                "/..",
                "/%2e%2e/%2e%2e/x",
                "/%2E%2E%2Fx",
                "/..%2f..%2fx",
                "/.%2e/x",
                "/./x",
                "/%2e/x",
                "/a%2fb",
                "/a%00.txt",
                "/%c0%ae%c0%ae/x",
                "/%ff%fe",
                "/%e2%82",
                "/%zz",
                "/%4",
                "/a//b",
                "/%ed%a0%80",
                "/..%5c..%5cx",
                "/a%5cb",
                "/%0d%0aX-Injected:1",
                "/%7f",
                "/a\tb"
            })
    void traversalAndOddPaths(String below) {
        for (String method : List.of("GET", "PUT", "PROPFIND", "DELETE", "MKCOL")) {
            Answer answer = client.ask(method, dir + below).send();
            assertThat(answer.status()).as(method).isBetween(400, 499);
            assertThat(answer.headers()).doesNotContainKey("x-injected");
        }
    }

    @Test
    void pathsThatAreTooDeepOrTooLong() {
        assertThat(client.ask("MKCOL", "/d".repeat(129)).send().status()).isBetween(400, 499);
        assertThat(client.ask("GET", "/d".repeat(129)).send().status()).isEqualTo(404);
        assertThat(client.put(dir + ("/" + "n".repeat(250)).repeat(17), "x").status())
                .isBetween(400, 499);
        assertThat(client.get("/d".repeat(10_000)).status()).isEqualTo(414);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Depth", "Destination", "If", "Overwrite", "OC-Checksum", "X-OC-MTime", "Lock-Token"})
    void absurdFieldsAreRefusedOrIgnored(String field) {
        for (String value : List.of("\u00ff\u00fe", "(".repeat(5_000), "%".repeat(5_000), "<".repeat(5_000))) {
            Answer answer = client.ask("MOVE", in("a.txt"))
                    .header("Destination", client.path(in("nosuch/b.txt")))
                    .header(field, value)
                    .send();
            assertThat(answer.status()).isBetween(400, 499);
        }
    }
}
