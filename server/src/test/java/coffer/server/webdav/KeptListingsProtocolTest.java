package coffer.server.webdav;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.server.http.RawClient.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A listing that was kept is never another one than a listing made anew. */
class KeptListingsProtocolTest extends DavProtocolTest {
    private static final String PROPERTIES =
            "<d:getetag/><d:getlastmodified/><d:resourcetype/><oc:size/><oc:fileid/><oc:checksums/><x:mine xmlns:x='urn:x'/>";

    private static final AtomicInteger BLANKS = new AtomicInteger();

    @BeforeEach
    void fill() {
        client.folder(in("sub"));
        client.stored(in("a.txt"), "a");
        client.stored(in("sub/b.txt"), "b");
        client.stored(in("other.txt"), "o");
    }

    private static Answer list(String below, String body, String... headers) {
        DavClient.Ask ask = client.ask("PROPFIND", below).header("Depth", "1").xml(body);
        for (int i = 0; i < headers.length; i += 2) {
            ask.header(headers[i], headers[i + 1]);
        }
        Answer answer = ask.send();
        assertThat(answer.status()).isEqualTo(207);
        return answer;
    }

    private static String body(String properties) {
        return "<d:propfind xmlns:d='DAV:' xmlns:oc='http://owncloud.org/ns'><d:prop>" + properties
                + "</d:prop></d:propfind>";
    }

    /** Nobody has asked with just these blanks before, so nothing is kept for it. */
    private static String anew(String below, String properties) {
        return list(below, body(properties + " ".repeat(BLANKS.incrementAndGet())))
                .text();
    }

    private static String again(String below, String properties) {
        return list(below, body(properties)).text();
    }

    /** Asked, taken down, and sent once more as it was kept. */
    private static String kept(String below, String properties) {
        String first = again(below, properties);
        assertThat(again(below, properties)).isEqualTo(first);
        assertThat(again(below, properties)).isEqualTo(first);
        return first;
    }

    @Test
    void aFolderThatDidNotChangeIsListedTheSame() {
        assertThat(kept(dir, PROPERTIES)).isEqualTo(anew(dir, PROPERTIES));
        assertThat(MultistatusReader.of(list(dir, body(PROPERTIES))).hrefs()).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"PUT new", "PUT old", "PUT below", "MKCOL", "DELETE", "MOVE out", "MOVE in", "COPY", "PROPPATCH"
            })
    void eachChangeShowsAtOnce(String change) {
        client.stored("/outside" + dir.substring(1), "x");
        String before = kept(dir, PROPERTIES);

        switch (change) {
            case "PUT new" -> client.stored(in("new.txt"), "n");
            case "PUT old" ->
                assertThat(client.put(in("a.txt"), "another").status()).isEqualTo(204);
            case "PUT below" -> client.stored(in("sub/c.txt"), "c");
            case "MKCOL" -> client.folder(in("fresh"));
            case "DELETE" ->
                assertThat(client.ask("DELETE", in("a.txt")).send().status()).isEqualTo(204);
            case "MOVE out" -> relocate("MOVE", in("a.txt"), "/gone" + dir.substring(1));
            case "MOVE in" -> relocate("MOVE", "/outside" + dir.substring(1), in("arrived.txt"));
            case "COPY" -> relocate("COPY", in("a.txt"), in("copy.txt"));
            case "PROPPATCH" ->
                assertThat(client.ask("PROPPATCH", in("a.txt"))
                                .xml(
                                        "<d:propertyupdate xmlns:d='DAV:'><d:set><d:prop><x:mine xmlns:x='urn:x'>1</x:mine>"
                                                + "</d:prop></d:set></d:propertyupdate>")
                                .send()
                                .status())
                        .isEqualTo(207);
            default -> throw new IllegalArgumentException(change);
        }

        String after = again(dir, PROPERTIES);
        assertThat(after).isNotEqualTo(before).isEqualTo(anew(dir, PROPERTIES));
    }

    private static void relocate(String method, String from, String to) {
        Answer answer =
                client.ask(method, from).header("Destination", client.url(to)).send();
        assertThat(answer.status()).isEqualTo(201);
    }

    /** How full the space is changes with files elsewhere in it, and locks end by themselves. */
    @Test
    void whatPassesWithoutAChangeHereIsNeverKept() {
        String quota = "<d:quota-used-bytes/>";
        String locks = "<d:lockdiscovery/>";
        String fill = kept(dir, quota);
        assertThat(kept(dir, locks)).doesNotContain("activelock");
        client.stored("/elsewhere" + dir.substring(1), "much");
        assertThat(again(dir, quota)).isNotEqualTo(fill).isEqualTo(anew(dir, quota));

        Answer lock = client.ask("LOCK", in("a.txt"))
                .header("Timeout", "Second-60")
                .xml("<d:lockinfo xmlns:d='DAV:'><d:lockscope><d:exclusive/></d:lockscope><d:locktype><d:write/>"
                        + "</d:locktype></d:lockinfo>")
                .send();
        assertThat(lock.status()).isEqualTo(200);
        assertThat(kept(dir, locks)).contains("activelock");
        client.server().clock.turn(java.time.Duration.ofSeconds(61));
        assertThat(again(dir, locks)).doesNotContain("activelock");
    }

    /** The desktop client asks for them in each listing. */
    @Test
    void locksThatPeopleSeeAreKeptAndShowAtOnce() {
        String locks = PROPERTIES + "<nc:lock xmlns:nc='http://nextcloud.org/ns'/>"
                + "<nc:lock-owner-displayname xmlns:nc='http://nextcloud.org/ns'/>";
        String before = kept(dir, locks);
        assertThat(client.ask("LOCK", in("a.txt"))
                        .header("X-User-Lock", "1")
                        .send()
                        .status())
                .isEqualTo(200);
        String locked = kept(dir, locks);
        assertThat(locked).isNotEqualTo(before).contains("<nc:lock>1</nc:lock>").isEqualTo(anew(dir, locks));
        assertThat(client.ask("UNLOCK", in("a.txt"))
                        .header("X-User-Lock", "1")
                        .send()
                        .status())
                .isEqualTo(200);
        assertThat(again(dir, locks)).doesNotContain("<nc:lock>").isEqualTo(anew(dir, locks));
    }

    @Test
    void otherQuestionsGetOtherAnswers() {
        String all = kept(dir, PROPERTIES);
        assertThat(again(dir, "<d:getetag/>")).isNotEqualTo(all);
        assertThat(again(in("sub"), PROPERTIES)).isNotEqualTo(all);
        assertThat(list(dir, body(PROPERTIES), "Prefer", "return=minimal").text())
                .isNotEqualTo(all);
        assertThat(client.ask("PROPFIND", dir)
                        .header("Depth", "0")
                        .xml(body(PROPERTIES))
                        .send()
                        .text())
                .isNotEqualTo(all);
        DavClient stranger = DavServer.shared().newClient();
        assertThat(stranger.ask("PROPFIND", dir)
                        .header("Depth", "1")
                        .xml(body(PROPERTIES))
                        .send()
                        .status())
                .isEqualTo(404);
        assertThat(again(dir, PROPERTIES)).isEqualTo(all);
    }

    @Test
    void aKeptListingIsCompressedForThoseWhoWantThat() throws IOException {
        for (int i = 0; i < 20; i++) {
            client.stored(in("file-" + i), "x");
        }
        String plain = kept(dir, PROPERTIES);

        for (int i = 0; i < 2; i++) {
            Answer answer = list(dir, body(PROPERTIES), "Accept-Encoding", "gzip");
            assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
            assertThat(answer.header("Content-Type")).isEqualTo("application/xml; charset=utf-8");
            assertThat(answer.header("Vary")).isEqualTo("Accept-Encoding, Brief, Prefer");
            assertThat(answer.header("DAV")).contains("1");
            try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
                assertThat(new String(unpacked.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo(plain);
            }
        }
    }

    /** Long names of properties that are not there fill the answer. */
    @Test
    void aListingThatIsTooLargeToKeepIsWholeEachTime() {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            many.append("<x:").append("n".repeat(2_000)).append(i).append(" xmlns:x='urn:x'/>");
        }
        for (int i = 0; i < 3; i++) {
            String text = again(dir, many.toString());
            assertThat(text.length()).isGreaterThan(KeptListings.DOCUMENT_BYTES_MAX);
            assertThat(text).endsWith("</d:multistatus>");
        }
    }
}
