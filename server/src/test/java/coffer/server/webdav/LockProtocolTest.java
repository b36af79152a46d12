package coffer.server.webdav;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.locks.Locks;
import coffer.server.http.RawClient.Answer;
import coffer.server.webdav.MultistatusReader.Part;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** RFC 4918, sections 6, 7, 9.10, 9.11 and 10.4. */
class LockProtocolTest extends DavProtocolTest {

    private static String lockinfo(String scope, String owner) {
        return "<d:lockinfo xmlns:d='DAV:'><d:lockscope><d:" + scope + "/></d:lockscope><d:locktype><d:write/>"
                + "</d:locktype>" + owner + "</d:lockinfo>";
    }

    private static DavClient.Ask ask(String below, String scope) {
        return client.ask("LOCK", below).xml(lockinfo(scope, "<d:owner>anna</d:owner>"));
    }

    /** Locks and returns the token. */
    private static String locked(String below, String scope, String depth) {
        Answer answer = ask(below, scope).header("Depth", depth).send();
        assertThat(answer.status()).as(answer.text()).isIn(200, 201);
        String field = answer.header("Lock-Token");
        assertThat(field).startsWith("<opaquelocktoken:").endsWith(">");
        return field.substring(1, field.length() - 1);
    }

    private static Answer unlock(String below, String token) {
        return client.ask("UNLOCK", below)
                .header("Lock-Token", "<" + token + ">")
                .send();
    }

    private static Answer putWith(String below, String ifField) {
        return client.ask("PUT", below).header("If", ifField).body("new").send();
    }

    @Nested
    class Lock {

        @Test
        void answersWithTheLockAndItsToken() {
            client.stored(in("a.txt"), "x");
            Answer answer = ask(in("a.txt"), "exclusive")
                    .header("Timeout", "Infinite, Second-4100000000")
                    .header("Depth", "0")
                    .send();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Type")).isEqualTo("application/xml; charset=utf-8");
            Element prop = MultistatusReader.root(answer.body());
            assertThat(prop.getTagName()).isEqualTo("d:prop");
            String token = answer.header("Lock-Token");
            assertThat(answer.text())
                    .contains("<d:lockscope><d:exclusive/></d:lockscope>")
                    .contains("<d:locktype><d:write/></d:locktype>")
                    .contains("<d:depth>0</d:depth>")
                    .contains("<d:owner>anna</d:owner>")
                    .contains("<d:href>" + token.substring(1, token.length() - 1) + "</d:href>")
                    .contains("<d:lockroot><d:href>" + client.path(in("a.txt")) + "</d:href></d:lockroot>")
                    .containsPattern("<d:timeout>Second-[0-9]+</d:timeout>");
        }

        @Test
        void ofNothingMakesAnEmptyFile() {
            Answer answer = ask(in("new.txt"), "exclusive").header("Depth", "0").send();
            assertThat(answer.status()).isEqualTo(201);
            assertThat(client.get(in("new.txt")).text()).isEmpty();
            assertThat(ask(in("no/such.txt"), "exclusive").send().status()).isEqualTo(409);
        }

        @Test
        void keepsTheOwnersXml() {
            client.stored(in("a.txt"), "x");
            String owner = "<d:owner><d:href>http://example.org/~anna</d:href>&amp;<x xmlns='urn:x'/></d:owner>";
            client.ask("LOCK", in("a.txt")).xml(lockinfo("shared", owner)).send();
            assertThat(client.propfind(in("a.txt"), 0, "<d:lockdiscovery/>").text())
                    .contains("<d:owner><d:href xmlns:d=\"DAV:\">http://example.org/~anna</d:href>&amp;"
                            + "<x xmlns=\"urn:x\"></x></d:owner>");
        }

        @Test
        void excludesOthersButSharedLocksGoTogether() {
            client.stored(in("a.txt"), "x");
            String first = locked(in("a.txt"), "shared", "0");
            String second = locked(in("a.txt"), "shared", "0");
            assertThat(first).isNotEqualTo(second);
            Answer refused = ask(in("a.txt"), "exclusive").send();
            assertThat(refused.status()).isEqualTo(423);
            assertThat(refused.text())
                    .contains("<d:no-conflicting-lock><d:href>" + client.path(in("a.txt")) + "</d:href>");
            unlock(in("a.txt"), first);
            unlock(in("a.txt"), second);
            locked(in("a.txt"), "exclusive", "0");
            assertThat(ask(in("a.txt"), "shared").send().status()).isEqualTo(423);
        }

        /** Section 9.10.9: the member in the way is named, the collection depends on it. */
        @Test
        void ofATreeWithALockedMemberNamesTheMember() {
            client.folder(in("a"));
            client.stored(in("a/b.txt"), "x");
            locked(in("a/b.txt"), "exclusive", "0");
            Answer answer =
                    ask(in("a"), "exclusive").header("Depth", "infinity").send();
            assertThat(answer.status()).isEqualTo(207);
            assertThat(answer.text())
                    .contains(client.path(in("a/b.txt")) + "</d:href><d:status>HTTP/1.1 423 Locked")
                    .contains(client.path(in("a")) + "/</d:href><d:status>HTTP/1.1 424 Failed Dependency");
            assertThat(client.put(in("a/c.txt"), "x").status()).isEqualTo(201);
        }

        @Test
        void ofDepthOneIsRefused() {
            assertThat(ask(dir, "exclusive").header("Depth", "1").send().status())
                    .isEqualTo(400);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = ';',
                value = {"Second-600; 600", "Second-0; 0", "Second-abc, Second-60; 60", "Hours-1, second-30; 30"})
        void grantsTheTimeAskedFor(String timeout, long seconds) {
            client.stored(in("a.txt"), "x");
            Answer answer =
                    ask(in("a.txt"), "exclusive").header("Timeout", timeout).send();
            long granted = Long.parseLong(answer.text().replaceAll("(?s).*<d:timeout>Second-([0-9]+)<.*", "$1"));
            assertThat(granted).isBetween(Math.min(1, seconds), Math.max(1, seconds));
        }

        @Test
        void grantsNoMoreThanTheLongestTime() {
            client.stored(in("a.txt"), "x");
            Answer answer = ask(in("a.txt"), "exclusive")
                    .header("Timeout", "Second-4100000000")
                    .send();
            assertThat(answer.text()).contains("<d:timeout>Second-" + Locks.TIMEOUT_MAX.toSeconds() + "<");
        }

        @ParameterizedTest
        @ValueSource(strings = {"<d:lockinfo xmlns:d='DAV:'/>", "<foo/>", "<d:lockinfo xmlns:d='DAV:'>", "x"})
        void needsABodyThatCanBeRead(String body) {
            assertThat(client.ask("LOCK", dir).xml(body).send().status()).isEqualTo(400);
        }
    }

    @Nested
    class Refresh {

        @Test
        void setsTheTimeAnew() {
            client.stored(in("a.txt"), "x");
            String token = locked(in("a.txt"), "exclusive", "0");
            Answer answer = client.ask("LOCK", in("a.txt"))
                    .header("If", "(<" + token + ">)")
                    .header("Timeout", "Second-77")
                    .send();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Lock-Token")).isEmpty();
            assertThat(answer.text()).contains(token).contains("<d:timeout>Second-77</d:timeout>");
        }

        @Test
        void needsTheTokenOfALockThatCoversIt() {
            client.stored(in("a.txt"), "x");
            client.stored(in("b.txt"), "x");
            String token = locked(in("b.txt"), "exclusive", "0");
            assertThat(client.ask("LOCK", in("a.txt")).send().status()).isEqualTo(400);
            assertThat(client.ask("LOCK", in("a.txt"))
                            .header("If", "(<" + token + ">)")
                            .send()
                            .status())
                    .isEqualTo(412);
            assertThat(client.ask("LOCK", in("a.txt"))
                            .header("If", "(<opaquelocktoken:nosuch>)")
                            .send()
                            .status())
                    .isEqualTo(412);
        }
    }

    @Nested
    class Unlock {

        @Test
        void givesTheLockUp() {
            client.stored(in("a.txt"), "x");
            String token = locked(in("a.txt"), "exclusive", "0");
            assertThat(client.put(in("a.txt"), "y").status()).isEqualTo(423);
            assertThat(unlock(in("a.txt"), token).status()).isEqualTo(204);
            assertThat(client.put(in("a.txt"), "y").status()).isEqualTo(204);
        }

        @Test
        void ofAnotherTokenIs409() {
            client.stored(in("a.txt"), "x");
            String token = locked(in("a.txt"), "exclusive", "0");
            client.stored(in("b.txt"), "x");
            Answer answer = unlock(in("b.txt"), token);
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.text()).contains("<d:lock-token-matches-request-uri/>");
            assertThat(unlock(in("a.txt"), "opaquelocktoken:nosuch").status()).isEqualTo(409);
            assertThat(client.put(in("a.txt"), "y").status()).isEqualTo(423);
        }

        @Test
        void needsAToken() {
            client.stored(in("a.txt"), "x");
            assertThat(client.ask("UNLOCK", in("a.txt")).send().status()).isEqualTo(400);
            assertThat(client.ask("UNLOCK", in("a.txt"))
                            .header("Lock-Token", "opaquelocktoken:x")
                            .send()
                            .status())
                    .isEqualTo(400);
            assertThat(unlock(in("nosuch"), "opaquelocktoken:x").status()).isEqualTo(404);
        }

        @Test
        void ofAMemberEndsTheLockOfTheTree() {
            client.folder(in("a"));
            client.stored(in("a/b.txt"), "x");
            String token = locked(in("a"), "exclusive", "infinity");
            assertThat(unlock(in("a/b.txt"), token).status()).isEqualTo(204);
            assertThat(client.put(in("a/b.txt"), "y").status()).isEqualTo(204);
        }
    }

    /** Section 7: which changes need the token. Each row: what is locked and how deep, the change, refused or not. */
    @Nested
    class WhatALockCovers {

        @ParameterizedTest(name = "{0} locked {1}: {2} {3} -> {4}")
        @CsvSource({
            "/f/a.txt, 0, PUT, /f/a.txt, 423",
            "/f/a.txt, 0, DELETE, /f/a.txt, 423",
            "/f/a.txt, 0, MOVE, /f/a.txt, 423",
            "/f/a.txt, 0, PROPPATCH, /f/a.txt, 423",
            "/f/a.txt, 0, COPY, /f/a.txt, 201",
            "/f/a.txt, 0, GET, /f/a.txt, 200",
            "/f/a.txt, 0, PUT, /f/b.txt, 201",
            "/f/a.txt, 0, DELETE, /f, 423",
            "/f/a.txt, 0, MOVE, /f, 423",
            "/f, 0, PUT, /f/a.txt, 204",
            "/f, 0, PUT, /f/b.txt, 423",
            "/f, 0, MKCOL, /f/c, 423",
            "/f, 0, DELETE, /f/a.txt, 423",
            "/f, 0, PROPPATCH, /f/a.txt, 207",
            "/f, infinity, PUT, /f/a.txt, 423",
            "/f, infinity, PUT, /f/b.txt, 423",
            "/f, infinity, PROPPATCH, /f/a.txt, 423",
            "/f, infinity, GET, /f/a.txt, 200",
            "/f, infinity, COPY, /f, 201"
        })
        void withoutItsToken(String lockedPath, String depth, String method, String path, int status) {
            client.folder(in("f"));
            client.stored(in("f/a.txt"), "x");
            String token = locked(dir + lockedPath, "exclusive", depth);
            DavClient.Ask change = change(method, dir + path);
            Answer answer = change.send();
            assertThat(answer.status()).as(answer.text()).isEqualTo(status);
            if (status == 423) {
                assertThat(answer.text())
                        .contains("<d:lock-token-submitted><d:href>" + client.path(dir + lockedPath) + "</d:href>");
                Answer withToken = change.header("If", "<" + client.path(dir + lockedPath) + "> (<" + token + ">)")
                        .send();
                assertThat(withToken.status()).as(withToken.text()).isBetween(200, 299);
            }
        }

        private DavClient.Ask change(String method, String below) {
            DavClient.Ask ask = client.ask(method, below);
            return switch (method) {
                case "PUT" -> ask.body("new");
                case "PROPPATCH" ->
                    ask.xml("<d:propertyupdate xmlns:d='DAV:'><d:set><d:prop><a xmlns='urn:z'/></d:prop></d:set>"
                            + "</d:propertyupdate>");
                case "COPY", "MOVE" -> ask.header("Destination", client.path(in("elsewhere")));
                default -> ask;
            };
        }

        @Test
        void alsoTheTargetOfAMoveNeedsIt() {
            client.stored(in("a.txt"), "a");
            client.stored(in("b.txt"), "b");
            String token = locked(in("b.txt"), "exclusive", "0");
            DavClient.Ask move = client.ask("MOVE", in("a.txt")).header("Destination", client.path(in("b.txt")));
            assertThat(move.send().status()).isEqualTo(423);
            assertThat(move.header("If", "<" + client.path(in("b.txt")) + "> (<" + token + ">)")
                            .send()
                            .status())
                    .isEqualTo(204);
        }

        @Test
        void locksEndWithTheirTime() {
            client.stored(in("a.txt"), "x");
            ask(in("a.txt"), "exclusive").header("Timeout", "Second-60").send();
            assertThat(client.put(in("a.txt"), "y").status()).isEqualTo(423);
            client.server().clock.turn(Duration.ofSeconds(61));
            assertThat(client.put(in("a.txt"), "y").status()).isEqualTo(204);
        }

        @Test
        void locksDoNotMoveWithTheFile() {
            client.stored(in("a.txt"), "x");
            String token = locked(in("a.txt"), "exclusive", "0");
            client.ask("MOVE", in("a.txt"))
                    .header("Destination", client.path(in("b.txt")))
                    .header("If", "(<" + token + ">)")
                    .send();
            assertThat(client.put(in("b.txt"), "y").status()).isEqualTo(204);
        }
    }

    /** Section 10.4: the state of the file against what the field says of it. */
    @Nested
    class TheIfField {

        private String etag = "";
        private String token = "";

        private String fill(String field) {
            return field.replace("TOKEN", "<" + token + ">")
                    .replace("ETAG", "[" + etag + "]")
                    .replace("HERE", "<" + client.url(in("a.txt")) + ">")
                    .replace("FOLDER", "<" + client.path(dir) + "/>");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "(TOKEN)",
                    "(TOKEN ETAG)",
                    "(TOKEN) (Not <DAV:no-lock>)",
                    "(<urn:no>) (TOKEN)",
                    "HERE (TOKEN)",
                    "FOLDER (Not TOKEN) HERE (TOKEN)",
                    "(Not <DAV:no-lock> TOKEN)",
                    "(Not TOKEN) (TOKEN)",
                    "(TOKEN Not [\"x\"])",
                    "FOLDER (TOKEN) HERE (TOKEN ETAG)"
                })
        void letsAChangeThroughThatHoldsTheLock(String field) {
            etag = client.stored(in("a.txt"), "x");
            token = locked(in("a.txt"), "exclusive", "0");
            assertThat(putWith(in("a.txt"), fill(field)).status()).isEqualTo(204);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "(Not TOKEN)",
                    "(TOKEN [\"x\"])",
                    "(TOKEN <DAV:no-lock>)",
                    "(<urn:no>)",
                    "FOLDER (TOKEN)",
                    "(TOKEN Not ETAG)",
                    "HERE (TOKEN [W/\"x\"])",
                    "<http://other.example/> (TOKEN)"
                })
        void stopsAChangeWhoseStateIsAnother(String field) {
            etag = client.stored(in("a.txt"), "x");
            token = locked(in("a.txt"), "exclusive", "0");
            assertThat(putWith(in("a.txt"), fill(field)).status()).isEqualTo(412);
            assertThat(client.get(in("a.txt")).text()).isEqualTo("x");
        }

        @ParameterizedTest
        @ValueSource(strings = {"(ETAG)", "(Not <DAV:no-lock>)", "HERE (ETAG)"})
        void doesNotLetAChangeThroughThatDoesNotNameTheLock(String field) {
            etag = client.stored(in("a.txt"), "x");
            token = locked(in("a.txt"), "exclusive", "0");
            assertThat(putWith(in("a.txt"), fill(field)).status()).isEqualTo(423);
        }

        @Test
        void countsWithoutAnyLockToo() {
            etag = client.stored(in("a.txt"), "x");
            assertThat(putWith(in("a.txt"), fill("([\"wrong\"])")).status()).isEqualTo(412);
            assertThat(putWith(in("a.txt"), fill("(ETAG)")).status()).isEqualTo(204);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"", "()", "(", "(<a>", "TOKEN", "x", "(Not)", "<x> <y> (<urn:a>)", "(<urn:a>) <x> (<urn:b>)"
                })
        void thatCannotBeReadIs400(String field) {
            client.stored(in("a.txt"), "x");
            assertThat(putWith(in("a.txt"), field).status()).isEqualTo(400);
            assertThat(client.get(in("a.txt")).text()).isEqualTo("x");
        }
    }

    @Nested
    class Properties {

        @Test
        void supportedlockNamesBothKinds() {
            assertThat(client.propfind(dir, 0, "<d:supportedlock/>").text())
                    .contains("<d:lockentry><d:lockscope><d:exclusive/></d:lockscope><d:locktype><d:write/>")
                    .contains("<d:lockentry><d:lockscope><d:shared/></d:lockscope><d:locktype><d:write/>");
        }

        @Test
        void lockdiscoveryShowsTheLocksOfFoldersAboveToo() {
            client.folder(in("a"));
            client.stored(in("a/b.txt"), "x");
            String token = locked(in("a"), "exclusive", "infinity");
            for (Part part : MultistatusReader.of(client.propfind(in("a"), 1, "<d:lockdiscovery/>"))
                    .parts()) {
                assertThat(part.text("d:lockdiscovery")).contains(token).contains(client.path(in("a")) + "/");
            }
            Part other = MultistatusReader.of(client.propfind(dir, 0, "<d:lockdiscovery/>"))
                    .first();
            assertThat(other.element("d:lockdiscovery").getChildNodes().getLength())
                    .isZero();
        }
    }
}
