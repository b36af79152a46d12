package coffer.server.webdav;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.server.http.RawClient.Answer;
import coffer.server.webdav.MultistatusReader.Part;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses there are, what they answer to whom, and which methods they know. */
class TreeProtocolTest extends DavProtocolTest {

    private static final List<String> METHODS = List.of(
            "GET",
            "HEAD",
            "PUT",
            "DELETE",
            "PROPFIND",
            "PROPPATCH",
            "MKCOL",
            "COPY",
            "MOVE",
            "LOCK",
            "UNLOCK",
            "PATCH");

    private static List<String> listed(String path) {
        return MultistatusReader.of(
                        client.at("PROPFIND", path).header("Depth", "1").send())
                .hrefs();
    }

    @Nested
    class Options {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/remote.php/dav",
                    "/remote.php/dav/files/anybody/",
                    "/remote.php/webdav/nosuch",
                    "/remote/dav/"
                })
        void tellNobodyAnythingButTheClassesAndMethods(String path) {
            Answer answer = client.at("OPTIONS", path).without("Authorization").send();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Length")).isEqualTo("0");
            assertThat(answer.header("DAV")).isEqualTo("1, 2, 3, extended-mkcol");
            assertThat(answer.header("MS-Author-Via")).isEqualTo("DAV");
            assertThat(answer.header("Allow").split(", ", -1)).contains("PROPFIND", "LOCK", "MKCOL", "PATCH");
            // Android offers its search when it finds this word.
            assertThat(answer.header("Allow")).doesNotContain("SEARCH").doesNotContain("REPORT");
        }
    }

    @Nested
    class Methods {

        @ParameterizedTest
        @ValueSource(strings = {"POST", "REPORT", "SEARCH", "ACL"})
        void thatAreKnownButNotHereAre405(String method) {
            Answer answer = client.ask(method, dir).send();
            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.header("Allow")).contains("PROPFIND");
            assertThat(answer.text()).contains("Sabre\\DAV\\Exception\\MethodNotAllowed");
        }

        @Test
        void thatNobodyKnowsAre501() {
            Answer answer = client.ask("FROBNICATE", dir).send();
            assertThat(answer.status()).isEqualTo(501);
            assertThat(answer.text()).contains("Sabre\\DAV\\Exception\\NotImplemented");
        }
    }

    @Nested
    class Signposts {

        @Test
        void leadFromTheRootToTheHomes() {
            assertThat(listed("/remote.php/dav/"))
                    .containsExactly(
                            "/remote.php/dav/",
                            "/remote.php/dav/files/",
                            "/remote.php/dav/principals/",
                            "/remote.php/dav/trashbin/",
                            "/remote.php/dav/uploads/",
                            "/remote.php/dav/versions/");
            assertThat(listed("/remote.php/dav/files"))
                    .containsExactly("/remote.php/dav/files/", "/remote.php/dav/files/" + client.uid() + "/");
            assertThat(listed("/remote.php/dav/principals/users"))
                    .containsExactly(
                            "/remote.php/dav/principals/users/",
                            "/remote.php/dav/principals/users/" + client.uid() + "/");
        }

        @Test
        void cannotBeChanged() {
            for (String method : List.of("PUT", "DELETE", "MKCOL", "MOVE", "PROPPATCH", "LOCK")) {
                assertThat(client.at(method, "/remote.php/dav/files").send().status())
                        .as(method)
                        .isEqualTo(405);
            }
        }

        @Test
        void areNotListedAsAWholeTree() {
            Answer answer = client.at("PROPFIND", "/remote.php/dav/")
                    .header("Depth", "infinity")
                    .send();
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.text()).contains("<d:propfind-finite-depth/>");
        }

        @Test
        void thePrincipalTellsWhoItIs() {
            String path = "/remote.php/dav/principals/users/" + client.uid() + "/";
            Part principal = MultistatusReader.of(client.at("PROPFIND", path)
                            .header("Depth", "0")
                            .xml("<d:propfind xmlns:d='DAV:'><d:prop><d:displayname/><d:resourcetype/>"
                                    + "<d:current-user-principal/><d:principal-URL/></d:prop></d:propfind>")
                            .send())
                    .first();
            assertThat(principal.text("d:displayname")).isNotEmpty();
            assertThat(principal.text("d:current-user-principal")).isEqualTo(path);
            assertThat(principal.text("d:principal-URL")).isEqualTo(path);
            assertThat(MultistatusReader.children(principal.element("d:resourcetype")))
                    .extracting(org.w3c.dom.Element::getTagName)
                    .contains("d:principal");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/remote.php/webdav",
                "/remote/webdav",
                "/remote.php/files",
                "/remote/files",
                "/remote/dav/files/UID"
            })
    void olderAddressesLeadToTheSameFiles(String root) {
        client.stored(in("a.txt"), "hello");
        String path = root.replace("UID", client.uid()) + dir;
        assertThat(client.at("GET", path + "/a.txt").send().text()).isEqualTo("hello");
        // An href begins with the path that was asked for, else the desktop client throws the listing away.
        assertThat(listed(path)).containsExactly(path + "/", path + "/a.txt");
        assertThat(client.at("MOVE", path + "/a.txt")
                        .header("Destination", path + "/b.txt")
                        .send()
                        .status())
                .isEqualTo(201);
    }

    @Nested
    class Strangers {

        @Test
        void seeNothingAndChangeNothingOfOthers() {
            client.stored(in("secret.txt"), "secret");
            DavClient other = DavServer.shared().newClient();
            for (String path : List.of(client.root(), client.path(dir), client.path(in("secret.txt")))) {
                for (String method : METHODS) {
                    Answer answer = other.at(method, path)
                            .header("Destination", other.path("/stolen"))
                            .send();
                    assertThat(answer.status()).as(method + " " + path).isEqualTo(404);
                }
            }
            assertThat(other.exists("/stolen")).isFalse();
            assertThat(client.get(in("secret.txt")).text()).isEqualTo("secret");
        }

        /** Whoever may not see something must not learn that it is there. */
        @Test
        void getTheAnswerOfAMissingAccount() {
            DavClient other = DavServer.shared().newClient();
            String real = other.at("PROPFIND", client.root() + "/x").send().text();
            String missing = other.at("PROPFIND", "/remote.php/dav/files/nobody/x")
                    .send()
                    .text();
            assertThat(real.replace(client.uid(), "nobody")).isEqualTo(missing);
        }

        @Test
        void whoHaveNotSignedInAreAsked() {
            for (String method : METHODS) {
                Answer answer = client.ask(method, dir).without("Authorization").send();
                assertThat(answer.status()).as(method).isEqualTo(401);
                assertThat(answer.header("WWW-Authenticate")).startsWith("Basic ");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/remote.php/dav/calendars",
                "/remote.php/dav/trashbin/x",
                "/remote.php/dav/principals/groups",
                "/remote.php/dav/nosuch"
            })
    void whatIsNotOfferedIs404(String path) {
        assertThat(client.at("PROPFIND", path).send().status()).isEqualTo(404);
        assertThat(client.at("POST", path).body("x").send().status()).isEqualTo(404);
    }
}
