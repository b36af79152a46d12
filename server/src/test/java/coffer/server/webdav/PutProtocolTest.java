package coffer.server.webdav;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.accounts.Quota;
import coffer.server.http.RawClient;
import coffer.server.http.RawClient.Answer;
import coffer.server.webdav.MultistatusReader.Part;
import java.io.IOException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PUT with the fields of the sync clients, and PATCH. */
class PutProtocolTest extends DavProtocolTest {

    private static final String SHA1_OF_DIGITS = "SHA1:87acec17cd9dcd20a716cc2cf67417b71c8a7016";

    private static Part show(String below, String properties) {
        return MultistatusReader.of(client.propfind(below, 0, properties)).first();
    }

    private Answer put(String field, String value, String content) {
        return client.ask("PUT", in("a.txt")).header(field, value).body(content).send();
    }

    private void assertNothingStored() {
        assertThat(client.names(dir + "/")).isEmpty();
    }

    @Nested
    class Answers {

        @Test
        void aNewFileIs201WithTagAndId() {
            Answer answer = client.put(in("a.txt"), "hello");
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.header("Content-Length")).isEqualTo("0");
            assertThat(answer.header("ETag")).matches("\"[0-9a-f]{16}\"").isEqualTo(client.etag(in("a.txt")));
            assertThat(answer.header("OC-ETag")).isEqualTo(answer.header("ETag"));
            assertThat(answer.header("OC-FileId"))
                    .isEqualTo(show(in("a.txt"), "<oc:id/>").text("oc:id"));
            assertThat(answer.header("X-OC-MTime")).isEmpty();
        }

        @Test
        void aReplacedFileIs204WithTheSameId() {
            Answer first = client.put(in("a.txt"), "one");
            Answer second = client.put(in("a.txt"), "two!");
            assertThat(second.status()).isEqualTo(204);
            assertThat(second.header("OC-FileId")).isEqualTo(first.header("OC-FileId"));
            assertThat(second.header("ETag")).isNotEqualTo(first.header("ETag"));
            assertThat(client.get(in("a.txt")).text()).isEqualTo("two!");
        }

        @Test
        void anEmptyFileIsAFile() {
            assertThat(client.put(in("empty"), "").status()).isEqualTo(201);
            assertThat(show(in("empty"), "<d:getcontentlength/>").text("d:getcontentlength"))
                    .isEqualTo("0");
        }

        @Test
        void aMissingParentIs409() {
            Answer answer = client.put(in("nosuch/a.txt"), "x");
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.text()).contains("Sabre\\DAV\\Exception\\Conflict");
            client.stored(in("file"), "x");
            assertThat(client.put(in("file/a.txt"), "x").status()).isEqualTo(409);
        }

        @Test
        void aFolderIs409() {
            client.folder(in("sub"));
            assertThat(client.put(in("sub"), "x").status()).isEqualTo(409);
            assertThat(client.put(in("sub/"), "x").status()).isEqualTo(409);
            assertThat(client.put(in("new/"), "x").status()).isEqualTo(409);
            assertThat(client.names(dir + "/")).containsExactly("sub/");
        }

        @Test
        void anExceededQuotaIs507AndNothingIsStored() {
            DavClient bounded = DavServer.shared().newClient(new Quota.Bytes(10));
            assertThat(bounded.put("/a", "0123456789").status()).isEqualTo(201);
            Answer refused = bounded.put("/b", "x");
            assertThat(refused.status()).isEqualTo(507);
            assertThat(refused.text())
                    .contains("Sabre\\DAV\\Exception\\InsufficientStorage")
                    .contains("<d:quota-not-exceeded/>");
            assertThat(bounded.put("/a", "0123456789x").status()).isEqualTo(507);
            assertThat(bounded.put("/a", "9876543210").status()).isEqualTo(204);
            assertThat(bounded.ask("PUT", "/a")
                            .header("OC-Total-Length", "11")
                            .body("x")
                            .send()
                            .status())
                    .isEqualTo(507);
            assertThat(bounded.get("/a").text()).isEqualTo("9876543210");
        }
    }

    @Nested
    class Times {

        @ParameterizedTest
        @CsvSource({"1577836800", "1577836800.0", "1577836800.987"})
        void ofModificationAreKept(String mtime) {
            Answer answer = put("X-OC-Mtime", mtime, "x");
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.header("X-OC-MTime")).isEqualTo("accepted");
            assertThat(show(in("a.txt"), "<d:getlastmodified/>").text("d:getlastmodified"))
                    .isEqualTo("Wed, 01 Jan 2020 00:00:00 GMT");
        }

        @Test
        void ofCreationAreKept() {
            Answer answer = put("X-OC-CTime", "1577836800", "x");
            assertThat(answer.header("X-OC-CTime")).isEqualTo("accepted");
            assertThat(show(in("a.txt"), "<d:creationdate/>").text("d:creationdate"))
                    .isEqualTo("2020-01-01T00:00:00+00:00");
        }

        /** The stock server answers 500 to these, and has stored the content of one that says 0. */
        @ParameterizedTest
        @ValueSource(strings = {"0", "notanumber", "0x5f5e100", "-1", "1e9", "4294967295", "99999999999999999999"})
        void thatAreNoneAreRefusedAndNothingIsStored(String time) {
            for (String field : new String[] {"X-OC-MTime", "X-OC-CTime"}) {
                Answer answer = put(field, time, "x");
                assertThat(answer.status()).isEqualTo(400);
                assertThat(answer.text()).contains(field).contains("Sabre\\DAV\\Exception\\BadRequest");
            }
            assertNothingStored();
        }
    }

    @Nested
    class Checksums {

        @Test
        void thatFitAreKept() {
            assertThat(put("OC-Checksum", SHA1_OF_DIGITS, "0123456789").status())
                    .isEqualTo(201);
            assertThat(show(in("a.txt"), "<oc:checksums/>").text("oc:checksums"))
                    .isEqualTo(SHA1_OF_DIGITS);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "MD5:781e5e245d69b566979b86e28d23f2c7",
                    "md5:781E5E245D69B566979B86E28D23F2C7",
                    "SHA256:84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882",
                    "ADLER32:0aff020e",
                    "Adler32:0aff020e"
                })
        void ofEveryKindAreVerified(String sum) {
            assertThat(put("OC-Checksum", sum, "0123456789").status()).isEqualTo(201);
            assertThat(put("OC-Checksum", sum, "0123456780").status()).isEqualTo(400);
            assertThat(client.get(in("a.txt")).text()).isEqualTo("0123456789");
        }

        /** The stock server stores a wrong sum and hands it out again. */
        @Test
        void thatDoNotFitAreRefusedInReadableWordsAndNothingIsStored() {
            Answer answer = put("OC-Checksum", "SHA1:0000000000000000000000000000000000000000", "0123456789");
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text())
                    .contains("SHA1:0000000000000000000000000000000000000000")
                    .contains(SHA1_OF_DIGITS);
            assertNothingStored();
        }

        @ParameterizedTest
        @ValueSource(strings = {"SHA1", "SHA1:", "SHA1:xyz", "SHA1:87acec", ":87acec", ""})
        void ofTheWrongFormAreRefused(String sum) {
            assertThat(put("OC-Checksum", sum, "0123456789").status()).isEqualTo(400);
            assertNothingStored();
        }

        @Test
        void ofUnknownKindsArePassedOver() {
            assertThat(put("OC-Checksum", "BLAKE3:abcdef", "x").status()).isEqualTo(201);
            assertThat(show(in("a.txt"), "<oc:checksums/>").missing()).containsExactly("oc:checksums");
        }

        @Test
        void goWithTheContentTheyWereOf() {
            put("OC-Checksum", SHA1_OF_DIGITS, "0123456789");
            client.stored(in("a.txt"), "other");
            assertThat(show(in("a.txt"), "<oc:checksums/>").missing()).containsExactly("oc:checksums");
        }

        @Test
        void areCalculatedForTheAnswerOnRequest() {
            Answer all = put("X-Hash", "all", "0123456789");
            assertThat(all.header("X-Hash-SHA1")).isEqualTo(SHA1_OF_DIGITS.substring(5));
            assertThat(all.header("X-Hash-MD5")).isEqualTo("781e5e245d69b566979b86e28d23f2c7");
            assertThat(all.header("X-Hash-SHA256")).hasSize(64);
            Answer one = put("X-Hash", "md5", "0123456789");
            assertThat(one.header("X-Hash-MD5")).isNotEmpty();
            assertThat(one.header("X-Hash-SHA1")).isEmpty();
            assertThat(put("X-Hash", "crc", "x").status()).isEqualTo(400);
        }

        @Test
        void areCalculatedAfterwardsByPatch() {
            String etag = client.stored(in("a.txt"), "0123456789");
            Answer answer = client.ask("PATCH", in("a.txt"))
                    .header("X-Recalculate-Hash", "sha1")
                    .send();
            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.header("OC-Checksum")).isEqualTo(SHA1_OF_DIGITS);
            assertThat(show(in("a.txt"), "<oc:checksums/>").text("oc:checksums"))
                    .isEqualTo(SHA1_OF_DIGITS);
            assertThat(client.etag(in("a.txt"))).isEqualTo(etag);
        }

        @Test
        void cannotBeCalculatedOfJustAnything() {
            client.stored(in("a.txt"), "x");
            assertThat(client.ask("PATCH", in("a.txt")).body("x").send().status())
                    .isEqualTo(400);
            assertThat(client.ask("PATCH", in("a.txt"))
                            .header("X-Recalculate-Hash", "crc")
                            .send()
                            .status())
                    .isEqualTo(400);
            assertThat(client.ask("PATCH", dir)
                            .header("X-Recalculate-Hash", "sha1")
                            .send()
                            .status())
                    .isEqualTo(404);
            assertThat(client.ask("PATCH", in("nosuch"))
                            .header("X-Recalculate-Hash", "sha1")
                            .send()
                            .status())
                    .isEqualTo(404);
        }
    }

    @Nested
    class Lengths {

        @Test
        void aChunkedBodyIsStored() {
            Answer answer = client.ask("PUT", in("a.txt"))
                    .body("5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n")
                    .without("Content-Length")
                    .header("Transfer-Encoding", "chunked")
                    .send();
            assertThat(answer.status()).isEqualTo(201);
            assertThat(client.get(in("a.txt")).text()).isEqualTo("hello!");
        }

        /** Finder announces the length of its chunked bodies in a field of its own. */
        @Test
        void finderMustSendWhatItAnnounces() {
            DavClient.Ask ask = client.ask("PUT", in("a.txt"))
                    .body("5\r\nhello\r\n0\r\n\r\n")
                    .without("Content-Length")
                    .header("Transfer-Encoding", "chunked");
            assertThat(ask.header("X-Expected-Entity-Length", "6").send().status())
                    .isEqualTo(400);
            assertNothingStored();
            assertThat(ask.header("X-Expected-Entity-Length", "5").send().status())
                    .isEqualTo(201);
        }

        @Test
        void anUploadThatBreaksOffLeavesWhatWasThere() throws IOException {
            String etag = client.stored(in("a.txt"), "old");
            byte[] request =
                    client.ask("PUT", in("a.txt")).body("x".repeat(50_000)).bytes();
            try (RawClient broken = new RawClient(client.server().address())) {
                broken.send(java.util.Arrays.copyOf(request, request.length - 20_000))
                        .endOutput();
                // The server answers when it has given up; only then the test may look.
                assertThat(broken.read().status()).isEqualTo(400);
            }
            assertThat(client.get(in("a.txt")).text()).isEqualTo("old");
            assertThat(client.etag(in("a.txt"))).isEqualTo(etag);
        }

        @ParameterizedTest
        @ValueSource(strings = {"OC-Total-Length", "X-Expected-Entity-Length"})
        void announcedLengthsAreNumbers(String field) {
            for (String value : new String[] {"x", "-1", "1.5", "9999999999999999999"}) {
                Answer answer = client.ask("PUT", in("a.txt"))
                        .body("1\r\nx\r\n0\r\n\r\n")
                        .without("Content-Length")
                        .header("Transfer-Encoding", "chunked")
                        .header(field, value)
                        .send();
                assertThat(answer.status()).as(value).isEqualTo(400);
            }
            assertNothingStored();
        }

        @Test
        void aPartIsRefused() {
            assertThat(put("Content-Range", "bytes 0-0/2", "x").status()).isEqualTo(400);
            assertNothingStored();
        }

        @Test
        void codedContentIsRefused() {
            assertThat(put("Content-Encoding", "gzip", "x").status()).isEqualTo(415);
            assertNothingStored();
        }
    }

    @Nested
    class Parents {

        @ParameterizedTest
        @ValueSource(strings = {"X-NC-WebDAV-Auto-Mkcol", "X-NC-WebDAV-AutoMkcol"})
        void areMadeOnRequest(String field) {
            Answer answer = client.ask("PUT", in("x/y/a.txt"))
                    .header(field, "1")
                    .body("x")
                    .send();
            assertThat(answer.status()).isEqualTo(201);
            assertThat(client.get(in("x/y/a.txt")).text()).isEqualTo("x");
        }

        @Test
        void areMadeForExactlyOne() {
            for (String value : new String[] {"0", "true", "2", ""}) {
                Answer answer = client.ask("PUT", in("x/a.txt"))
                        .header("X-NC-WebDAV-Auto-Mkcol", value)
                        .body("x")
                        .send();
                assertThat(answer.status()).isEqualTo(409);
            }
            assertNothingStored();
        }

        @Test
        void areNotMadeForAnUploadThatFails() {
            Answer answer = client.ask("PUT", in("x/a.txt"))
                    .header("X-NC-WebDAV-Auto-Mkcol", "1")
                    .header("OC-Checksum", "SHA1:0000000000000000000000000000000000000000")
                    .body("x")
                    .send();
            assertThat(answer.status()).isEqualTo(400);
            assertNothingStored();
        }
    }

    @Nested
    class Conditions {

        /** davfs2 sends this for files it takes for new. */
        @Test
        void ifNoneMatchAnyKeepsWhatIsThere() {
            assertThat(put("If-None-Match", "*", "one").status()).isEqualTo(201);
            Answer refused = put("If-None-Match", "*", "two");
            assertThat(refused.status()).isEqualTo(412);
            assertThat(refused.text())
                    .contains("Sabre\\DAV\\Exception\\PreconditionFailed")
                    .contains("<s:header>If-None-Match</s:header>");
            assertThat(client.get(in("a.txt")).text()).isEqualTo("one");
        }

        /** The desktop client guards its updates so. */
        @Test
        void ifMatchKeepsWhatSomebodyElseHasChanged() {
            String etag = client.stored(in("a.txt"), "one");
            assertThat(put("If-Match", etag, "two").status()).isEqualTo(204);
            Answer refused = put("If-Match", etag, "three");
            assertThat(refused.status()).isEqualTo(412);
            assertThat(refused.header("ETag")).isEqualTo(client.etag(in("a.txt")));
            assertThat(client.get(in("a.txt")).text()).isEqualTo("two");
        }

        @Test
        void ifMatchNeedsSomethingThere() {
            assertThat(put("If-Match", "*", "x").status()).isEqualTo(412);
            assertThat(put("If-Match", "\"x\"", "x").status()).isEqualTo(412);
            assertNothingStored();
        }

        @Test
        void ifUnmodifiedSinceComparesTheDate() {
            client.stored(in("a.txt"), "one");
            assertThat(put("If-Unmodified-Since", "Sun, 22 Nov 2026 09:00:00 GMT", "x")
                            .status())
                    .isEqualTo(412);
            assertThat(put("If-Unmodified-Since", "Sun, 22 Nov 2026 10:00:00 GMT", "x")
                            .status())
                    .isEqualTo(204);
        }

        @Test
        void theIfFieldSpeaksOfOtherFilesToo() {
            String other = client.stored(in("other.txt"), "x");
            String holds = "<" + client.url(in("other.txt")) + "> ([" + other + "])";
            assertThat(put("If", holds, "one").status()).isEqualTo(201);
            client.stored(in("other.txt"), "y");
            assertThat(put("If", holds, "two").status()).isEqualTo(412);
            assertThat(put("If", "<http://other.example/x> ([" + other + "])", "two")
                            .status())
                    .isEqualTo(412);
            assertThat(put("If", "<http://other.example/x> (Not [" + other + "])", "two")
                            .status())
                    .isEqualTo(204);
        }
    }

    @Nested
    class Names {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "100%25.txt",
                    "a;b.txt",
                    "%23",
                    "%3F",
                    "%F0%9F%98%80.txt",
                    "..a",
                    "...",
                    ".htaccess",
                    "a%20",
                    "%20",
                    "con",
                    "a:b",
                    "%22",
                    "%E2%80%AE.txt",
                    "~",
                    "%2B",
                    "a%26b",
                    "*"
                })
        void thatOtherServersRefuseAreFine(String name) {
            assertThat(client.put(in(name), "x").status()).isEqualTo(201);
            assertThat(client.get(in(name)).text()).isEqualTo("x");
            assertThat(client.ask("DELETE", in(name)).send().status()).isEqualTo(204);
        }

        /** Both forms are one node; the desktop client on macOS and people's archives differ in them. */
        @Test
        void thatDifferByNormalisationAreOneFile() {
            assertThat(client.put(in("%C3%A9.txt"), "nfc").status()).isEqualTo(201);
            assertThat(client.put(in("e%CC%81.txt"), "nfd").status()).isEqualTo(204);
            assertThat(client.get(in("%C3%A9.txt")).text()).isEqualTo("nfd");
            assertThat(client.names(dir + "/")).containsExactly("%c3%a9.txt");
        }

        @Test
        void thatDifferByCaseAreTwoFiles() {
            client.stored(in("a.txt"), "lower");
            client.stored(in("A.txt"), "upper");
            assertThat(client.names(dir + "/")).containsExactly("A.txt", "a.txt");
        }

        /**
         * The Android library knows only the old class name, the desktop client 3.16.7 looks at its last part; with
         * this answer it sets the file aside until it is renamed.
         */
        @ParameterizedTest
        @ValueSource(strings = {"a%5Cb.txt", "a%01b", "a%7F", "a%C2%85b", "%0A"})
        void thatNoFileCanHaveAreAnInvalidPath(String name) {
            Answer answer = client.put(in(name), "x");
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text())
                    .contains("<s:exception>OC\\Connector\\Sabre\\Exception\\InvalidPath</s:exception>");
            assertNothingStored();
        }

        @Test
        void areBounded() {
            assertThat(client.put(in("n".repeat(255)), "x").status()).isEqualTo(201);
            Answer answer = client.put(in("n".repeat(256)), "x");
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).contains("InvalidPath");
            assertThat(client.put(in("%C3%A4".repeat(128)), "x").status()).isEqualTo(400);
            assertThat(client.get(in("n".repeat(256))).status()).isEqualTo(404);
        }
    }

    @Test
    void theMediaTypeComesFromTheName() {
        client.ask("PUT", in("a.png"))
                .header("Content-Type", "text/html")
                .body("x")
                .send();
        assertThat(client.get(in("a.png")).header("Content-Type")).isEqualTo("image/png");
    }

    @Test
    void contentIsBytesAndNotText() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        client.ask("PUT", in("a.bin")).body(all).send();
        assertThat(client.get(in("a.bin")).body()).isEqualTo(all);
    }
}
