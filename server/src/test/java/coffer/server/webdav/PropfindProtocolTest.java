package coffer.server.webdav;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.server.http.RawClient.Answer;
import coffer.server.webdav.MultistatusReader.Part;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 4918, section 9.1, and what the sync clients insist on beyond it. */
class PropfindProtocolTest extends DavProtocolTest {

    private static final String PROPFIND_OPEN =
            "<d:propfind xmlns:d='DAV:' xmlns:oc='http://owncloud.org/ns' xmlns:nc='http://nextcloud.org/ns'>";

    private static MultistatusReader list(String below, int depth, String properties) {
        return MultistatusReader.of(client.propfind(below, depth, properties));
    }

    private static Part one(String below, String properties) {
        return list(below, 0, properties).first();
    }

    private static Answer send(String below, String inner) {
        return client.ask("PROPFIND", below)
                .header("Depth", "0")
                .xml(PROPFIND_OPEN + inner + "</d:propfind>")
                .send();
    }

    @Nested
    class Depth {

        @Test
        void zeroShowsTheResourceAlone() {
            client.stored(in("a.txt"), "a");
            assertThat(list(dir, 0, "<d:getetag/>").hrefs()).containsExactly(client.path(dir) + "/");
        }

        @Test
        void oneShowsTheResourceFirstAndThenItsMembersInOrder() {
            client.folder(in("b"));
            client.stored(in("b/deep.txt"), "x");
            client.stored(in("c.txt"), "x");
            client.stored(in("a.txt"), "x");
            String here = client.path(dir) + "/";
            assertThat(list(dir, 1, "<d:getetag/>").hrefs())
                    .containsExactly(here, here + "a.txt", here + "b/", here + "c.txt");
        }

        @Test
        void oneOfAFileShowsTheFile() {
            client.stored(in("a.txt"), "x");
            assertThat(list(in("a.txt"), 1, "<d:getetag/>").hrefs()).containsExactly(client.path(in("a.txt")));
        }

        /** The stock server takes a missing field for 1, RFC 4918 for infinity. */
        @Test
        void missingMeansOne() {
            client.folder(in("b"));
            client.stored(in("b/deep.txt"), "x");
            Answer answer = client.ask("PROPFIND", dir).send();
            assertThat(MultistatusReader.of(answer).hrefs()).hasSize(2);
        }

        @Test
        void infinityIsRefusedWithTheConditionOfSection911() {
            Answer answer =
                    client.ask("PROPFIND", dir).header("Depth", "infinity").send();
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.text())
                    .contains("<d:propfind-finite-depth/>")
                    .contains("Sabre\\DAV\\Exception\\Forbidden");
        }

        @Test
        void infinityOfAFileIsTheFile() {
            client.stored(in("a.txt"), "x");
            Answer answer = client.ask("PROPFIND", in("a.txt"))
                    .header("Depth", "infinity")
                    .send();
            assertThat(MultistatusReader.of(answer).hrefs()).hasSize(1);
        }

        @Test
        void infinityShowsTheWholeTreeWhereTheOperatorAllowsIt(@TempDir Path data) {
            try (DavServer server = new DavServer(data, new DavSettings(true, ""))) {
                DavClient deep = server.newClient();
                deep.folder("/a");
                deep.folder("/a/b");
                deep.stored("/a/b/c.txt", "x");
                deep.folder("/a/d");
                deep.stored("/e.txt", "x");
                Answer answer =
                        deep.ask("PROPFIND", "/").header("Depth", "infinity").send();
                assertThat(MultistatusReader.of(answer).hrefs())
                        .containsExactlyInAnyOrder(
                                deep.path("/"),
                                deep.path("/a/"),
                                deep.path("/a/b/"),
                                deep.path("/a/b/c.txt"),
                                deep.path("/a/d/"),
                                deep.path("/e.txt"));
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"2", "-1", "", "all", "1,noroot"})
        void anythingElseIsRefused(String depth) {
            assertThat(client.ask("PROPFIND", dir).header("Depth", depth).send().status())
                    .isEqualTo(400);
        }
    }

    @Nested
    class Properties {

        @Test
        void ofAFile() {
            String etag = client.stored(in("a%20b.txt"), "hello");
            Part file = one(
                    in("a%20b.txt"),
                    "<d:resourcetype/><d:getcontentlength/><d:getcontenttype/><d:getetag/><d:displayname/>"
                            + "<d:getlastmodified/><d:creationdate/><oc:size/><oc:permissions/><oc:id/><oc:fileid/>"
                            + "<oc:owner-id/><oc:owner-display-name/><oc:favorite/><oc:comments-unread/>"
                            + "<nc:has-preview/><nc:is-mount-root/><nc:creation_time/><nc:upload_time/>");
            assertThat(file.missing()).isEmpty();
            assertThat(file.element("d:resourcetype").getChildNodes().getLength())
                    .isZero();
            assertThat(file.text("d:getcontentlength")).isEqualTo("5");
            assertThat(file.text("d:getcontenttype")).isEqualTo("text/plain");
            assertThat(file.text("d:getetag")).isEqualTo(etag);
            assertThat(file.text("d:displayname")).isEqualTo("a b.txt");
            assertThat(file.text("d:getlastmodified")).isEqualTo("Sun, 22 Nov 2026 10:00:00 GMT");
            assertThat(file.text("d:creationdate")).isEqualTo("2026-11-22T10:00:00+00:00");
            assertThat(file.text("oc:size")).isEqualTo("5");
            assertThat(file.text("oc:permissions")).isEqualTo("RGDNVW");
            assertThat(file.text("oc:id"))
                    .matches("[0-9]{8,}oc[a-z0-9]{10}")
                    .endsWith(client.server().installation.instanceId());
            assertThat(Long.parseLong(
                            file.text("oc:id").substring(0, file.text("oc:id").indexOf("oc"))))
                    .isEqualTo(Long.parseLong(file.text("oc:fileid")));
            assertThat(file.text("oc:owner-id")).isEqualTo(client.uid());
            assertThat(file.text("oc:owner-display-name")).isNotEmpty();
            assertThat(file.text("oc:favorite")).isEqualTo("0");
            assertThat(file.text("oc:comments-unread")).isEqualTo("0");
            assertThat(file.text("nc:has-preview")).isEqualTo("false");
            assertThat(file.text("nc:is-mount-root")).isEqualTo("false");
            assertThat(file.text("nc:creation_time")).isEqualTo("1795341600");
            assertThat(file.text("nc:upload_time")).isEqualTo("1795341600");
        }

        @Test
        void ofAFolder() {
            client.stored(in("a.txt"), "hello");
            Part folder = one(
                    dir,
                    "<d:resourcetype/><d:getcontentlength/><d:getcontenttype/><d:getetag/><oc:size/><oc:permissions/>"
                            + "<nc:is-encrypted/><oc:share-types/><nc:sharees/><nc:mount-type/><oc:data-fingerprint/>"
                            + "<nc:upload_time/><oc:checksums/>");
            assertThat(folder.element("d:resourcetype").getFirstChild().getNodeName())
                    .isEqualTo("d:collection");
            assertThat(folder.text("oc:size")).isEqualTo("5");
            assertThat(folder.text("oc:permissions")).isEqualTo("RGDNVCK");
            assertThat(folder.text("nc:is-encrypted")).isEqualTo("0");
            for (String empty : List.of("oc:share-types", "nc:sharees", "nc:mount-type", "oc:data-fingerprint")) {
                assertThat(folder.element(empty).getChildNodes().getLength())
                        .as(empty)
                        .isZero();
            }
            assertThat(folder.missing())
                    .containsExactlyInAnyOrder(
                            "d:getcontentlength", "d:getcontenttype", "nc:upload_time", "oc:checksums");
        }

        /** Quirk of Android: an empty element where it expects a number ends the listing. */
        @Test
        void numbersAreNeverEmpty() {
            client.stored(in("empty.txt"), "");
            String numeric = "<d:getcontentlength/><oc:fileid/><oc:size/><oc:favorite/><nc:is-encrypted/><oc:owner-id/>"
                    + "<oc:owner-display-name/><oc:comments-unread/>";
            for (Part part : list(dir, 1, numeric).parts()) {
                part.found()
                        .forEach((name, element) ->
                                assertThat(element.getTextContent()).as(name).isNotEmpty());
            }
            assertThat(one(in("empty.txt"), numeric).text("d:getcontentlength")).isEqualTo("0");
        }

        @Test
        void nobodyCanHandOnTheirWholeHome() {
            assertThat(one("/", "<oc:permissions/>").text("oc:permissions")).isEqualTo("GDNVCK");
        }

        @Test
        void quotaStandsOnFoldersAlone() {
            DavClient bounded = DavServer.shared().newClient(new coffer.accounts.Quota.Bytes(1000));
            bounded.stored("/a.txt", "x".repeat(300));
            String quota = "<d:quota-used-bytes/><d:quota-available-bytes/>";
            Part root = MultistatusReader.of(bounded.propfind("/", 0, quota)).first();
            assertThat(root.text("d:quota-used-bytes")).isEqualTo("300");
            assertThat(root.text("d:quota-available-bytes")).isEqualTo("700");
            assertThat(MultistatusReader.of(bounded.propfind("/a.txt", 0, quota))
                            .first()
                            .missing())
                    .hasSize(2);
            assertThat(one("/", quota).text("d:quota-available-bytes")).isEqualTo("-3");
        }

        /** The iOS client looks for exactly these prefixes. */
        @Test
        void sharePermissionsAreFoundUnderTheNumberedPrefixes() {
            client.stored(in("a.txt"), "x");
            String asked = "<x xmlns='http://open-collaboration-services.org/ns'/>".replace("<x", "<share-permissions")
                    + "<share-permissions xmlns='http://open-cloud-mesh.org/ns'/>";
            for (Part part : list(dir, 1, asked).parts()) {
                boolean folder = part.href().endsWith("/");
                assertThat(part.text("x1:share-permissions")).isEqualTo(folder ? "31" : "19");
                assertThat(part.text("x2:share-permissions")).isEqualTo("[\"share\",\"read\",\"write\"]");
                assertThat(part.element("x1:share-permissions").getAttribute("xmlns:x1"))
                        .isEqualTo("http://open-collaboration-services.org/ns");
            }
        }

        @Test
        void unknownOnesAreNamedInA404PropstatBehindThe200One() {
            client.stored(in("a.txt"), "x");
            Part file = one(
                    in("a.txt"),
                    "<oc:dDC/><d:getetag/><executable xmlns='http://apache.org/dav/props/'/><n xmlns=''/>");
            assertThat(file.statuses()).containsExactly("HTTP/1.1 200 OK", "HTTP/1.1 404 Not Found");
            assertThat(file.missing()).containsExactly("oc:dDC", "x1:executable", "n");
        }

        @Test
        void onlyUnknownOnesMeansNo200Propstat() {
            assertThat(one(dir, "<oc:dDC/>").statuses()).containsExactly("HTTP/1.1 404 Not Found");
        }

        @ParameterizedTest
        @ValueSource(strings = {"Prefer: return=minimal", "Prefer: respond-async, return=\"minimal\"", "Brief: t"})
        void minimalAnswersLeaveThe404PropstatOut(String field) {
            int colon = field.indexOf(':');
            Answer answer = client.ask("PROPFIND", dir)
                    .header("Depth", "0")
                    .header(field.substring(0, colon), field.substring(colon + 2))
                    .xml(PROPFIND_OPEN + "<d:prop><oc:dDC/><d:getetag/></d:prop></d:propfind>")
                    .send();
            assertThat(MultistatusReader.of(answer).first().statuses()).containsExactly("HTTP/1.1 200 OK");
            assertThat(answer.header("Vary")).contains("Brief").contains("Prefer");
        }

        @Test
        void minimalAnswersWithoutAnythingFoundStillHaveAPropstat() {
            Answer answer = client.ask("PROPFIND", dir)
                    .header("Depth", "0")
                    .header("Brief", "t")
                    .xml(PROPFIND_OPEN + "<d:prop><oc:dDC/></d:prop></d:propfind>")
                    .send();
            assertThat(MultistatusReader.of(answer).first().statuses()).containsExactly("HTTP/1.1 200 OK");
        }
    }

    @Nested
    class AllpropAndPropname {

        @Test
        void anEmptyBodyAndAllpropShowTheStandardAndTheDeadProperties() {
            client.stored(in("a.txt"), "x");
            setColour(in("a.txt"), "blue");
            for (Answer answer : List.of(
                    client.ask("PROPFIND", in("a.txt")).header("Depth", "0").send(),
                    send(in("a.txt"), "<d:allprop/>"))) {
                Part file = MultistatusReader.of(answer).first();
                assertThat(file.found().keySet())
                        .contains("d:getetag", "d:resourcetype", "d:getcontentlength", "d:supportedlock", "x1:colour")
                        .doesNotContain("oc:id", "oc:permissions");
                assertThat(file.missing()).isEmpty();
            }
        }

        @Test
        void includeAddsToIt() {
            Part folder = MultistatusReader.of(send(dir, "<d:allprop/><d:include><oc:id/></d:include>"))
                    .first();
            assertThat(folder.found().keySet()).contains("oc:id", "d:getetag");
        }

        @Test
        void propnameShowsNamesWithoutValues() {
            client.stored(in("a.txt"), "x");
            setColour(in("a.txt"), "blue");
            Part file = MultistatusReader.of(send(in("a.txt"), "<d:propname/>")).first();
            assertThat(file.found().keySet()).contains("d:getcontentlength", "oc:id", "x3:colour");
            file.found().values().forEach(element -> assertThat(
                            element.getChildNodes().getLength())
                    .isZero());
        }

        private void setColour(String below, String value) {
            assertThat(client.ask("PROPPATCH", below)
                            .xml("<d:propertyupdate xmlns:d='DAV:'><d:set><d:prop><colour xmlns='urn:c'>" + value
                                    + "</colour></d:prop></d:set></d:propertyupdate>")
                            .send()
                            .status())
                    .isEqualTo(207);
        }
    }

    @Nested
    class Hrefs {

        @Test
        void areEncodedAsTheStockServerDoes() {
            client.stored(in("50%25%20off;%20final.txt"), "x");
            client.stored(in("Gr%C3%B6%C3%9Fe%20%E2%80%93%20%F0%9F%98%80.txt"), "x");
            client.folder(in("it's+%26"));
            String here = client.path(dir) + "/";
            assertThat(list(dir, 1, "<d:displayname/>").hrefs())
                    .containsExactly(
                            here,
                            here + "50%25%20off%3b%20final.txt",
                            here + "Gr%c3%b6%c3%9fe%20%e2%80%93%20%f0%9f%98%80.txt",
                            here + "it%27s%2b%26/");
        }

        @Test
        void beginWithTheRequestsPathAlsoWithoutItsSlash() {
            assertThat(list(dir, 0, "<d:getetag/>").first().href()).isEqualTo(client.path(dir) + "/");
            assertThat(list(dir + "/", 0, "<d:getetag/>").first().href()).isEqualTo(client.path(dir) + "/");
        }

        @Test
        void carryThePublicPath(@TempDir Path data) {
            try (DavServer server = new DavServer(data, new DavSettings(false, "/cloud"))) {
                DavClient behindProxy = server.newClient();
                behindProxy.stored("/a.txt", "x");
                assertThat(MultistatusReader.of(behindProxy.propfind("/", 1, "<d:getetag/>"))
                                .hrefs())
                        .containsExactly("/cloud" + behindProxy.path("/"), "/cloud" + behindProxy.path("/a.txt"));
                Answer moved = behindProxy
                        .ask("MOVE", "/a.txt")
                        .header("Destination", "/cloud" + behindProxy.path("/b.txt"))
                        .send();
                assertThat(moved.status()).isEqualTo(201);
            }
        }

        @Test
        void namesThatXmlCannotCarryDoNotBreakTheListing() {
            client.stored(in("a%EF%BF%BFb%26%3C%3E%22.txt"), "x");
            Part file = list(dir, 1, "<d:displayname/>").parts().getLast();
            assertThat(file.text("d:displayname")).isEqualTo("a\uFFFDb&<>\".txt");
            assertThat(file.href()).endsWith("/a%ef%bf%bfb%26%3c%3e%22.txt");
        }
    }

    @Test
    void theAnswerNamesItsClassesAndType() {
        Answer answer = client.propfind(dir, 0, "<d:getetag/>");
        assertThat(answer.header("Content-Type")).isEqualTo("application/xml; charset=utf-8");
        assertThat(answer.header("DAV")).isEqualTo("1, 2, 3, extended-mkcol");
        assertThat(answer.text())
                .startsWith("<?xml version=\"1.0\"?>\n<d:multistatus xmlns:d=\"DAV:\""
                        + " xmlns:s=\"http://sabredav.org/ns\" xmlns:oc=\"http://owncloud.org/ns\""
                        + " xmlns:nc=\"http://nextcloud.org/ns\"><d:response><d:href>");
    }

    @Test
    void whatIsNotThereIs404() {
        Answer answer = client.propfind(in("nosuch"), 0, "<d:getetag/>");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text())
                .contains("<s:exception>Sabre\\DAV\\Exception\\NotFound</s:exception>")
                .contains("<d:error xmlns:d=\"DAV:\" xmlns:s=\"http://sabredav.org/ns\">");
    }

    /** More than two pages, so that the seams are seen. */
    @Test
    void aLongListingIsCompleteAndInOrder() {
        List<String> expected = new ArrayList<>();
        int members = 2 * PropfindHandler.PAGE_MEMBERS + 1;
        for (int i = 0; i < members; i++) {
            String name = String.format("f%05d", i);
            client.folder(in(name));
            expected.add("/" + name + "/");
        }
        assertThat(client.names(dir)).isEqualTo(expected);
    }

    /** The desktop client descends only where this changes. */
    @Test
    void bothDepthsShowTheSameEntityTag() {
        client.folder(in("sub"));
        client.stored(in("sub/a.txt"), "x");
        assertThat(list(dir, 1, "<d:getetag/>").at(client.path(in("sub/"))).text("d:getetag"))
                .isEqualTo(client.etag(in("sub")))
                .isEqualTo(list(in("sub"), 1, "<d:getetag/>").first().text("d:getetag"));
    }
}
