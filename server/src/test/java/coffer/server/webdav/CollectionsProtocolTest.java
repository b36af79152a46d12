package coffer.server.webdav;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.accounts.Quota;
import coffer.server.http.RawClient.Answer;
import coffer.server.webdav.MultistatusReader.Part;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MKCOL, DELETE, COPY and MOVE: RFC 4918, sections 9.3, 9.6, 9.8 and 9.9; RFC 5689. */
class CollectionsProtocolTest extends DavProtocolTest {

    private static Part show(String below, String properties) {
        return MultistatusReader.of(client.propfind(below, 0, properties)).first();
    }

    @Nested
    class Mkcol {

        @Test
        void makesAFolderAndTellsItsId() {
            Answer answer = client.ask("MKCOL", in("a")).send();
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.header("OC-FileId"))
                    .isEqualTo(show(in("a"), "<oc:id/>").text("oc:id"));
            assertThat(client.ask("MKCOL", in("b/")).send().status()).isEqualTo(201);
            assertThat(client.names(dir + "/")).containsExactly("a/", "b/");
        }

        /** rclone sends four at once and takes 405 for success. */
        @Test
        void whereSomethingIsIs405() {
            client.stored(in("file"), "x");
            for (String taken : new String[] {dir, in("file"), "/"}) {
                Answer answer = client.ask("MKCOL", taken).send();
                assertThat(answer.status()).isEqualTo(405);
                assertThat(answer.header("Allow")).contains("PROPFIND");
                assertThat(answer.text()).contains("Sabre\\DAV\\Exception\\MethodNotAllowed");
            }
        }

        @Test
        void withoutAParentIs409() {
            assertThat(client.ask("MKCOL", in("no/such")).send().status()).isEqualTo(409);
            client.stored(in("file"), "x");
            assertThat(client.ask("MKCOL", in("file/a")).send().status()).isEqualTo(409);
        }

        @Test
        void withABodyThatIsNoXmlIs415() {
            Answer answer = client.ask("MKCOL", in("a")).body("hello").send();
            assertThat(answer.status()).isEqualTo(415);
            assertThat(answer.text()).contains("Sabre\\DAV\\Exception\\UnsupportedMediaType");
            assertThat(client.ask("MKCOL", in("a"))
                            .body("{}")
                            .header("Content-Type", "application/json")
                            .send()
                            .status())
                    .isEqualTo(415);
            assertThat(client.exists(in("a"))).isFalse();
        }

        @Test
        void ofANameNoFolderCanHaveIsAnInvalidPath() {
            Answer answer = client.ask("MKCOL", in("n".repeat(256))).send();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).contains("InvalidPath");
        }
    }

    @Nested
    class ExtendedMkcolOfRfc5689 {

        private Answer mkcol(String properties) {
            return client.ask("MKCOL", in("a"))
                    .xml(
                            "<d:mkcol xmlns:d='DAV:' xmlns:z='urn:z' xmlns:c='urn:ietf:params:xml:ns:caldav'><d:set><d:prop>"
                                    + properties + "</d:prop></d:set></d:mkcol>")
                    .send();
        }

        @Test
        void setsPropertiesTogetherWithTheFolder() {
            assertThat(mkcol("<d:resourcetype><d:collection/></d:resourcetype><z:a>one</z:a>")
                            .status())
                    .isEqualTo(201);
            assertThat(show(in("a"), "<a xmlns='urn:z'/>").text("x1:a")).isEqualTo("one");
        }

        @Test
        void makesNothingWhenAPropertyFails() {
            Answer answer =
                    mkcol("<d:resourcetype><d:collection/></d:resourcetype><z:a>one</z:a><d:getetag>x</d:getetag>");
            assertThat(answer.status()).isEqualTo(403);
            assertThat(MultistatusReader.root(answer.body()).getTagName()).isEqualTo("d:mkcol-response");
            assertThat(answer.text())
                    .contains("<d:cannot-modify-protected-property/>")
                    .contains("HTTP/1.1 424 Failed Dependency");
            assertThat(client.exists(in("a"))).isFalse();
        }

        @Test
        void makesPlainCollectionsOnly() {
            Answer answer = mkcol("<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>");
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.text()).contains("<d:valid-resourcetype/>");
            assertThat(mkcol("<d:resourcetype/>").status()).isEqualTo(403);
            assertThat(client.exists(in("a"))).isFalse();
        }

        @ParameterizedTest
        @ValueSource(strings = {"<d:mkcol xmlns:d='DAV:'>", "<foo/>", "<d:propertyupdate xmlns:d='DAV:'/>"})
        void aBodyThatIsNoneIsRefused(String body) {
            assertThat(client.ask("MKCOL", in("a")).xml(body).send().status()).isEqualTo(400);
            assertThat(client.exists(in("a"))).isFalse();
        }

        @Test
        void anEmptyOneMakesAFolder() {
            assertThat(client.ask("MKCOL", in("a"))
                            .xml("<d:mkcol xmlns:d='DAV:'/>")
                            .send()
                            .status())
                    .isEqualTo(201);
        }
    }

    @Nested
    class Delete {

        @Test
        void removesFilesAndWholeFolders() {
            client.folder(in("a"));
            client.folder(in("a/b"));
            client.stored(in("a/b/c.txt"), "x");
            client.stored(in("d.txt"), "x");
            assertThat(client.ask("DELETE", in("d.txt")).send().status()).isEqualTo(204);
            assertThat(client.ask("DELETE", in("a/")).send().status()).isEqualTo(204);
            assertThat(client.names(dir + "/")).isEmpty();
            assertThat(client.get(in("a/b/c.txt")).status()).isEqualTo(404);
        }

        @Test
        void ofWhatIsNotThereIs404() {
            assertThat(client.ask("DELETE", in("nosuch")).send().status()).isEqualTo(404);
            assertThat(client.ask("DELETE", in("n".repeat(256))).send().status())
                    .isEqualTo(404);
        }

        @Test
        void ofTheHomeIsRefused() {
            assertThat(client.ask("DELETE", "/").send().status()).isEqualTo(403);
            assertThat(client.exists(dir)).isTrue();
        }

        @Test
        void ofLessThanTheWholeIsRefused() {
            client.folder(in("a"));
            assertThat(client.ask("DELETE", in("a")).header("Depth", "0").send().status())
                    .isEqualTo(400);
            assertThat(client.ask("DELETE", in("a"))
                            .header("Depth", "infinity")
                            .send()
                            .status())
                    .isEqualTo(204);
        }

        @Test
        void countsItsConditions() {
            String etag = client.stored(in("a.txt"), "x");
            Answer refused = client.ask("DELETE", in("a.txt"))
                    .header("If-Match", "\"wrong\"")
                    .send();
            assertThat(refused.status()).isEqualTo(412);
            assertThat(refused.header("ETag")).isEqualTo(etag);
            assertThat(client.ask("DELETE", in("a.txt"))
                            .header("If-Match", etag)
                            .send()
                            .status())
                    .isEqualTo(204);
        }
    }

    @Nested
    class Move {

        private Answer move(String from, String destination) {
            return client.ask("MOVE", from).header("Destination", destination).send();
        }

        /** The desktop client fails a rename at anything but 201. */
        @Test
        void toANewNameIs201WithIdAndTag() {
            String etag = client.stored(in("a.txt"), "x");
            String id = show(in("a.txt"), "<oc:id/>").text("oc:id");
            Answer answer = move(in("a.txt"), client.path(in("b%20%25.txt")));
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.header("OC-FileId")).isEqualTo(id);
            assertThat(answer.header("ETag")).isEqualTo(etag);
            assertThat(answer.header("OC-ETag")).isEqualTo(etag);
            assertThat(client.names(dir + "/")).containsExactly("b%20%25.txt");
            assertThat(show(in("b%20%25.txt"), "<oc:id/>").text("oc:id")).isEqualTo(id);
        }

        @Test
        void ofAFolderTakesAllAlongAndKeepsItsId() {
            client.folder(in("a"));
            client.stored(in("a/x.txt"), "x");
            String id = show(in("a"), "<oc:id/>").text("oc:id");
            Answer answer = move(in("a/"), client.url(in("b/")));
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.header("OC-FileId")).isEqualTo(id);
            assertThat(answer.header("ETag")).isEmpty();
            assertThat(client.get(in("b/x.txt")).text()).isEqualTo("x");
            assertThat(client.exists(in("a"))).isFalse();
        }

        @Test
        void ontoSomethingReplacesItWith204() {
            client.stored(in("a.txt"), "new");
            client.folder(in("b"));
            client.stored(in("b/x"), "x");
            assertThat(move(in("a.txt"), client.path(in("b"))).status()).isEqualTo(204);
            assertThat(client.get(in("b")).text()).isEqualTo("new");
        }

        @Test
        void ontoSomethingWithoutOverwriteIs412() {
            client.stored(in("a.txt"), "a");
            client.stored(in("b.txt"), "b");
            Answer answer = client.ask("MOVE", in("a.txt"))
                    .header("Destination", client.path(in("b.txt")))
                    .header("Overwrite", "F")
                    .send();
            assertThat(answer.status()).isEqualTo(412);
            assertThat(answer.text()).contains("<s:header>Overwrite</s:header>");
            assertThat(client.get(in("a.txt")).text()).isEqualTo("a");
            assertThat(client.get(in("b.txt")).text()).isEqualTo("b");
        }

        @Test
        void toAnotherCaseWorks() {
            client.stored(in("a.txt"), "x");
            assertThat(move(in("a.txt"), client.path(in("A.txt"))).status()).isEqualTo(201);
            assertThat(client.names(dir + "/")).containsExactly("A.txt");
        }

        /** Both spellings are one name here; the desktop client takes anything but 201 for a failure. */
        @Test
        void toAnotherNormalisationOfTheSameNameIsDoneAlready() {
            client.stored(in("%C3%A9.txt"), "x");
            Answer answer = move(in("%C3%A9.txt"), client.path(in("e%CC%81.txt")));
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.header("OC-FileId")).isNotEmpty();
            assertThat(client.names(dir + "/")).containsExactly("%c3%a9.txt");
        }

        @Test
        void toItselfIs403() {
            client.stored(in("a.txt"), "x");
            assertThat(move(in("a.txt"), client.path(in("a.txt"))).status()).isEqualTo(403);
            assertThat(client.get(in("a.txt")).text()).isEqualTo("x");
        }

        @Test
        void intoItselfOrOntoItsParentIs409() {
            client.folder(in("a"));
            client.folder(in("a/b"));
            assertThat(move(in("a"), client.path(in("a/b/c"))).status()).isEqualTo(409);
            assertThat(move(in("a/b"), client.path(in("a"))).status()).isEqualTo(409);
            assertThat(client.exists(in("a/b"))).isTrue();
        }

        @Test
        void withoutATargetParentIs409() {
            client.stored(in("a.txt"), "x");
            assertThat(move(in("a.txt"), client.path(in("no/such.txt"))).status())
                    .isEqualTo(409);
            assertThat(client.exists(in("a.txt"))).isTrue();
        }

        @Test
        void ofTheHomeAndOntoTheHomeIs403() {
            client.stored(in("a.txt"), "x");
            assertThat(move("/", client.path(in("b"))).status()).isEqualTo(403);
            assertThat(move(in("a.txt"), client.path("/")).status()).isEqualTo(403);
        }

        @Test
        void ofWhatIsNotThereIs404() {
            assertThat(move(in("nosuch"), client.path(in("b"))).status()).isEqualTo(404);
        }

        @Test
        void ofLessThanTheWholeIsRefused() {
            client.folder(in("a"));
            Answer answer = client.ask("MOVE", in("a"))
                    .header("Destination", client.path(in("b")))
                    .header("Depth", "0")
                    .send();
            assertThat(answer.status()).isEqualTo(400);
        }

        @Test
        void countsItsConditions() {
            client.stored(in("a.txt"), "x");
            Answer answer = client.ask("MOVE", in("a.txt"))
                    .header("Destination", client.path(in("b.txt")))
                    .header("If-Match", "\"wrong\"")
                    .send();
            assertThat(answer.status()).isEqualTo(412);
        }
    }

    @Nested
    class Copy {

        private Answer copy(String from, String to) {
            return client.ask("COPY", from)
                    .header("Destination", client.path(to))
                    .send();
        }

        @Test
        void ofAFileIsAnotherFileWithTheSameContent() {
            client.stored(in("a.txt"), "x");
            Answer answer = copy(in("a.txt"), in("b.txt"));
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.header("OC-FileId"))
                    .isEqualTo(show(in("b.txt"), "<oc:id/>").text("oc:id"))
                    .isNotEqualTo(show(in("a.txt"), "<oc:id/>").text("oc:id"));
            client.stored(in("a.txt"), "changed");
            assertThat(client.get(in("b.txt")).text()).isEqualTo("x");
        }

        @Test
        void ofAFolderTakesAllAlong() {
            client.folder(in("a"));
            client.folder(in("a/b"));
            client.stored(in("a/b/c.txt"), "x");
            assertThat(copy(in("a/"), in("z/")).status()).isEqualTo(201);
            assertThat(client.get(in("z/b/c.txt")).text()).isEqualTo("x");
            assertThat(client.get(in("a/b/c.txt")).text()).isEqualTo("x");
        }

        @Test
        void ofDepthZeroLeavesTheMembersOut() {
            client.folder(in("a"));
            client.stored(in("a/c.txt"), "x");
            Answer answer = client.ask("COPY", in("a"))
                    .header("Destination", client.path(in("z")))
                    .header("Depth", "0")
                    .send();
            assertThat(answer.status()).isEqualTo(201);
            assertThat(client.names(in("z") + "/")).isEmpty();
            assertThat(client.ask("COPY", in("a"))
                            .header("Destination", client.path(in("y")))
                            .header("Depth", "1")
                            .send()
                            .status())
                    .isEqualTo(400);
        }

        @Test
        void ontoSomethingReplacesItOrIs412() {
            client.stored(in("a.txt"), "a");
            client.stored(in("b.txt"), "b");
            Answer refused = client.ask("COPY", in("a.txt"))
                    .header("Destination", client.path(in("b.txt")))
                    .header("Overwrite", "F")
                    .send();
            assertThat(refused.status()).isEqualTo(412);
            assertThat(client.get(in("b.txt")).text()).isEqualTo("b");
            assertThat(copy(in("a.txt"), in("b.txt")).status()).isEqualTo(204);
            assertThat(client.get(in("b.txt")).text()).isEqualTo("a");
        }

        @Test
        void toItselfIs403AndIntoItselfIs409() {
            client.folder(in("a"));
            assertThat(copy(in("a"), in("a")).status()).isEqualTo(403);
            assertThat(copy(in("a"), in("a/b")).status()).isEqualTo(409);
        }

        @Test
        void withoutATargetParentIs409() {
            client.stored(in("a.txt"), "x");
            assertThat(copy(in("a.txt"), in("no/such.txt")).status()).isEqualTo(409);
            assertThat(copy(in("nosuch"), in("b")).status()).isEqualTo(404);
        }

        @Test
        void beyondTheQuotaIs507() {
            DavClient bounded = DavServer.shared().newClient(new Quota.Bytes(15));
            bounded.stored("/a", "0123456789");
            Answer answer = bounded.ask("COPY", "/a")
                    .header("Destination", bounded.path("/b"))
                    .send();
            assertThat(answer.status()).isEqualTo(507);
            assertThat(bounded.exists("/b")).isFalse();
        }
    }

    /** RFC 4918, section 10.3: everything a client may write, and what must not pass. */
    @Nested
    class Destination {

        private Answer move(String destination) {
            return client.ask("MOVE", in("a.txt"))
                    .header("Destination", destination)
                    .send();
        }

        private String arrived(String destination) {
            client.stored(in("a.txt"), "x");
            Answer answer = move(destination);
            assertThat(answer.status()).as(destination + " " + answer.text()).isEqualTo(201);
            String name = client.names(dir + "/").getFirst();
            client.ask("DELETE", in(name)).send();
            return name;
        }

        @Test
        void isAnUrlOrAPathInAnySpelling() {
            int port = client.server().address().getPort();
            assertThat(arrived(client.path(in("b.txt")))).isEqualTo("b.txt");
            assertThat(arrived(client.url(in("b.txt")))).isEqualTo("b.txt");
            assertThat(arrived("https://127.0.0.1:" + port + client.path(in("b.txt"))))
                    .isEqualTo("b.txt");
            assertThat(arrived("http://127.0.0.1" + client.path(in("b.txt")))).isEqualTo("b.txt");
            assertThat(arrived(client.path(in("%62%2etxt")))).isEqualTo("b.txt");
            assertThat(arrived(client.path(in("b.txt/")))).isEqualTo("b.txt");
            assertThat(arrived(client.path(in("Gr%C3%B6%C3%9Fe")))).isEqualTo("Gr%c3%b6%c3%9fe");
            assertThat(arrived(client.path(in("Größe")))).isEqualTo("Gr%c3%b6%c3%9fe");
            assertThat(arrived("/remote.php/webdav" + in("b.txt"))).isEqualTo("b.txt");
        }

        @Test
        void onAnotherServerIs502() {
            client.stored(in("a.txt"), "x");
            for (String elsewhere : new String[] {"http://other.example", "http://127.0.0.1:1", "ftp://127.0.0.1"}) {
                Answer answer = move(elsewhere + client.path(in("b.txt")));
                assertThat(answer.status()).as(elsewhere).isEqualTo(502);
                assertThat(answer.text()).contains("BadGateway");
            }
            assertThat(client.names(dir + "/")).containsExactly("a.txt");
        }

        @Test
        void outsideOfTheFilesIsRefused() {
            client.stored(in("a.txt"), "x");
            assertThat(move("/remote.php/dav/principals/users/" + client.uid()).status())
                    .isEqualTo(403);
            assertThat(move("/remote.php/dav/").status()).isEqualTo(403);
            assertThat(move(client.uploads() + "/x/y").status()).isEqualTo(403);
            assertThat(move("/elsewhere/b.txt").status()).isEqualTo(409);
            assertThat(move("/remote.php/dav/files/nobody/b.txt").status()).isEqualTo(409);
            assertThat(client.names(dir + "/")).containsExactly("a.txt");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/..%2f..%2fetc",
                    "/../../x",
                    "/%2e%2e/x",
                    "/b%00",
                    "/b?x",
                    "/b#x",
                    "/%ff",
                    "/%",
                    "//b",
                    "/a//b",
                    "/b%5Cc"
                })
        void thatIsOddIs400(String below) {
            client.stored(in("a.txt"), "x");
            assertThat(move(client.path(dir) + below).status()).isEqualTo(400);
            assertThat(client.names(dir + "/")).containsExactly("a.txt");
        }

        @Test
        void isNeeded() {
            client.stored(in("a.txt"), "x");
            assertThat(client.ask("MOVE", in("a.txt")).send().status()).isEqualTo(400);
            assertThat(client.ask("COPY", in("a.txt")).send().status()).isEqualTo(400);
            assertThat(move("").status()).isEqualTo(400);
            assertThat(move("b.txt").status()).isEqualTo(400);
        }

        @Test
        void mustNotBeANameThatNoFileCanHave() {
            client.stored(in("a.txt"), "x");
            Answer answer = move(client.path(in("n".repeat(256))));
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).contains("InvalidPath");
        }

        @Test
        void standsThereOnce() {
            client.stored(in("a.txt"), "x");
            Answer answer = client.ask("MOVE", in("a.txt"))
                    .header("Destination", client.path(in("b")) + "\r\nDestination: " + client.path(in("c")))
                    .send();
            assertThat(answer.status()).isEqualTo(400);
        }

        @ParameterizedTest
        @ValueSource(strings = {"X", "true", "", "TF"})
        void overwriteIsTOrF(String overwrite) {
            client.stored(in("a.txt"), "x");
            Answer answer = client.ask("MOVE", in("a.txt"))
                    .header("Destination", client.path(in("b.txt")))
                    .header("Overwrite", overwrite)
                    .send();
            assertThat(answer.status()).isEqualTo(400);
        }
    }

    /** What the desktop client polls: each change below is seen in every folder above, and nothing else is. */
    @Test
    void entityTagsOfFoldersChangeExactlyWithWhatIsBelow() {
        client.folder(in("a"));
        client.folder(in("a/b"));
        client.folder(in("z"));
        String untouched = client.etag(in("z"));
        String before = client.etag(in("a"));
        client.stored(in("a/b/c.txt"), "x");
        String after = client.etag(in("a"));
        assertThat(after).isNotEqualTo(before);
        client.get(in("a/b/c.txt"));
        client.propfind(in("a/b"), 1, "<d:getetag/>");
        assertThat(client.etag(in("a"))).isEqualTo(after);
        assertThat(client.put(in("a/nosuch/x"), "x").status()).isEqualTo(409);
        assertThat(client.etag(in("a"))).isEqualTo(after);
        assertThat(client.etag(in("z"))).isEqualTo(untouched);
    }
}
