package coffer.server.webdav;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.accounts.Quota;
import coffer.server.http.RawClient.Answer;
import coffer.server.webdav.MultistatusReader.Part;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /remote.php/dav/trashbin/USER}, as the Android and iOS apps use it. */
class TrashProtocolTest extends DavProtocolTest {
    /** What both apps ask for, together. */
    private static final String ASKED = "<d:getlastmodified/><d:getetag/><d:getcontenttype/><d:resourcetype/>"
            + "<d:getcontentlength/><oc:permissions/><oc:fileid/><oc:id/><oc:size/><oc:owner-id/><oc:favorite/>"
            + "<nc:has-preview/><nc:trashbin-filename/><nc:trashbin-original-location/><nc:trashbin-deletion-time/>"
            + "<nc:trashbin-title/><nc:trashbin-deleted-by-id/><nc:trashbin-deleted-by-display-name/>";

    private static final String STAMP = ".d" + DavServer.START.getEpochSecond();

    private DavClient anna = client;

    /** An account of its own, so that its trash bin begins empty. */
    @BeforeEach
    void openAccount() {
        anna = DavServer.shared().newClient();
    }

    private String trash() {
        return "/remote.php/dav/trashbin/" + anna.uid() + "/trash";
    }

    private String restore() {
        return "/remote.php/dav/trashbin/" + anna.uid() + "/restore";
    }

    private Answer propfind(String path, String depth) {
        return anna.at("PROPFIND", path)
                .header("Depth", depth)
                .xml("<d:propfind xmlns:d=\"DAV:\" xmlns:oc=\"http://owncloud.org/ns\""
                        + " xmlns:nc=\"http://nextcloud.org/ns\"><d:prop>" + ASKED + "</d:prop></d:propfind>")
                .send();
    }

    private List<String> hrefs(String path) {
        return MultistatusReader.of(propfind(path, "1")).hrefs();
    }

    private Answer move(String from, String to) {
        return anna.at("MOVE", from)
                .header("Destination", "http://" + anna.authority() + to)
                .header("Overwrite", "T")
                .send();
    }

    private void deleted(String below) {
        assertThat(anna.ask("DELETE", below).send().status()).isEqualTo(204);
    }

    @Test
    void listsWhatWasDeletedWithWhereAndWhen() {
        anna.folder("/a");
        anna.put("/a/gr%C3%B6%C3%9Fe.txt", "12345");
        String id = MultistatusReader.of(anna.propfind("/a/gr%C3%B6%C3%9Fe.txt", 0, "<oc:id/>"))
                .first()
                .text("oc:id");
        deleted("/a/gr%C3%B6%C3%9Fe.txt");

        MultistatusReader answer = MultistatusReader.of(propfind(trash(), "1"));

        assertThat(answer.hrefs()).containsExactly(trash() + "/", trash() + "/gr%c3%b6%c3%9fe.txt" + STAMP);
        Part file = answer.at(trash() + "/gr%c3%b6%c3%9fe.txt" + STAMP);
        assertThat(file.text("nc:trashbin-filename")).isEqualTo("gr\u00f6\u00dfe.txt");
        assertThat(file.text("nc:trashbin-original-location")).isEqualTo("a/gr\u00f6\u00dfe.txt");
        assertThat(file.text("nc:trashbin-title")).isEqualTo("a/gr\u00f6\u00dfe.txt");
        assertThat(file.text("nc:trashbin-deletion-time")).isEqualTo(Long.toString(DavServer.START.getEpochSecond()));
        assertThat(file.text("nc:trashbin-deleted-by-id")).isEqualTo(anna.uid());
        assertThat(file.text("nc:trashbin-deleted-by-display-name")).isEqualTo(anna.uid());
        assertThat(file.text("d:getcontentlength")).isEqualTo("5");
        assertThat(file.text("d:getcontenttype")).isEqualTo("text/plain");
        assertThat(file.text("oc:permissions")).isEqualTo("GD");
        assertThat(file.text("oc:size")).isEqualTo("5");
        assertThat(file.text("oc:id")).isEqualTo(id);
        assertThat(file.text("nc:has-preview")).isEqualTo("false");
        assertThat(file.element("d:resourcetype").hasChildNodes()).isFalse();
        assertThat(answer.first().text("d:resourcetype")).isEmpty();
        assertThat(answer.first().element("d:resourcetype").hasChildNodes()).isTrue();
    }

    @Test
    void foldersCanBeEntered() {
        anna.folder("/a");
        anna.folder("/a/b");
        anna.put("/a/b/file.txt", "12345");
        deleted("/a");
        String item = trash() + "/a" + STAMP;

        assertThat(hrefs(trash())).containsExactly(trash() + "/", item + "/");
        assertThat(hrefs(item)).containsExactly(item + "/", item + "/b/");
        MultistatusReader deep = MultistatusReader.of(propfind(item + "/b", "1"));
        assertThat(deep.hrefs()).containsExactly(item + "/b/", item + "/b/file.txt");
        assertThat(deep.parts().getLast().text("nc:trashbin-original-location")).isEqualTo("a/b/file.txt");
        assertThat(deep.parts().getLast().text("nc:trashbin-filename")).isEqualTo("file.txt");
        assertThat(MultistatusReader.of(propfind(item + "/b", "0")).hrefs()).containsExactly(item + "/b/");
    }

    @Test
    void contentCanBeFetched() {
        anna.folder("/a");
        anna.put("/a/file.txt", "12345");
        anna.put("/alone.txt", "alone");
        deleted("/a");
        deleted("/alone.txt");

        Answer deep = anna.at("GET", trash() + "/a" + STAMP + "/file.txt").send();
        assertThat(deep.status()).isEqualTo(200);
        assertThat(deep.text()).isEqualTo("12345");
        Answer alone = anna.at("GET", trash() + "/alone.txt" + STAMP)
                .header("Range", "bytes=1-2")
                .send();
        assertThat(alone.status()).isEqualTo(206);
        assertThat(alone.text()).isEqualTo("lo");
        assertThat(alone.header("Content-Type")).startsWith("text/plain");
        assertThat(alone.header("Content-Disposition")).contains("filename=\"alone.txt\"");
        assertThat(anna.at("HEAD", trash() + "/a" + STAMP).send().status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"file.txt", "anything", "file.txt.d1"})
    void comesBackUnderAnyNameToItsOldPlace(String name) {
        anna.folder("/a");
        String tag = anna.stored("/a/file.txt", "12345");
        deleted("/a/file.txt");

        Answer answer = move(trash() + "/file.txt" + STAMP, restore() + "/" + name);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("OC-ETag")).isEqualTo(tag);
        assertThat(anna.get("/a/file.txt").text()).isEqualTo("12345");
        assertThat(hrefs(trash())).hasSize(1);
        assertThat(move(trash() + "/file.txt" + STAMP, restore() + "/" + name).status())
                .isEqualTo(404);
    }

    @Test
    void aPartOfAFolderComesBack() {
        anna.folder("/a");
        anna.put("/a/1", "1");
        anna.put("/a/2", "2");
        deleted("/a");

        assertThat(move(trash() + "/a" + STAMP + "/2", restore() + "/2").status())
                .isEqualTo(201);
        assertThat(anna.names("/a/")).containsExactly("2");
        assertThat(anna.at("DELETE", trash() + "/a" + STAMP + "/1").send().status())
                .isEqualTo(204);
        assertThat(hrefs(trash() + "/a" + STAMP)).hasSize(1);
    }

    @Test
    void comesBackOnlyToWhereThingsAreRestored() {
        anna.put("/file", "1");
        deleted("/file");
        String item = trash() + "/file" + STAMP;

        assertThat(move(item, anna.path("/file")).status()).isEqualTo(403);
        assertThat(move(item, restore()).status()).isEqualTo(403);
        assertThat(move(item, restore() + "/a/b").status()).isEqualTo(403);
        assertThat(move(item, "/remote.php/dav/versions/" + anna.uid() + "/restore/file")
                        .status())
                .isEqualTo(403);
        assertThat(anna.at("MOVE", item).send().status()).isEqualTo(400);
        assertThat(anna.exists("/file")).isFalse();
        assertThat(hrefs(trash())).hasSize(2);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        anna = DavServer.shared().newClient(new Quota.Bytes(10));
        anna.put("/file", "12345678");
        deleted("/file");
        anna.put("/other", "12345");

        Answer answer = move(trash() + "/file" + STAMP, restore() + "/file");

        assertThat(answer.status()).isEqualTo(507);
        assertThat(hrefs(trash())).hasSize(2);
    }

    @Test
    void isDeletedForGoodOneByOneAndAllAtOnce() {
        for (String name : List.of("a", "b", "c")) {
            anna.put("/" + name, name);
            deleted("/" + name);
        }
        String item = trash() + "/b" + STAMP;
        assertThat(anna.at("DELETE", item).send().status()).isEqualTo(204);
        assertThat(anna.at("DELETE", item).send().status()).isEqualTo(404);
        assertThat(hrefs(trash())).hasSize(3);
        assertThat(anna.at("DELETE", trash()).send().status()).isEqualTo(204);
        assertThat(hrefs(trash())).hasSize(1);
        assertThat(anna.at("DELETE", trash() + "/").send().status()).isEqualTo(204);
    }

    @Test
    void isLeftOutForWhoAsksForThat() {
        anna.put("/file", "1");
        assertThat(anna.ask("DELETE", "/file")
                        .header("X-NC-Skip-Trashbin", "true")
                        .send()
                        .status())
                .isEqualTo(204);
        assertThat(hrefs(trash())).hasSize(1);
    }

    @Test
    void isNobodyElses() {
        anna.put("/file", "secret");
        deleted("/file");
        DavClient ben = DavServer.shared().newClient();
        String item = trash() + "/file" + STAMP;
        for (String method : List.of("PROPFIND", "GET", "DELETE", "HEAD")) {
            assertThat(ben.at(method, item).send().status()).as(method).isEqualTo(404);
            assertThat(ben.at(method, trash()).send().status()).as(method).isEqualTo(404);
        }
        assertThat(ben.at("MOVE", item)
                        .header("Destination", "/remote.php/dav/trashbin/" + ben.uid() + "/restore/file")
                        .send()
                        .status())
                .isEqualTo(404);
        assertThat(hrefs(trash())).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/none.d1", "/file", "/file.d", "/file.d1x", "/..d1", "/file.d99999999999999999999", "/a.d1/b"})
    void whatIsNotThereIsNotFound(String name) {
        assertThat(propfind(trash() + name, "0").status()).isEqualTo(404);
        assertThat(anna.at("DELETE", trash() + name).send().status()).isEqualTo(404);
        assertThat(move(trash() + name, restore() + "/x").status()).isEqualTo(404);
    }

    @Test
    void cannotBeWritten() {
        anna.folder("/a");
        deleted("/a");
        String item = trash() + "/a" + STAMP;
        for (String method : List.of("PUT", "MKCOL", "PROPPATCH", "COPY", "LOCK", "UNLOCK", "PATCH")) {
            assertThat(anna.at(method, item + "/new").send().status())
                    .as(method)
                    .isEqualTo(405);
            assertThat(anna.at(method, trash()).send().status()).as(method).isEqualTo(405);
        }
        assertThat(propfind(trash(), "infinity").status()).isEqualTo(403);
        assertThat(propfind(item, "infinity").status()).isEqualTo(403);
    }

    @Test
    void isFoundFromTheRootOfTheTree() {
        String home = "/remote.php/dav/trashbin/" + anna.uid();
        assertThat(hrefs("/remote.php/dav/trashbin")).containsExactly("/remote.php/dav/trashbin/", home + "/");
        assertThat(hrefs(home)).containsExactly(home + "/", home + "/restore/", home + "/trash/");
        assertThat(hrefs(home + "/restore")).containsExactly(home + "/restore/");
    }

    @Test
    void moreThanOnePageIsListed() {
        for (int i = 0; i < 503; i++) {
            anna.put("/f" + i, "1");
            deleted("/f" + i);
        }
        assertThat(hrefs(trash())).hasSize(504).doesNotHaveDuplicates();
    }

    @Test
    void aNameOfAnyLengthIsKept() {
        String name = "\u00e9".repeat(127);
        anna.put("/" + Href.encode(name), "long");
        deleted("/" + Href.encode(name));
        String href = hrefs(trash()).getLast();
        assertThat(move(href, restore() + "/x").status()).isEqualTo(201);
        assertThat(anna.get("/" + Href.encode(name)).body()).isEqualTo("long".getBytes(StandardCharsets.UTF_8));
    }
}
