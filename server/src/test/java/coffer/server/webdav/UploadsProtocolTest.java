package coffer.server.webdav;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.accounts.Quota;
import coffer.server.http.RawClient;
import coffer.server.http.RawClient.Answer;
import coffer.server.webdav.MultistatusReader.Part;
import coffer.uploads.Uploads;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Chunked uploads, version 2, in the way of each client. */
class UploadsProtocolTest extends DavProtocolTest {

    private static final AtomicInteger TRANSFERS = new AtomicInteger(370490862);
    private static final String SHA1_OF_ABC = "SHA1:a9993e364706816aba3e25717850c26c9cd0d89d";

    private String transfer = "";

    @BeforeEach
    void nameTransfer() {
        transfer = "/" + TRANSFERS.incrementAndGet();
    }

    private DavClient.Ask upload(String method, String below) {
        return client.at(method, client.uploads() + transfer + below);
    }

    private void begin() {
        assertThat(upload("MKCOL", "").send().status()).isEqualTo(201);
    }

    private Answer chunk(String name, String content) {
        return upload("PUT", "/" + name).body(content).send();
    }

    private DavClient.Ask assemble(String target) {
        return upload("MOVE", "/.file").header("Destination", client.path(target));
    }

    private List<Part> listing() {
        return MultistatusReader.of(upload("PROPFIND", "").header("Depth", "1").send())
                .parts();
    }

    /** How a client names its chunks, and what it sends with each step. */
    static Stream<Arguments> schemes() {
        return Stream.of(
                Arguments.of("desktop 3.7.3", (IntFunction<String>) i -> String.format("%016d", i), false),
                Arguments.of("desktop 3.16.7", (IntFunction<String>) i -> String.format("%05d", i + 1), true),
                Arguments.of("Android", (IntFunction<String>) i -> String.format("%06d", i + 1), true),
                Arguments.of("iOS and the web", (IntFunction<String>) i -> Integer.toString(i + 1), true),
                Arguments.of(
                        "rclone", (IntFunction<String>) i -> String.format("%015d-%015d", i * 3L, i * 3L + 2), false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("schemes")
    void everyClientsChunksComeOutInTheirOrder(String who, IntFunction<String> name, boolean destinationAhead) {
        DavClient.Ask mkcol = upload("MKCOL", destinationAhead ? "/" : "").header("OC-Total-Length", "36");
        String url = client.url(in("big.bin"));
        assertThat((destinationAhead ? mkcol.header("Destination", url) : mkcol)
                        .send()
                        .status())
                .isEqualTo(201);
        StringBuilder whole = new StringBuilder();
        // Out of order, and more than nine, so that names without padding have to be compared as numbers.
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            whole.append(piece(i));
            order.add((i * 5) % 12);
        }
        for (int i : order) {
            DavClient.Ask put =
                    upload("PUT", "/" + name.apply(i)).body(piece(i)).header("OC-Chunk-Offset", "" + i * 3);
            if (destinationAhead) {
                put.header("Destination", url).header("OC-Total-Length", "36");
            }
            assertThat(put.send().status()).as(who).isEqualTo(201);
        }
        Answer answer = assemble(in("big.bin"))
                .header("OC-Total-Length", "36")
                .header("X-OC-Mtime", "1577836800")
                .send();
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(client.get(in("big.bin")).text()).isEqualTo(whole.toString());
    }

    private static String piece(int i) {
        return String.format("%02d,", i);
    }

    @Nested
    class Begin {

        @Test
        void twiceIs405() {
            begin();
            chunk("1", "x");
            Answer again = upload("MKCOL", "").send();
            assertThat(again.status()).isEqualTo(405);
            assertThat(again.header("Allow")).isNotEmpty();
            assertThat(listing()).hasSize(3);
        }

        @Test
        void announcedBeyondTheQuotaIs507() {
            DavClient bounded = DavServer.shared().newClient(new Quota.Bytes(100));
            Answer answer = bounded.at("MKCOL", bounded.uploads() + "/1")
                    .header("OC-Total-Length", "101")
                    .send();
            assertThat(answer.status()).isEqualTo(507);
            assertThat(bounded.at("MKCOL", bounded.uploads() + "/1")
                            .header("OC-Total-Length", "100")
                            .send()
                            .status())
                    .isEqualTo(201);
        }

        @Test
        void withALengthThatIsNoneIs400() {
            assertThat(upload("MKCOL", "")
                            .header("OC-Total-Length", "many")
                            .send()
                            .status())
                    .isEqualTo(400);
        }

        @Test
        void openUploadsAreBounded() {
            DavClient busy = DavServer.shared().newClient();
            for (int i = 0; i < Uploads.OPEN_MAX; i++) {
                assertThat(busy.at("MKCOL", busy.uploads() + "/" + i).send().status())
                        .isEqualTo(201);
            }
            assertThat(busy.at("MKCOL", busy.uploads() + "/more").send().status())
                    .isEqualTo(403);
        }
    }

    @Nested
    class Chunks {

        @Test
        void canBeReplacedWith204() {
            begin();
            assertThat(chunk("1", "abc").status()).isEqualTo(201);
            assertThat(chunk("1", "abcd").status()).isEqualTo(204);
            assertThat(listing().getLast().text("d:getcontentlength")).isEqualTo("4");
        }

        /** Clients begin anew at 404. */
        @Test
        void withoutAnUploadAre404() {
            assertThat(chunk("1", "abc").status()).isEqualTo(404);
        }

        /** The desktop client puts its account address there, with raw UTF-8; no chunk may fail for it. */
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "http://elsewhere.example/x",
                    "%%%",
                    "nonsense",
                    "",
                    "/../..",
                    "/remote.php/dav/files/größe/ä ö"
                })
        void neverFailForTheirDestination(String destination) {
            assertThat(upload("MKCOL", "")
                            .header("Destination", destination)
                            .send()
                            .status())
                    .isEqualTo(201);
            Answer answer = upload("PUT", "/1")
                    .header("Destination", destination)
                    .body("x")
                    .send();
            assertThat(answer.status()).isEqualTo(201);
        }

        @Test
        void thatBreakOffLeaveNothing() throws IOException {
            begin();
            byte[] request = upload("PUT", "/1").body("x".repeat(50_000)).bytes();
            try (RawClient broken = new RawClient(client.server().address())) {
                broken.send(java.util.Arrays.copyOf(request, request.length - 20_000))
                        .endOutput();
                assertThat(broken.read().status()).isEqualTo(400);
            }
            assertThat(listing()).hasSize(2);
        }

        @Test
        void cannotHaveTheNameOfTheWhole() {
            begin();
            assertThat(chunk(".file", "x").status()).isEqualTo(403);
        }

        @Test
        void canBeRemovedOneByOne() {
            begin();
            chunk("1", "abc");
            assertThat(upload("DELETE", "/1").send().status()).isEqualTo(204);
            assertThat(upload("DELETE", "/1").send().status()).isEqualTo(404);
            assertThat(listing()).hasSize(2);
        }

        /** The desktop client sends up to six at once. */
        @Test
        void canArriveBesideEachOther() throws Exception {
            begin();
            try (ExecutorService six = Executors.newFixedThreadPool(6)) {
                List<Future<Integer>> answers = new ArrayList<>();
                for (int i = 0; i < 24; i++) {
                    int number = i;
                    answers.add(six.submit(
                            () -> chunk(Integer.toString(number), piece(number)).status()));
                }
                for (Future<Integer> answer : answers) {
                    assertThat(answer.get()).isEqualTo(201);
                }
            }
            assertThat(assemble(in("big.bin"))
                            .header("OC-Total-Length", "72")
                            .send()
                            .status())
                    .isEqualTo(201);
            assertThat(client.get(in("big.bin")).text()).startsWith("00,01,02,").endsWith("22,23,");
        }
    }

    @Nested
    class State {

        @Test
        void showsTheWholeAndEveryChunk() {
            begin();
            chunk("2", "abc");
            chunk("10", "de");
            List<Part> parts = listing();
            String here = client.uploads() + transfer + "/";
            assertThat(parts).extracting(Part::href).containsExactly(here, here + ".file", here + "2", here + "10");
            assertThat(parts.getFirst().text("d:resourcetype")).isEmpty();
            assertThat(parts.getFirst()
                            .element("d:resourcetype")
                            .getFirstChild()
                            .getNodeName())
                    .isEqualTo("d:collection");
            assertThat(parts)
                    .extracting(part -> part.found().containsKey("d:getcontentlength"))
                    .containsExactly(false, true, true, true);
            assertThat(parts.get(1).text("d:getcontentlength")).isEqualTo("5");
            assertThat(parts.get(2).text("d:getcontentlength")).isEqualTo("3");
            assertThat(parts.get(2).element("d:resourcetype").getChildNodes().getLength())
                    .isZero();
            assertThat(parts.get(2).found()).containsKey("d:getlastmodified").doesNotContainKey("d:displayname");
        }

        @Test
        void ofDepthZeroAndOfSinglePartsIsAlone() {
            begin();
            chunk("1", "abc");
            for (String below : new String[] {"", "/", "/1", "/.file"}) {
                Answer answer = upload("PROPFIND", below).header("Depth", "0").send();
                assertThat(MultistatusReader.of(answer).parts()).hasSize(1);
            }
        }

        @Test
        void ofNothingIs404() {
            assertThat(upload("PROPFIND", "").send().status()).isEqualTo(404);
            begin();
            assertThat(upload("PROPFIND", "/1").send().status()).isEqualTo(404);
            assertThat(upload("PROPFIND", "/1/2").send().status()).isEqualTo(404);
        }

        @Test
        void ofAllUploadsNamesThem() {
            DavClient fresh = DavServer.shared().newClient();
            fresh.at("MKCOL", fresh.uploads() + "/a%20b").send();
            Answer answer = fresh.at("PROPFIND", fresh.uploads() + "/")
                    .header("Depth", "1")
                    .send();
            assertThat(MultistatusReader.of(answer).hrefs())
                    .containsExactly(fresh.uploads() + "/", fresh.uploads() + "/a%20b/");
        }
    }

    @Nested
    class Assemble {

        /** Without id and tags the desktop client fails the upload. */
        @Test
        void tellsIdTagsAndTimes() {
            begin();
            chunk("1", "abc");
            Answer answer = assemble(in("a.txt"))
                    .header("X-OC-MTime", "1577836800")
                    .header("X-OC-CTime", "1577836801")
                    .header("OC-Checksum", SHA1_OF_ABC)
                    .header("OC-Total-Length", "3")
                    .send();
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.header("OC-FileId")).isNotEmpty();
            assertThat(answer.header("ETag")).isEqualTo(client.etag(in("a.txt")));
            assertThat(answer.header("OC-ETag")).isEqualTo(answer.header("ETag"));
            assertThat(answer.header("X-OC-MTime")).isEqualTo("accepted");
            assertThat(answer.header("X-OC-CTime")).isEqualTo("accepted");
            Part file = MultistatusReader.of(
                            client.propfind(in("a.txt"), 0, "<oc:checksums/><d:getlastmodified/><d:creationdate/>"))
                    .first();
            assertThat(file.text("oc:checksums")).isEqualTo(SHA1_OF_ABC);
            assertThat(file.text("d:getlastmodified")).isEqualTo("Wed, 01 Jan 2020 00:00:00 GMT");
            assertThat(file.text("d:creationdate")).isEqualTo("2020-01-01T00:00:01+00:00");
        }

        @Test
        void happensOnceAndTakesTheUploadAway() {
            begin();
            chunk("1", "abc");
            assertThat(assemble(in("a.txt")).send().status()).isEqualTo(201);
            assertThat(upload("PROPFIND", "").send().status()).isEqualTo(404);
            assertThat(assemble(in("a.txt")).send().status()).isEqualTo(404);
            assertThat(client.get(in("a.txt")).text()).isEqualTo("abc");
        }

        @Test
        void ofAReplacedFileIs204() {
            client.stored(in("a.txt"), "old");
            begin();
            chunk("1", "abc");
            assertThat(assemble(in("a.txt")).send().status()).isEqualTo(204);
            assertThat(client.get(in("a.txt")).text()).isEqualTo("abc");
        }

        @Test
        void withoutChunksMakesAnEmptyFile() {
            begin();
            assertThat(assemble(in("a.txt")).send().status()).isEqualTo(201);
            assertThat(client.get(in("a.txt")).text()).isEmpty();
        }

        @Test
        void ofAWrongSumIs400AndTheChunksStay() {
            begin();
            chunk("1", "abc");
            Answer answer =
                    assemble(in("a.txt")).header("OC-Total-Length", "999").send();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text())
                    .contains("Sabre\\DAV\\Exception\\BadRequest")
                    .contains("999");
            assertThat(client.exists(in("a.txt"))).isFalse();
            assertThat(assemble(in("a.txt"))
                            .header("OC-Total-Length", "3")
                            .send()
                            .status())
                    .isEqualTo(201);
        }

        @Test
        void ofAWrongChecksumIs400() {
            begin();
            chunk("1", "abd");
            Answer answer =
                    assemble(in("a.txt")).header("OC-Checksum", SHA1_OF_ABC).send();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).contains(SHA1_OF_ABC);
            assertThat(client.exists(in("a.txt"))).isFalse();
        }

        @Test
        void ontoAFolderIs400() {
            begin();
            chunk("1", "abc");
            assertThat(assemble(dir).send().status()).isEqualTo(400);
            assertThat(client.ask("PROPFIND", dir).send().status()).isEqualTo(207);
        }

        @Test
        void withoutATargetParentIs409UnlessItIsToBeMade() {
            begin();
            chunk("1", "abc");
            assertThat(assemble(in("x/y/a.txt")).send().status()).isEqualTo(409);
            assertThat(assemble(in("x/y/a.txt"))
                            .header("X-NC-WebDAV-Auto-Mkcol", "1")
                            .send()
                            .status())
                    .isEqualTo(201);
        }

        @Test
        void toANameNoFileCanHaveIsAnInvalidPath() {
            begin();
            chunk("1", "abc");
            Answer answer = assemble(in("n".repeat(256))).send();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).contains("InvalidPath");
        }

        @Test
        void needsADestinationAmongTheFiles() {
            begin();
            chunk("1", "abc");
            assertThat(upload("MOVE", "/.file").send().status()).isEqualTo(400);
            assertThat(upload("MOVE", "/.file")
                            .header("Destination", "http://other.example" + client.path(in("a")))
                            .send()
                            .status())
                    .isEqualTo(502);
            assertThat(upload("MOVE", "/.file")
                            .header("Destination", client.uploads() + "/x/1")
                            .send()
                            .status())
                    .isEqualTo(403);
            assertThat(upload("MOVE", "/.file")
                            .header("Destination", "/remote.php/dav/files/nobody/a")
                            .send()
                            .status())
                    .isEqualTo(409);
            assertThat(listing()).hasSize(3);
        }

        /** What both desktop clients send when they replace a file. */
        @Test
        void countsTheIfFieldOfTheDestination() {
            String etag = client.stored(in("a.txt"), "old");
            begin();
            chunk("1", "abc");
            String target = "<" + client.path(in("a.txt")) + "> ";
            Answer refused =
                    assemble(in("a.txt")).header("If", target + "([\"wrong\"])").send();
            assertThat(refused.status()).isEqualTo(412);
            assertThat(client.get(in("a.txt")).text()).isEqualTo("old");
            assertThat(assemble(in("a.txt"))
                            .header("If", target + "([" + etag + "])")
                            .send()
                            .status())
                    .isEqualTo(204);
        }

        @Test
        void countsTheOtherConditionsForTheDestinationToo() {
            begin();
            chunk("1", "abc");
            assertThat(assemble(in("a.txt"))
                            .header("If-Match", "\"wrong\"")
                            .send()
                            .status())
                    .isEqualTo(412);
            client.stored(in("a.txt"), "old");
            assertThat(assemble(in("a.txt")).header("If-None-Match", "*").send().status())
                    .isEqualTo(412);
            Answer kept = assemble(in("a.txt")).header("Overwrite", "F").send();
            assertThat(kept.status()).isEqualTo(412);
            assertThat(kept.text()).contains("<s:header>Overwrite</s:header>");
            assertThat(assemble(in("b.txt")).header("Overwrite", "F").send().status())
                    .isEqualTo(201);
        }

        @Test
        void needsTheTokenOfALockedDestination() {
            client.stored(in("a.txt"), "old");
            Answer locked = client.ask("LOCK", in("a.txt"))
                    .xml("<d:lockinfo xmlns:d='DAV:'><d:lockscope><d:exclusive/></d:lockscope>"
                            + "<d:locktype><d:write/></d:locktype></d:lockinfo>")
                    .send();
            begin();
            chunk("1", "abc");
            assertThat(assemble(in("a.txt")).send().status()).isEqualTo(423);
            assertThat(assemble(in("a.txt"))
                            .header("If", "<" + client.path(in("a.txt")) + "> (" + locked.header("Lock-Token") + ")")
                            .send()
                            .status())
                    .isEqualTo(204);
        }

        @Test
        void beyondTheQuotaIs507AndTheTargetStays() {
            DavClient bounded = DavServer.shared().newClient(new Quota.Bytes(10));
            bounded.stored("/a", "01234");
            String upload = bounded.uploads() + "/1";
            bounded.at("MKCOL", upload).send();
            int first = bounded.at("PUT", upload + "/1").body("abcdef").send().status();
            int second = bounded.at("PUT", upload + "/2").body("ghijkl").send().status();
            Answer answer = bounded.at("MOVE", upload + "/.file")
                    .header("Destination", bounded.path("/b"))
                    .send();
            assertThat(List.of(first, second, answer.status())).contains(507);
            assertThat(bounded.exists("/b")).isFalse();
            assertThat(bounded.get("/a").text()).isEqualTo("01234");
        }

        @ParameterizedTest
        @ValueSource(strings = {"0", "x", "0x10"})
        void withATimeThatIsNoneIs400(String time) {
            begin();
            chunk("1", "abc");
            assertThat(assemble(in("a.txt")).header("X-OC-MTime", time).send().status())
                    .isEqualTo(400);
            assertThat(client.exists(in("a.txt"))).isFalse();
        }
    }

    @Nested
    class GivingUp {

        @Test
        void takesEverythingAway() {
            begin();
            chunk("1", "abc");
            assertThat(upload("DELETE", "").send().status()).isEqualTo(204);
            assertThat(upload("DELETE", "").send().status()).isEqualTo(404);
            assertThat(chunk("2", "x").status()).isEqualTo(404);
        }

        /** The clients resume within a day. */
        @Test
        void isForgottenADayAfterTheLastChunk() {
            begin();
            chunk("1", "abc");
            client.server().clock.turn(Duration.ofHours(23));
            chunk("2", "def");
            client.server().clock.turn(Duration.ofHours(23));
            client.server().expireUploads();
            assertThat(listing()).hasSize(4);
            client.server().clock.turn(Duration.ofHours(2));
            client.server().expireUploads();
            assertThat(upload("PROPFIND", "").send().status()).isEqualTo(404);
        }
    }

    @Test
    void otherPeoplesUploadsAreNotThere() {
        begin();
        DavClient other = DavServer.shared().newClient();
        for (String method : new String[] {"PROPFIND", "MKCOL", "PUT", "DELETE", "MOVE"}) {
            assertThat(other.at(method, client.uploads() + transfer).send().status())
                    .as(method)
                    .isEqualTo(404);
        }
        assertThat(listing()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"LOCK", "COPY", "PROPPATCH", "PATCH"})
    void otherMethodsAreNotAllowed(String method) {
        begin();
        chunk("1", "x");
        for (String below : new String[] {"", "/1", "/.file"}) {
            Answer answer = upload(method, below).send();
            assertThat(answer.status()).as(below).isEqualTo(405);
            assertThat(answer.header("Allow")).contains("PROPFIND");
        }
    }

    @Test
    void deeperPathsAre404() {
        begin();
        assertThat(upload("PUT", "/1/2").body("x").send().status()).isEqualTo(404);
        assertThat(upload("MKCOL", "/1/2").send().status()).isEqualTo(404);
    }
}
