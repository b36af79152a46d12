package coffer.server.webdav;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.accounts.Quota;
import coffer.base.Checksum;
import coffer.files.ChecksumStream;
import coffer.server.http.RawClient;
import coffer.server.http.RawClient.Answer;
import coffer.server.webdav.MultistatusReader.Part;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code POST /remote.php/dav/bulk}: many small files in one request. */
class BulkProtocolTest extends DavProtocolTest {
    private static final String PATH = "/remote.php/dav/bulk";
    private static final String BOUNDARY = "boundary_.oOo._L7rtuEYNcXnKKhcYp+mk/hvqXc6b2z3F";
    private static final String END = "--" + BOUNDARY + "--\r\n";

    private static String md5(String content) {
        ChecksumStream stream = new ChecksumStream(Checksum.Algorithm.MD5);
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        stream.write(bytes, 0, bytes.length);
        return stream.checksum().hex();
    }

    /** A part as the desktop client 3.7.3 writes it, with further header lines. */
    private static String part(String path, String content, String... more) {
        return header(path, content, md5(content), more) + content + "\r\n";
    }

    private static String header(String path, String content, String md5, String... more) {
        StringBuilder part = new StringBuilder("--" + BOUNDARY + "\r\nContent-Length: ")
                .append(content.getBytes(StandardCharsets.UTF_8).length)
                .append("\r\nContent-Type: application/octet-stream\r\n");
        for (String line : more) {
            part.append(line).append("\r\n");
        }
        return part.append("X-File-MD5: ")
                .append(md5)
                .append("\r\nX-File-Mtime: 1577836800\r\nX-File-Path: ")
                .append(path)
                .append("\r\n\r\n")
                .toString();
    }

    private static DavClient.Ask ask(DavClient who) {
        return who.at("POST", PATH)
                .header("Content-Type", "multipart/related; boundary=\"" + BOUNDARY + "\"")
                .header("MIME-Version", "1.0");
    }

    private static Answer post(String... parts) {
        return ask(client).body(String.join("", parts) + END).send();
    }

    private static JsonNode json(Answer answer) {
        assertThat(answer.header("Content-Type")).isEqualTo("application/json; charset=utf-8");
        return JsonMapper.shared().readTree(answer.body());
    }

    private static boolean failed(Answer answer, String path) {
        assertThat(answer.status()).isEqualTo(200);
        JsonNode result = json(answer).get(path);
        boolean error = result.get("error").booleanValue();
        assertThat(result.propertyNames()).hasSize(error ? 2 : 4);
        return error;
    }

    private static Part show(String below, String properties) {
        return MultistatusReader.of(client.propfind(below, 0, properties)).first();
    }

    @Nested
    class Answers {

        /** The order, the paths as sent, and all four members of the recording of 3.7.3. */
        @Test
        void tellOfEachFileInOrderAndByThePathThatWasSent() {
            String odd = in("50% off; final.txt");
            String unicode = in("Gr\u00f6\u00dfe \u2013 na\u00efve \u6587.txt");
            String escaped = in("%C3%BC.txt");
            Answer answer = post(part(odd, "percent"), part(unicode, "unicode name\n"), part(escaped, "as it is"));

            assertThat(answer.status()).isEqualTo(200);
            JsonNode json = json(answer);
            assertThat(json.propertyNames()).containsExactly(odd, unicode, escaped);
            assertThat(client.names(dir + "/"))
                    .containsExactly(
                            "%25C3%25BC.txt",
                            "50%25%20off%3b%20final.txt", "Gr%c3%b6%c3%9fe%20%e2%80%93%20na%c3%afve%20%e6%96%87.txt");
            JsonNode first = json.get(odd);
            assertThat(first.propertyNames()).containsExactly("error", "etag", "fileid", "permissions");
            Part shown = show(
                    in("50%25%20off%3b%20final.txt"),
                    "<d:getetag/><oc:id/><oc:permissions/><oc:checksums/><d:getlastmodified/>");
            assertThat(first.get("error").booleanValue()).isFalse();
            assertThat(shown.text("d:getetag"))
                    .isEqualTo("\"" + first.get("etag").stringValue() + "\"");
            assertThat(shown.text("oc:id")).isEqualTo(first.get("fileid").stringValue());
            assertThat(shown.text("oc:permissions"))
                    .isEqualTo(first.get("permissions").stringValue());
            assertThat(shown.text("oc:checksums")).isEqualTo("MD5:" + md5("percent"));
            assertThat(shown.text("d:getlastmodified")).isEqualTo("Wed, 01 Jan 2020 00:00:00 GMT");
        }

        @Test
        void emptyFilesAreFiles() {
            assertThat(failed(post(part(in("empty"), ""), part(in("b"), "b")), in("empty")))
                    .isFalse();
            assertThat(show(in("empty"), "<d:getcontentlength/>").text("d:getcontentlength"))
                    .isEqualTo("0");
            assertThat(client.get(in("b")).text()).isEqualTo("b");
        }

        @Test
        void contentIsBytesAndMayHoldTheBoundary() {
            String content = "\r\n" + END + "\u0000\r\n--" + BOUNDARY + "\r\n";
            assertThat(failed(post(part(in("a"), content)), in("a"))).isFalse();
            assertThat(client.get(in("a")).text()).isEqualTo(content);
        }

        @Test
        void missingParentsAreMade() {
            assertThat(failed(post(part(in("x/y/a.txt"), "a")), in("x/y/a.txt")))
                    .isFalse();
            assertThat(client.get(in("x/y/a.txt")).text()).isEqualTo("a");
        }

        @Test
        void theLastOfTwoPartsForOnePathStays() {
            Answer answer = post(part(in("a"), "one"), part(in("a"), "two"));
            assertThat(failed(answer, in("a"))).isFalse();
            assertThat(json(answer).get(in("a")).get("etag").stringValue())
                    .isEqualTo(client.etag(in("a")).replace("\"", ""));
            assertThat(client.get(in("a")).text()).isEqualTo("two");
        }

        @Test
        void ofNothingAreAnEmptyList() {
            Answer answer = post();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).isEqualTo("[]");
        }

        /** Newer clients use the fields of PUT; the sum of a plain PUT's field goes first. */
        @Test
        void theFieldsOfPutDoToo() {
            String sha1 = "SHA1:87acec17cd9dcd20a716cc2cf67417b71c8a7016";
            String head = "--" + BOUNDARY + "\r\nCONTENT-LENGTH: 10\r\noc-checksum: ";
            String tail = "\r\nx-oc-mtime: 1577836800.5\r\nx-oc-ctime: 1577836800\r\nx-file-path: " + in("a")
                    + "\r\n\r\n0123456789\r\n";
            assertThat(failed(post(head + sha1 + tail), in("a"))).isFalse();
            Part shown = show(in("a"), "<oc:checksums/><d:creationdate/><d:getlastmodified/>");
            assertThat(shown.text("oc:checksums")).isEqualTo(sha1);
            assertThat(shown.text("d:creationdate")).isEqualTo("2020-01-01T00:00:00+00:00");
            assertThat(shown.text("d:getlastmodified")).isEqualTo("Wed, 01 Jan 2020 00:00:00 GMT");
        }

        @Test
        void aPathNeedsNoSlashInFront() {
            String path = in("a").substring(1);
            assertThat(failed(post(part(path, "a")), path)).isFalse();
            assertThat(client.exists(in("a"))).isTrue();
        }

        @Test
        void aNameMayEndWithABlank() {
            assertThat(failed(post(part(in("a "), "a")), in("a "))).isFalse();
            assertThat(client.names(dir + "/")).containsExactly("a%20");
        }
    }

    /** A refused file fails alone; the client sends it again by itself. */
    @Nested
    class RefusedFiles {

        private void assertOnlyItFails(Answer answer, String path) {
            assertThat(failed(answer, path)).isTrue();
            assertThat(failed(answer, in("good"))).isFalse();
            assertThat(client.get(in("good")).text()).isEqualTo("good");
        }

        @ParameterizedTest
        @ValueSource(strings = {"a\\b", "..", "x//a", "folder/", "\u0085", "good/below"})
        void forTheirNames(String name) {
            client.folder(in("folder"));
            client.stored(in("good"), "old");
            assertOnlyItFails(post(part(in(name), "a"), part(in("good"), "good")), in(name));
        }

        @Test
        void forBeingFolders() {
            client.folder(in("folder"));
            assertOnlyItFails(post(part(in("folder"), "a"), part(in("good"), "good")), in("folder"));
            assertOnlyItFails(post(part("/", "a"), part(in("good"), "good")), "/");
        }

        @Test
        void forTheirTimes() {
            String first = part(in("a"), "a").replace("1577836800", "0");
            assertOnlyItFails(post(first, part(in("good"), "good")), in("a"));
            assertThat(client.exists(in("a"))).isFalse();
        }

        /** 3.7.3 guards its overwrites like this. */
        @Test
        void forTheirConditions() {
            String etag = client.stored(in("a"), "one");
            Answer answer = post(part(in("a"), "two", "If-Match: " + etag), part(in("good"), "good"));
            assertThat(failed(answer, in("a"))).isFalse();

            assertOnlyItFails(post(part(in("a"), "three", "If-Match: " + etag), part(in("good"), "good")), in("a"));
            assertOnlyItFails(post(part(in("a"), "four", "If-None-Match: *"), part(in("good"), "good")), in("a"));
            assertOnlyItFails(post(part(in("a"), "four", "If: ([" + etag + "])"), part(in("good"), "good")), in("a"));
            assertOnlyItFails(post(part(in("a"), "four", "If-Match: x"), part(in("good"), "good")), in("a"));
            assertThat(client.get(in("a")).text()).isEqualTo("two");
        }

        @Test
        void forTheirLocks() {
            client.stored(in("a"), "one");
            Answer lock = client.ask("LOCK", in("a"))
                    .xml("<d:lockinfo xmlns:d=\"DAV:\"><d:lockscope><d:exclusive/></d:lockscope>"
                            + "<d:locktype><d:write/></d:locktype></d:lockinfo>")
                    .send();
            assertThat(lock.status()).isEqualTo(200);

            assertOnlyItFails(post(part(in("a"), "two"), part(in("good"), "good")), in("a"));
            assertThat(client.get(in("a")).text()).isEqualTo("one");

            String held = "If: (" + lock.header("Lock-Token") + ")";
            assertThat(failed(post(part(in("a"), "two", held)), in("a"))).isFalse();
        }

        @Test
        void forTheQuota() {
            DavClient bounded = DavServer.shared().newClient(new Quota.Bytes(10));
            Answer answer = ask(bounded)
                    .body(part("/a", "0123456789") + part("/b", "x") + part("/c", "") + END)
                    .send();
            assertThat(failed(answer, "/a")).isFalse();
            assertThat(failed(answer, "/b")).isTrue();
            assertThat(failed(answer, "/c")).isFalse();
            assertThat(bounded.names("/")).containsExactly("a", "c");
        }

        /** On this side of the edge by the bytes of one more line, which are not worth 100 MiB of test. */
        @Test
        void forTheirLength() throws IOException {
            long bytes = BulkHandler.PART_BYTES_MAX + 1;
            String first = header(in("a"), "", md5("")).replace("Content-Length: 0", "Content-Length: " + bytes);
            String rest = "\r\n" + part(in("good"), "good") + END;
            long length = first.length() + bytes + rest.length();
            try (RawClient raw = new RawClient(client.server().address())) {
                raw.send(ask(client)
                        .header("Content-Length", Long.toString(length))
                        .bytes());
                raw.send(first);
                byte[] megabyte = new byte[1024 * 1024];
                for (long sent = 0; sent < bytes; sent += megabyte.length) {
                    raw.send(java.util.Arrays.copyOf(megabyte, (int) Math.min(megabyte.length, bytes - sent)));
                }
                raw.send(rest);
                assertOnlyItFails(raw.read(), in("a"));
            }
        }
    }

    /** A part that is none ends the request; what came before it is stored and told. */
    @Nested
    class BrokenParts {

        private void assertEndsAt(String broken) {
            Answer answer = post(part(in("first"), "first"), broken, part(in("last"), "last"));
            assertThat(answer.status()).isEqualTo(400);
            assertThat(json(answer).propertyNames()).containsExactly(in("first"));
            assertThat(json(answer).get(in("first")).get("error").booleanValue())
                    .isFalse();
            assertThat(client.names(dir + "/")).containsExactly("first");
        }

        @Test
        void byTheirChecksum() {
            assertEndsAt(header(in("a"), "one", md5("two")) + "one\r\n");
            assertEndsAt(header(in("a"), "", md5("two")) + "\r\n");
            assertEndsAt(part(in("a"), "one", "OC-Checksum: SHA1:" + "0".repeat(40)));
        }

        /** As recorded from Nextcloud 32.0.1: the whole answer is an empty list. */
        @Test
        void atTheBeginningLeaveNothing() {
            Answer answer = post(header(in("a"), "one", md5("two")) + "one\r\n", part(in("b"), "b"));
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).isEqualTo("[]");
            assertThat(client.names(dir + "/")).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"Content-Length", "X-File-MD5", "X-File-Path"})
        void byAMissingField(String name) {
            assertEndsAt(part(in("a"), "one").replaceFirst(name + ": [^\r]*\r\n", ""));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Content-Length: -1",
                    "Content-Length: 3x",
                    "Content-Length: 2",
                    "Content-Length: 4",
                    "X-File-MD5: x",
                    "X-File-MD5: SHA1:87acec17cd9dcd20a716cc2cf67417b71c8a7016"
                })
        void byAFieldThatIsWrong(String line) {
            String name = line.substring(0, line.indexOf(':'));
            assertEndsAt(part(in("a"), "one").replaceFirst(name + ": [^\r]*\r\n", line + "\r\n"));
        }

        /** A part ends with the whole line of the next boundary, and is not stored before that. */
        @Test
        void byTheirSyntax() {
            String part = part(in("a"), "one");
            assertEndsAt(part + "--" + BOUNDARY + "\n\r\n");
            assertEndsAt(part + "--" + BOUNDARY + "x\r\n\r\n");
            assertEndsAt(part + "--other\r\n\r\n");
            assertEndsAt(part.replace("one\r\n", "one\n"));
            assertEndsAt(part.replace("X-File-Path: ", "X-File-Path "));
            assertEndsAt(part.replace("X-File-Path: ", "X-File-Path: /x\r\nX-File-Path: "));
        }
    }

    @Nested
    class Limits {

        @Test
        void onParts() {
            // Parts that are refused cost no write.
            String part = part("..", "");
            Answer most = post(part.repeat(BulkHandler.PARTS_MAX - 1), part(in("last"), "last"));
            assertThat(failed(most, in("last"))).isFalse();
            Answer more = post(part.repeat(BulkHandler.PARTS_MAX), part(in("more"), "more"));
            assertThat(more.status()).isEqualTo(400);
            assertThat(client.names(dir + "/")).containsExactly("last");
        }

        @Test
        void onHeaderLines() {
            // Three lines are written by part() beside the content type and the length.
            String[] lines = new String[BulkHandler.HEADER_LINES_MAX - 5];
            for (int i = 0; i < lines.length; i++) {
                lines[i] = "X-" + i + ": x";
            }
            assertThat(failed(post(part(in("a"), "a", lines)), in("a"))).isFalse();
            lines[0] = "X: x\r\nY: y";
            assertThat(post(part(in("b"), "b", lines)).status()).isEqualTo(400);
            assertThat(client.exists(in("b"))).isFalse();
        }

        @Test
        void onHeaderBytes() {
            int outside = ("--" + BOUNDARY + "\r\n").length() + "\r\n".length();
            int usual = header(in("a"), "a", md5("a"), "X: ").length() - outside;
            String filler = "x".repeat(BulkHandler.HEADER_BYTES_MAX - usual);
            assertThat(failed(post(part(in("a"), "a", "X: " + filler)), in("a")))
                    .isFalse();
            assertThat(post(part(in("b"), "b", "X: x" + filler)).status()).isEqualTo(400);
            assertThat(client.exists(in("b"))).isFalse();
        }

        /** Nobody has to send a gibibyte to learn that one more is too many. */
        @Test
        void onTheBody() throws IOException {
            String body = part(in("a"), "a") + END;
            for (long bytes = BulkHandler.BODY_BYTES_MAX; bytes <= BulkHandler.BODY_BYTES_MAX + 1; bytes++) {
                try (RawClient raw = new RawClient(client.server().address())) {
                    raw.send(ask(client)
                            .header("Content-Length", Long.toString(bytes))
                            .bytes());
                    raw.send(body).endOutput();
                    assertThat(raw.read().status()).isEqualTo(bytes > BulkHandler.BODY_BYTES_MAX ? 413 : 200);
                }
            }
        }
    }

    @Nested
    class Requests {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "text/plain",
                    "multipart/related",
                    "multipart/form-data; boundary=x",
                    "multipart/related; boundary="
                })
        void ofAnotherTypeAre400(String type) {
            Answer answer = client.at("POST", PATH)
                    .header("Content-Type", type)
                    .body("x")
                    .send();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).contains("Sabre\\DAV\\Exception\\BadRequest", "multipart/related");
        }

        @ParameterizedTest
        @ValueSource(strings = {"GET", "PUT", "PROPFIND", "DELETE", "OPTIONS"})
        void ofAnotherMethodAre405(String method) {
            Answer answer = client.at(method, PATH).send();
            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.header("Allow")).isEqualTo("POST");
        }

        @Test
        void elsewhereAre404AndOfStrangers401() {
            assertThat(client.at("POST", PATH + "/x").send().status()).isEqualTo(404);
            Answer stranger = ask(client)
                    .without("Authorization")
                    .body(part(in("a"), "a") + END)
                    .send();
            assertThat(stranger.status()).isEqualTo(401);
            assertThat(client.exists(in("a"))).isFalse();
        }

        @Test
        void onTheOldPathAreTheSame() {
            Answer answer = client.at("POST", "/remote/dav/bulk/")
                    .header("Content-Type", "multipart/related; boundary=" + BOUNDARY)
                    .body(part(in("a"), "a") + END)
                    .send();
            assertThat(failed(answer, in("a"))).isFalse();
        }

        @Test
        void inChunksAreTheSame() {
            byte[] body = (part(in("a"), "a") + END).getBytes(StandardCharsets.UTF_8);
            ByteArrayOutputStream chunked = new ByteArrayOutputStream();
            for (byte b : body) {
                chunked.writeBytes(new byte[] {'1', '\r', '\n', b, '\r', '\n'});
            }
            chunked.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            Answer answer = ask(client)
                    .body(chunked.toByteArray())
                    .without("Content-Length")
                    .header("Transfer-Encoding", "chunked")
                    .send();
            assertThat(failed(answer, in("a"))).isFalse();
        }

        @Test
        void leaveTheConnectionUsable() throws IOException {
            // Longer than what is read only for the sake of the connection.
            String body = part(in("a"), "x".repeat(200_000)) + END;
            byte[] request = ask(client).body(body).bytes();
            try (RawClient raw = new RawClient(client.server().address())) {
                for (int i = 0; i < 2; i++) {
                    assertThat(raw.send(request).read().status()).isEqualTo(200);
                }
            }
        }
    }

    /** What 3.7.3 does when a batch holds an empty file, and what somebody could do on purpose. */
    @Nested
    class BodiesThatNeverCome {

        private byte[] head() {
            return ask(client).header("Content-Length", "498").bytes();
        }

        @Test
        void endWithTheConnection() throws IOException {
            try (RawClient raw = new RawClient(client.server().address())) {
                raw.send(head()).endOutput();
                Answer answer = raw.read();
                assertThat(answer.status()).isEqualTo(400);
                assertThat(answer.text()).isEqualTo("[]");
                assertThat(raw.ended()).isTrue();
            }
        }

        @Test
        void endAtTheIdleLimit(@TempDir Path directory) throws IOException {
            try (DavServer impatient = new DavServer(directory, DavSettings.DEFAULT, Duration.ofMillis(200))) {
                DavClient who = impatient.newClient();
                try (RawClient raw = new RawClient(impatient.address())) {
                    raw.send(ask(who).header("Content-Length", "498").bytes());
                    assertThat(raw.read().status()).isEqualTo(408);
                    assertThat(raw.ended()).isTrue();
                }
                try (RawClient raw = new RawClient(impatient.address())) {
                    raw.send(ask(who).header("Content-Length", "498").bytes());
                    raw.send(part("/a", "a") + header("/b", "bbb", md5("bbb")));
                    assertThat(raw.read().status()).isEqualTo(408);
                }
                assertThat(who.names("/")).containsExactly("a");
            }
        }
    }
}
