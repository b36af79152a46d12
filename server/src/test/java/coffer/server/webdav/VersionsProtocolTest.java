package coffer.server.webdav;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.server.http.RawClient.Answer;
import coffer.server.webdav.MultistatusReader.Part;
import coffer.versions.FileVersion;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /remote.php/dav/versions/USER}, as the Android and iOS apps use it. */
class VersionsProtocolTest extends DavProtocolTest {
    private static final String ASKED = "<d:getlastmodified/><d:getcontentlength/><d:getcontenttype/><d:getetag/>"
            + "<d:resourcetype/><nc:version-label/><nc:version-author/><nc:has-preview/>";

    private static String versions() {
        return "/remote.php/dav/versions/" + client.uid() + "/versions/";
    }

    private static String restore(String name) {
        return "/remote.php/dav/versions/" + client.uid() + "/restore/" + name;
    }

    private static MultistatusReader list(String path) {
        return MultistatusReader.of(propfind(client, path, "1"));
    }

    private static Answer propfind(DavClient who, String path, String depth) {
        return who.at("PROPFIND", path)
                .header("Depth", depth)
                .xml("<d:propfind xmlns:d=\"DAV:\" xmlns:oc=\"http://owncloud.org/ns\""
                        + " xmlns:nc=\"http://nextcloud.org/ns\"><d:prop>" + ASKED + "</d:prop></d:propfind>")
                .send();
    }

    /** Stores these contents a minute apart and returns the file's id. */
    private String written(String name, String... contents) {
        for (String content : contents) {
            client.server().clock.turn(Duration.ofMinutes(1));
            client.stored(in(name), content);
        }
        return MultistatusReader.of(client.propfind(in(name), 0, "<oc:fileid/>"))
                .first()
                .text("oc:fileid");
    }

    private static Answer move(String from, String to) {
        return client.at("MOVE", from)
                .header("Destination", "http://" + client.authority() + to)
                .send();
    }

    private static Answer label(String path, String label) {
        return client.at("PROPPATCH", path)
                .xml("<d:propertyupdate xmlns:d=\"DAV:\" xmlns:nc=\"http://nextcloud.org/ns\"><d:set><d:prop>"
                        + "<nc:version-label>" + label + "</nc:version-label></d:prop></d:set></d:propertyupdate>")
                .send();
    }

    @Test
    void areListedTheNewestFirstWithThePresentContentAmongThem() {
        String id = written("file.txt", "one", "second");
        long now = client.server().clock.instant().getEpochSecond();

        MultistatusReader answer = list(versions() + id);

        assertThat(answer.hrefs())
                .containsExactly(
                        versions() + id + "/", versions() + id + "/" + now, versions() + id + "/" + (now - 60));
        Part old = answer.parts().getLast();
        assertThat(old.text("d:getcontentlength")).isEqualTo("3");
        assertThat(old.text("d:getcontenttype")).isEqualTo("text/plain");
        assertThat(old.text("nc:version-author")).isEqualTo(client.uid());
        assertThat(old.text("nc:version-label")).isEmpty();
        assertThat(old.text("nc:has-preview")).isEqualTo("false");
        assertThat(old.element("d:resourcetype").hasChildNodes()).isFalse();
        assertThat(answer.first().element("d:resourcetype").hasChildNodes()).isTrue();
        assertThat(answer.first().missing()).contains("d:getcontentlength", "nc:version-label");
        assertThat(answer.parts().get(1).text("d:getetag")).isEqualTo(client.etag(in("file.txt")));
        assertThat(MultistatusReader.of(propfind(client, versions() + id, "0")).hrefs())
                .hasSize(1);
        assertThat(MultistatusReader.of(propfind(client, versions() + id + "/" + now, "1"))
                        .hrefs())
                .containsExactly(versions() + id + "/" + now);
    }

    @Test
    void contentCanBeFetched() {
        String id = written("file.txt", "one", "second");
        String old = list(versions() + id).hrefs().getLast();

        Answer answer = client.at("GET", old).send();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("one");
        assertThat(answer.header("Content-Disposition")).contains("filename=\"file.txt\"");
        assertThat(client.at("GET", old).header("Range", "bytes=1-").send().text())
                .isEqualTo("ne");
        assertThat(client.at("HEAD", old).send().header("Content-Length")).isEqualTo("3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file.txt", "anything"})
    void comeBackUnderAnyName(String name) {
        String id = written("file.txt", "one", "second");
        String fileId = client.ask("HEAD", in("file.txt")).send().header("OC-FileId");
        String tag = client.etag(in("file.txt"));
        String old = list(versions() + id).hrefs().getLast();

        Answer answer = move(old, restore(name));

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("OC-FileId")).isEqualTo(fileId);
        assertThat(answer.header("OC-ETag")).isNotEqualTo(tag).isEqualTo(client.etag(in("file.txt")));
        assertThat(client.get(in("file.txt")).text()).isEqualTo("one");
        assertThat(list(versions() + id).hrefs()).hasSize(4);
    }

    @Test
    void thePresentContentIsThereAlready() {
        String id = written("file.txt", "one", "second");
        String tag = client.etag(in("file.txt"));
        assertThat(move(list(versions() + id).hrefs().get(1), restore(id)).status())
                .isEqualTo(201);
        assertThat(client.etag(in("file.txt"))).isEqualTo(tag);
        assertThat(list(versions() + id).hrefs()).hasSize(3);
    }

    @Test
    void comeBackOnlyToWhereVersionsAreRestored() {
        String id = written("file.txt", "one", "second");
        String old = list(versions() + id).hrefs().getLast();
        assertThat(move(old, client.path(in("other.txt"))).status()).isEqualTo(403);
        assertThat(move(old, "/remote.php/dav/trashbin/" + client.uid() + "/restore/file.txt")
                        .status())
                .isEqualTo(403);
        assertThat(client.at("MOVE", old).send().status()).isEqualTo(400);
        assertThat(client.get(in("file.txt")).text()).isEqualTo("second");
    }

    @Test
    void aLockedFileKeepsItsContent() {
        String id = written("file.txt", "one", "second");
        String old = list(versions() + id).hrefs().getLast();
        String token = client.ask("LOCK", in("file.txt"))
                .xml("<d:lockinfo xmlns:d=\"DAV:\"><d:lockscope><d:exclusive/></d:lockscope>"
                        + "<d:locktype><d:write/></d:locktype></d:lockinfo>")
                .send()
                .header("Lock-Token");
        assertThat(move(old, restore(id)).status()).isEqualTo(423);
        Answer withToken = client.at("MOVE", old)
                .header("Destination", restore(id))
                .header("If", "<" + client.url(in("file.txt")) + "> (" + token + ")")
                .send();
        assertThat(withToken.status()).isEqualTo(201);
    }

    @Test
    void canBeDeletedButNotThePresentContent() {
        String id = written("file.txt", "one", "second");
        List<String> hrefs = list(versions() + id).hrefs();
        assertThat(client.at("DELETE", hrefs.get(1)).send().status()).isEqualTo(403);
        assertThat(client.at("DELETE", hrefs.get(2)).send().status()).isEqualTo(204);
        assertThat(client.at("DELETE", hrefs.get(2)).send().status()).isEqualTo(404);
        assertThat(list(versions() + id).hrefs()).hasSize(2);
    }

    @Test
    void canBeNamed() {
        String id = written("file.txt", "one", "second");
        String old = list(versions() + id).hrefs().getLast();
        Answer answer = label(old, "first &amp; last");
        assertThat(MultistatusReader.of(answer).first().names(200)).containsExactly("nc:version-label");
        assertThat(MultistatusReader.of(answer).first().href()).isEqualTo(old);
        assertThat(list(versions() + id).parts().getLast().text("nc:version-label"))
                .isEqualTo("first & last");
        assertThat(label(old, "").status()).isEqualTo(207);
        assertThat(list(versions() + id).parts().getLast().text("nc:version-label"))
                .isEmpty();
        assertThat(label(old, "x".repeat(FileVersion.LABEL_CHARS_MAX)).status()).isEqualTo(207);
        assertThat(label(old, "x".repeat(FileVersion.LABEL_CHARS_MAX + 1)).status())
                .isEqualTo(400);
    }

    @Test
    void haveNoOtherPropertyToChange() {
        String id = written("file.txt", "one", "second");
        String old = list(versions() + id).hrefs().getLast();
        Answer answer = client.at("PROPPATCH", old)
                .xml("<d:propertyupdate xmlns:d=\"DAV:\"><d:set><d:prop><d:getlastmodified>1</d:getlastmodified>"
                        + "</d:prop></d:set></d:propertyupdate>")
                .send();
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text()).contains("cannot-modify-protected-property");
    }

    @Test
    void areNobodyElses() {
        String id = written("file.txt", "one", "second");
        DavClient ben = DavServer.shared().newClient();
        String own = "/remote.php/dav/versions/" + ben.uid() + "/versions/" + id;
        String revision = list(versions() + id).hrefs().getLast();
        assertThat(propfind(ben, own, "1").status()).isEqualTo(404);
        assertThat(propfind(ben, versions() + id, "1").status()).isEqualTo(404);
        for (String method : List.of("GET", "DELETE", "MOVE", "PROPPATCH")) {
            assertThat(ben.at(method, revision).send().status()).as(method).isEqualTo(404);
            assertThat(ben.at(method, own + revision.substring(revision.lastIndexOf('/')))
                            .send()
                            .status())
                    .as(method)
                    .isEqualTo(404);
        }
        assertThat(client.get(in("file.txt")).text()).isEqualTo("second");
    }

    @ParameterizedTest
    @ValueSource(strings = {"99999999", "0", "-1", "x", "1234567890123456789012", "", "1/2/3"})
    void whatIsNotThereIsNotFound(String path) {
        assertThat(propfind(client, versions() + path, "0").status()).isEqualTo(404);
    }

    @Test
    void aFolderHasNone() {
        String id = MultistatusReader.of(client.propfind(dir, 0, "<oc:fileid/>"))
                .first()
                .text("oc:fileid");
        assertThat(propfind(client, versions() + id, "1").status()).isEqualTo(404);
    }

    @Test
    void cannotBeWritten() {
        String id = written("file.txt", "one", "second");
        String old = list(versions() + id).hrefs().getLast();
        for (String method : List.of("PUT", "MKCOL", "COPY", "LOCK", "UNLOCK", "PATCH")) {
            assertThat(client.at(method, old).send().status()).as(method).isEqualTo(405);
        }
        assertThat(client.at("DELETE", versions() + id).send().status()).isEqualTo(405);
        assertThat(propfind(client, versions() + id, "infinity").status()).isEqualTo(403);
    }
}
