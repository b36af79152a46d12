package coffer.server.webdav;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.locks.FileLockType;
import coffer.server.http.RawClient.Answer;
import coffer.server.webdav.MultistatusReader.Part;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** LOCK and UNLOCK with {@code X-User-Lock}, what they keep out, and the properties that tell of them. */
class FileLockProtocolTest extends DavProtocolTest {
    private static final String DESKTOP =
            "Mozilla/5.0 (Linux) mirall/3.16.7-1~deb13u1 (Debian built) (Nextcloud, debian-6.12)";

    private static final String PROPERTIES = "<d:getetag/><nc:lock/><nc:lock-owner-type/><nc:lock-owner/>"
            + "<nc:lock-owner-displayname/><nc:lock-owner-editor/><nc:lock-time/><nc:lock-timeout/><nc:lock-token/>";

    private static final String[] NAMES = {
        "nc:lock",
        "nc:lock-owner-type",
        "nc:lock-owner",
        "nc:lock-owner-displayname",
        "nc:lock-owner-editor",
        "nc:lock-time",
        "nc:lock-timeout",
        "nc:lock-token"
    };

    private String file = "";
    private String etag = "";

    @BeforeEach
    void store() {
        file = in("a b.txt").replace(" ", "%20");
        etag = client.stored(file, "old");
    }

    private static DavClient.Ask ask(String method, String below, String type) {
        return client.ask(method, below).header("X-User-Lock", "1").header("X-User-Lock-Type", type);
    }

    private static Answer locked(String below, String type) {
        Answer answer = ask("LOCK", below, type).send();
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer;
    }

    /** The elements of an answer by name, in their order. */
    private static Map<String, String> body(Answer answer) {
        assertThat(answer.header("Content-Type")).isEqualTo("application/xml; charset=utf-8");
        Element root = MultistatusReader.root(answer.body());
        assertThat(root.getTagName()).isEqualTo("d:prop");
        Map<String, String> elements = new LinkedHashMap<>();
        MultistatusReader.children(root)
                .forEach(element -> elements.put(element.getTagName(), element.getTextContent()));
        return elements;
    }

    private static String token(Answer lock) {
        return String.valueOf(body(lock).get("nc:lock-token"));
    }

    /** As the desktop client submits it. */
    private String desktopIf(Answer lock) {
        return "<" + client.url(file) + "> (<opaquelocktoken:" + token(lock) + ">)";
    }

    private static String unquoted(String tag) {
        return tag.substring(1, tag.length() - 1);
    }

    private static Part part(String below) {
        return MultistatusReader.of(client.propfind(below, 0, PROPERTIES)).first();
    }

    @Nested
    class Lock {
        @Test
        void isAnsweredAsTheClientsReadIt() {
            Answer answer = client.ask("LOCK", file)
                    .header("X-User-Lock", "1")
                    .header("If-Match", etag)
                    .send();

            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            String now = Long.toString(DavServer.START.getEpochSecond());
            String uid = client.uid();
            assertThat(answer.text())
                    .startsWith("<?xml version=\"1.0\"?>\n<d:prop xmlns:d=\"DAV:\" xmlns:s=\"http://sabredav.org/ns\""
                            + " xmlns:oc=\"http://owncloud.org/ns\" xmlns:nc=\"http://nextcloud.org/ns\"><d:getetag>")
                    .contains(
                            "</d:getetag><nc:lock>1</nc:lock><nc:lock-owner-type>0</nc:lock-owner-type><nc:lock-owner>"
                                    + uid + "</nc:lock-owner><nc:lock-owner-displayname>" + uid
                                    + "</nc:lock-owner-displayname><nc:lock-owner-editor/><nc:lock-time>" + now
                                    + "</nc:lock-time><nc:lock-timeout>0</nc:lock-timeout><nc:lock-token>files_lock/")
                    .endsWith("</nc:lock-token></d:prop>");
            assertThat(answer.header("Lock-Token")).isEmpty();
        }

        @Test
        void givesNewTagsToTheFileAndToAllFoldersAbove() {
            String root = client.etag("");
            String folder = client.etag(dir);

            String tag = String.valueOf(body(locked(file, "0")).get("d:getetag"));

            assertThat(tag).matches("[0-9a-f]{16}").isNotEqualTo(unquoted(etag));
            assertThat(client.etag(file)).isEqualTo("\"" + tag + "\"");
            assertThat(client.etag(dir)).isNotEqualTo(folder);
            assertThat(client.etag("")).isNotEqualTo(root);
            assertThat(client.get(file).text()).isEqualTo("old");
        }

        @Test
        void ofTheSameTypeOnceMoreKeepsTagAndToken() {
            assertThat(body(locked(file, "2"))).isEqualTo(body(locked(file, "2")));
        }

        @Test
        void namesTheEditor() {
            Map<String, String> elements = body(ask("LOCK", file, "1")
                    .header("User-Agent", "LibreOffice/25.2")
                    .send());

            assertThat(elements)
                    .containsEntry("nc:lock-owner-type", "1")
                    .containsEntry("nc:lock-owner", client.uid())
                    .containsEntry("nc:lock-owner-displayname", "LibreOffice")
                    .containsEntry("nc:lock-owner-editor", "LibreOffice");
        }

        @Test
        void namesTheProgramBesideThePerson() {
            Map<String, String> elements =
                    body(ask("LOCK", file, "2").header("User-Agent", DESKTOP).send());

            assertThat(elements)
                    .containsEntry("nc:lock-owner-type", "2")
                    .containsEntry("nc:lock-owner-displayname", client.uid() + " (Desktop client)")
                    .containsEntry("nc:lock-owner-editor", "");
        }

        @ParameterizedTest
        @EnumSource(FileLockType.class)
        void ofWhatSomebodyElseHoldsIs423AndSaysWho(FileLockType type) {
            client.server().lockedBySomebodyElse(client, in("a b.txt"), type);
            String tag = client.etag(file);

            Answer answer = ask("LOCK", file, "0").send();

            assertThat(answer.status()).isEqualTo(423);
            assertThat(body(answer))
                    .containsEntry("d:getetag", unquoted(tag))
                    .containsEntry("nc:lock", "1")
                    .containsEntry("nc:lock-owner-type", Integer.toString(type.number()));
            assertThat(body(answer).get("nc:lock-owner")).isNotEqualTo(client.uid());
            assertThat(client.etag(file)).isEqualTo(tag);
        }

        @Test
        void ofAnotherTypeIs423() {
            Answer first = locked(file, "0");
            Answer second = ask("LOCK", file, "2").send();
            assertThat(second.status()).isEqualTo(423);
            assertThat(body(second)).isEqualTo(body(first));
        }

        @Test
        void ofWhatAProgramHoldsIs423AndNothingThatWouldBeNoted() {
            Answer program = client.ask("LOCK", file)
                    .xml("<d:lockinfo xmlns:d='DAV:'><d:lockscope><d:exclusive/></d:lockscope><d:locktype><d:write/>"
                            + "</d:locktype></d:lockinfo>")
                    .send();
            assertThat(program.status()).isEqualTo(200);

            Answer token = ask("LOCK", file, "2").send();

            assertThat(token.status()).isEqualTo(423);
            assertThat(body(token))
                    .containsEntry("d:getetag", unquoted(etag))
                    .containsEntry("nc:lock", "")
                    .containsEntry("nc:lock-owner", client.uid())
                    .containsEntry("nc:lock-owner-displayname", client.uid());
            assertThat(ask("LOCK", file, "0").send().status()).isEqualTo(200);
        }

        @Test
        void withAConditionThatDoesNotHoldIs412() {
            Answer answer =
                    ask("LOCK", file, "0").header("If-Match", "\"stale\"").send();
            assertThat(answer.status()).isEqualTo(412);
            assertThat(part(file).missing()).contains("nc:lock");
        }

        @Test
        void ofAFolderIs400AndOfNothing404() {
            assertThat(ask("LOCK", dir, "0").send().status()).isEqualTo(400);
            assertThat(ask("LOCK", in("none"), "0").send().status()).isEqualTo(404);
            assertThat(client.exists(in("none"))).isFalse();
        }

        @ParameterizedTest
        @ValueSource(strings = {"3", "-1", "x", "", "4294967296"})
        void ofATypeThatIsNoneIs400(String type) {
            assertThat(ask("LOCK", file, type).send().status()).isEqualTo(400);
            assertThat(ask("UNLOCK", file, type).send().status()).isEqualTo(400);
        }

        /** The field means nothing then, and a LOCK without a body is one of RFC 4918 without its token. */
        @ParameterizedTest
        @ValueSource(strings = {"0", ""})
        void withoutTheWishIsThatOfRfc4918(String value) {
            Answer answer =
                    client.ask("LOCK", file).header("X-User-Lock", value).send();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(part(file).missing()).contains("nc:lock");
        }

        @Test
        void byAStrangerIs404() {
            DavClient stranger = DavServer.shared().newClient();
            for (String method : new String[] {"LOCK", "UNLOCK"}) {
                Answer elsewhere = stranger.at(method, client.path(file))
                        .header("X-User-Lock", "1")
                        .send();
                assertThat(elsewhere.status()).isEqualTo(404);
            }
            Answer nobody = client.ask("LOCK", file)
                    .without("Authorization")
                    .header("X-User-Lock", "1")
                    .send();
            assertThat(nobody.status()).isEqualTo(401);
            assertThat(part(file).missing()).contains("nc:lock");
        }
    }

    @Nested
    class Unlock {
        @Test
        void isAnsweredWithTheNewTagAndWithoutALock() {
            locked(file, "0");
            String before = client.etag(file);

            Answer answer = ask("UNLOCK", file, "0").send();

            assertThat(answer.status()).isEqualTo(200);
            String tag = unquoted(client.etag(file));
            assertThat("\"" + tag + "\"").isNotEqualTo(before);
            assertThat(answer.text())
                    .endsWith("<d:getetag>" + tag + "</d:getetag><nc:lock/><nc:lock-owner-type/><nc:lock-owner/>"
                            + "<nc:lock-owner-displayname/><nc:lock-owner-editor/><nc:lock-time/><nc:lock-timeout/>"
                            + "<nc:lock-token/></d:prop>");
        }

        /** What the desktop client has locked is unlocked by hand too, from another device of the same person. */
        @ParameterizedTest
        @CsvSource({"0, 0, 200", "1, 1, 200", "2, 2, 200", "2, 0, 200", "1, 0, 200", "0, 2, 423", "0, 1, 423"})
        void byTheHolder(String held, String asked, int status) {
            locked(file, held);
            assertThat(ask("UNLOCK", file, asked).send().status()).isEqualTo(status);
        }

        @Test
        void ofWhatIsNotLockedIs412WithTheStateOfTheFile() {
            Answer answer = ask("UNLOCK", file, "0").send();
            assertThat(answer.status()).isEqualTo(412);
            assertThat(body(answer)).containsEntry("d:getetag", unquoted(etag)).containsEntry("nc:lock", "");
            assertThat(ask("UNLOCK", in("none"), "0").send().status()).isEqualTo(404);
        }

        /** By hand, the owner of a file ends what others have put on it, but not what their programs need. */
        @ParameterizedTest
        @CsvSource({"USER, 0, 200", "USER, 1, 423", "APP, 0, 200", "APP, 1, 423", "TOKEN, 0, 423", "TOKEN, 2, 423"})
        void ofSomebodyElse(FileLockType held, String asked, int status) {
            client.server().lockedBySomebodyElse(client, in("a b.txt"), held);
            Answer answer = ask("UNLOCK", file, asked).send();
            assertThat(answer.status()).isEqualTo(status);
            assertThat(body(answer)).containsEntry("nc:lock", status == 200 ? "" : "1");
        }
    }

    @Nested
    class WhatALockKeepsOut {
        private int change(String method, String ifField) {
            client.put(in("other"), "x");
            String at = method.endsWith(" onto") ? in("other") : method.endsWith(" above") ? dir : file;
            DavClient.Ask ask = client.ask(method.split(" ", 2)[0], at);
            if (!ifField.isEmpty()) {
                ask.header("If", ifField);
            }
            return switch (method) {
                case "PUT" -> ask.body("new").send().status();
                case "PROPPATCH" ->
                    ask.xml("<d:propertyupdate xmlns:d='DAV:'><d:set><d:prop><a xmlns='urn:z'/></d:prop></d:set>"
                                    + "</d:propertyupdate>")
                            .send()
                            .status();
                case "MOVE", "MOVE above" ->
                    ask.header("Destination", client.path("/moved" + dir.substring(1)))
                            .send()
                            .status();
                case "MOVE onto", "COPY onto" ->
                    ask.header("Destination", client.path(file)).send().status();
                default -> ask.send().status();
            };
        }

        private int chunked(String ifField) {
            String upload = client.uploads() + "/lock" + dir.substring(1);
            client.at("MKCOL", upload).send();
            client.at("PUT", upload + "/1").body("new").send();
            DavClient.Ask move = client.at("MOVE", upload + "/.file").header("Destination", client.url(file));
            if (!ifField.isEmpty()) {
                move.header("If", ifField);
            }
            return move.send().status();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"PUT", "PROPPATCH", "DELETE", "DELETE above", "MOVE", "MOVE above", "MOVE onto", "COPY onto"
                })
        void ofSomebodyElse(String method) {
            client.server().lockedBySomebodyElse(client, in("a b.txt"), FileLockType.USER);
            assertThat(change(method, "")).isEqualTo(423);
            assertThat(client.get(file).text()).isEqualTo("old");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"PUT", "PROPPATCH", "DELETE", "DELETE above", "MOVE", "MOVE above", "MOVE onto", "COPY onto"
                })
        void isNothingOfItsHolder(String method) {
            locked(file, "0");
            assertThat(change(method, "")).isBetween(200, 299);
        }

        /** The desktop client names the file by its URL and the token behind a scheme. */
        @ParameterizedTest
        @ValueSource(strings = {"PUT", "PROPPATCH", "DELETE", "DELETE above", "MOVE", "MOVE above"})
        void whenItIsThatOfAProgramNeedsItsToken(String method) {
            Answer lock = locked(file, "2");
            assertThat(change(method, "")).isEqualTo(423);
            assertThat(change(method, desktopIf(lock))).isBetween(200, 299);
        }

        /** It synchronises with a folder that it leaves out of the tag, and escapes nothing. */
        @ParameterizedTest
        @ValueSource(strings = {"/a b.txt", "/100% sure?.txt", "/else/where", ""})
        void whenItIsThatOfAProgramIsOpenedWhateverTheTagOfTheToken(String tag) {
            Answer lock = locked(file, "2");
            String field = "<" + client.url(tag) + "> (<opaquelocktoken:" + token(lock) + ">)";
            assertThat(change("PUT", field)).isEqualTo(204);
            assertThat(change("PUT", field.replace(token(lock), "files_lock/another")))
                    .isEqualTo(412);
            assertThat(chunked(field)).isEqualTo(204);
            assertThat(change("DELETE", field)).isEqualTo(204);
        }

        @Test
        void chunkedUploadsToo() {
            Answer lock = locked(file, "2");
            assertThat(chunked("")).isEqualTo(423);
            assertThat(chunked(desktopIf(lock))).isEqualTo(204);
            assertThat(client.get(file).text()).isEqualTo("new");
            assertThat(part(file).text("nc:lock")).isEqualTo("1");
        }

        @Test
        void isNoReading() {
            client.server().lockedBySomebodyElse(client, in("a b.txt"), FileLockType.TOKEN);
            assertThat(client.get(file).text()).isEqualTo("old");
            assertThat(client.ask("COPY", file)
                            .header("Destination", client.path(in("copy")))
                            .send()
                            .status())
                    .isEqualTo(201);
            assertThat(client.put(in("copy"), "x").status()).isEqualTo(204);
        }
    }

    @Nested
    class Properties {
        @Test
        void tellOfTheLock() {
            Map<String, String> told = body(ask("LOCK", file, "1")
                    .header("User-Agent", "LibreOffice/25.2")
                    .send());

            Part part = part(file);

            for (String name : NAMES) {
                assertThat(part.text(name)).as(name).isEqualTo(told.get(name));
            }
            assertThat(part.text("d:getetag")).isEqualTo("\"" + told.get("d:getetag") + "\"");
        }

        @Test
        void areAbsentFromWhatIsNotLocked() {
            assertThat(part(file).missing()).containsExactlyInAnyOrder(NAMES);
            assertThat(part(dir).missing()).containsExactlyInAnyOrder(NAMES);
        }

        @Test
        void nameNoEditorOfALockByHand() {
            locked(file, "0");
            assertThat(part(file).missing()).containsExactly("nc:lock-owner-editor");
        }

        @Test
        void areToldOfEachMemberOfAListing() {
            client.stored(in("free"), "x");
            locked(file, "0");

            MultistatusReader listing = MultistatusReader.of(client.propfind(dir, 1, "<nc:lock/>"));

            assertThat(listing.parts())
                    .filteredOn(part -> part.found().containsKey("nc:lock"))
                    .extracting(Part::href)
                    .containsExactly(client.path(file));
        }

        @Test
        void areNotToldUnasked() {
            locked(file, "0");
            Answer all = client.ask("PROPFIND", file)
                    .header("Depth", "0")
                    .xml("<d:propfind xmlns:d='DAV:'><d:allprop/></d:propfind>")
                    .send();
            assertThat(all.text()).doesNotContain("nc:lock").doesNotContain("activelock");
        }

        @Test
        void areNotForClientsToSet() {
            Answer answer = client.ask("PROPPATCH", file)
                    .xml("<d:propertyupdate xmlns:d='DAV:' xmlns:nc='http://nextcloud.org/ns'><d:set><d:prop>"
                            + "<nc:lock>1</nc:lock></d:prop></d:set></d:propertyupdate>")
                    .send();
            assertThat(answer.text()).contains("403 Forbidden");
            assertThat(part(file).missing()).contains("nc:lock");
        }
    }

    @Test
    void aLockGoesAlongWithAFileThatItsHolderRenames() {
        String token = token(locked(file, "0"));
        Answer move = client.ask("MOVE", file)
                .header("Destination", client.path(in("renamed")))
                .send();
        assertThat(move.status()).isEqualTo(201);
        assertThat(part(in("renamed")).text("nc:lock-token")).isEqualTo(token);
    }
}
