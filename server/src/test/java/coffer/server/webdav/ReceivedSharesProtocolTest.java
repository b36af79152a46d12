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
import org.junit.jupiter.params.provider.CsvSource;

/** What others have shared stands among one's own, with its rights, and can be left, renamed and moved. */
class ReceivedSharesProtocolTest extends ReceivedProtocolTest {
    private static final String PROPERTIES = "<d:getetag/><oc:permissions/><oc:owner-id/><oc:owner-display-name/>"
            + "<nc:mount-type/><nc:is-mount-root/><d:displayname/><oc:fileid/>"
            + "<s:share-permissions xmlns:s=\"http://open-collaboration-services.org/ns\"/>"
            + "<m:share-permissions xmlns:m=\"http://open-cloud-mesh.org/ns\"/>";

    @Nested
    class Listings {
        @Test
        void ofEachDepthShowIt() {
            ben.folder("/a");
            ben.stored("/z.txt", "z");
            shared("/m", ALL);
            anna.folder("/m/deep");
            anna.stored("/m/deep/file", "1");
            assertThat(ben.names("/")).containsExactly("a/", "m/", "z.txt");
            assertThat(ben.names("/m/")).containsExactly("deep/", "file.txt");
            assertThat(ben.names("/m/deep/")).containsExactly("file");
            assertThat(show(ben, "/m", "<d:getetag/>").href()).isEqualTo(ben.path("/m/"));
            assertThat(MultistatusReader.of(ben.propfind("/m", 1, "<d:getetag/>"))
                            .first()
                            .text("d:getetag"))
                    .isEqualTo(anna.etag("/m"));
        }

        @Test
        void tellWhoseItIsAndWhatItIs() {
            ben.folder("/own");
            shared("/m", ALL);
            MultistatusReader answer = MultistatusReader.of(ben.propfind("/", 1, PROPERTIES));
            Part mount = answer.at(ben.path("/m/"));
            assertThat(mount.text("oc:permissions")).isEqualTo("SRMGDNVCK");
            assertThat(mount.text("oc:owner-id")).isEqualTo(anna.uid());
            assertThat(mount.text("oc:owner-display-name"))
                    .isEqualTo(anna.account().displayName());
            assertThat(mount.text("nc:mount-type")).isEqualTo("shared");
            assertThat(mount.text("nc:is-mount-root")).isEqualTo("true");
            assertThat(mount.text("d:displayname")).isEqualTo("m");
            assertThat(mount.text("oc:fileid")).isEqualTo(id(anna, "/m"));
            Part own = answer.at(ben.path("/own/"));
            assertThat(own.text("oc:permissions")).isEqualTo("RGDNVCK");
            assertThat(own.text("oc:owner-id")).isEqualTo(ben.uid());
            assertThat(own.text("nc:mount-type")).isEmpty();
            assertThat(own.text("nc:is-mount-root")).isEqualTo("false");
            Part inside = show(ben, "/m/file.txt", PROPERTIES);
            assertThat(inside.text("oc:permissions")).isEqualTo("SRMGDNVW");
            assertThat(inside.text("oc:owner-id")).isEqualTo(anna.uid());
            assertThat(inside.text("nc:mount-type")).isEqualTo("shared");
            assertThat(inside.text("nc:is-mount-root")).isEqualTo("false");
            assertThat(show(ben, "/m", PROPERTIES).text("d:displayname")).isEqualTo("m");
        }

        @Test
        void tellTheFingerprintOfTheInstallationAtTheHomeAlone() {
            shared("/m", ALL);
            MultistatusReader answer = MultistatusReader.of(ben.propfind("/", 1, "<oc:data-fingerprint/>"));
            assertThat(answer.at(ben.path("/m/")).text("oc:data-fingerprint")).isEmpty();
        }

        @Test
        void ofManyPagesHaveEachNameOnce() {
            List<String> names = new ArrayList<>();
            for (int i = 0; i < PropfindHandler.PAGE_MEMBERS + 20; i++) {
                String name = String.format("n%04d", i);
                if (i % 100 == 99 || i == PropfindHandler.PAGE_MEMBERS || i > PropfindHandler.PAGE_MEMBERS + 15) {
                    anna.folder("/" + name);
                    server.share(anna, "/" + name, ben, READ);
                    names.add(name + "/");
                } else {
                    ben.stored("/" + name, "");
                    names.add(name);
                }
            }
            assertThat(ben.names("/")).containsExactlyElementsOf(names);
        }

        @Test
        void ofAllDepthsGoIntoWhatWasReceived(@TempDir Path data) {
            try (DavServer deep = new DavServer(data, new DavSettings(true, ""))) {
                DavClient owner = deep.newClient();
                DavClient recipient = deep.newClient();
                owner.folder("/m");
                owner.folder("/m/b");
                owner.stored("/m/b/c", "1");
                recipient.folder("/z");
                deep.share(owner, "/m", recipient, ALL);
                Answer answer = recipient
                        .ask("PROPFIND", "/")
                        .header("Depth", "infinity")
                        .xml("<d:propfind xmlns:d=\"DAV:\" xmlns:oc=\"http://owncloud.org/ns\"><d:prop><oc:owner-id/>"
                                + "</d:prop></d:propfind>")
                        .send();
                MultistatusReader all = MultistatusReader.of(answer);
                assertThat(all.hrefs().stream()
                                .map(href -> href.substring(recipient.root().length())))
                        .containsExactlyInAnyOrder("/", "/m/", "/m/b/", "/m/b/c", "/z/");
                assertThat(all.at(recipient.path("/m/b/c")).text("oc:owner-id")).isEqualTo(owner.uid());
            }
        }

        @Test
        void thatMayOnlyBeLookedAtAreListedAndNotFetched() {
            anna.folder("/m");
            anna.stored("/m/file.txt", "hello");
            server.shareViewOnly(anna, "/m", ben);
            ben.stored("/own.txt", "mine");
            assertThat(ben.names("/m/")).containsExactly("file.txt");
            assertThat(status(ben, "GET", "/m/file.txt")).isEqualTo(403);
            assertThat(ben.ask("GET", "/m")
                            .header("Accept", "application/zip")
                            .send()
                            .status())
                    .isEqualTo(403);
            Answer archive =
                    ben.ask("GET", "/").header("Accept", "application/x-tar").send();
            assertThat(archive.status()).isEqualTo(200);
            assertThat(archive.text()).contains("own.txt").doesNotContain("file.txt", "hello");
            assertThat(relocate(ben, "COPY", "/m/file.txt", "/copy.txt").status())
                    .isEqualTo(403);
        }

        @Test
        void areInArchivesOfWhatHoldsThem() {
            shared("/m", ALL);
            Answer archive =
                    ben.ask("GET", "/").header("Accept", "application/x-tar").send();
            assertThat(archive.status()).isEqualTo(200);
            assertThat(archive.text()).contains("m/file.txt", "hello");
        }

        @Test
        void sayWithWhomTheirOwnerSharesThem() {
            anna.folder("/m");
            anna.folder("/n");
            String asked = "<oc:share-types/><nc:sharees/><nc:note/>";
            assertThat(show(anna, "/m", asked).text("oc:share-types")).isEmpty();
            server.share(anna, "/m", ben, ALL);
            assertThat(show(anna, "/m", asked).text("oc:share-types")).isEqualTo("0");
            assertThat(show(anna, "/m", asked).text("nc:sharees")).contains(ben.uid());
            assertThat(MultistatusReader.of(anna.propfind("/", 1, "<oc:share-types/>"))
                            .at(anna.path("/n/"))
                            .text("oc:share-types"))
                    .isEmpty();
            assertThat(show(ben, "/m", asked).text("oc:share-types")).isEmpty();
        }

        @Test
        void askedForAgainAreTheSameUntilSomethingInTheShareChanges() {
            shared("/m", ALL);
            for (int i = 0; i < 3; i++) {
                assertThat(ben.names("/")).containsExactly("m/");
            }
            assertThat(ben.names("/m/")).containsExactly("file.txt");
            assertThat(ben.names("/m/")).containsExactly("file.txt");
            anna.stored("/m/more", "1");
            assertThat(ben.names("/m/")).containsExactly("file.txt", "more");
        }
    }

    @Nested
    class EntityTags {
        @Test
        void ofTheHomeChangeExactlyWithWhatWasReceived() {
            shared("/m", ALL);
            ben.folder("/in");
            ben.folder("/beside");
            done(relocate(ben, "MOVE", "/m", "/in/m"), 201);
            String root = ben.etag("/");
            String in = ben.etag("/in");
            String beside = ben.etag("/beside");
            anna.stored("/private", "x");
            assertThat(ben.etag("/")).isEqualTo(root);
            assertThat(ben.etag("/in")).isEqualTo(in);
            anna.stored("/m/file.txt", "changed");
            assertThat(ben.etag("/")).isNotEqualTo(root);
            assertThat(ben.etag("/in")).isNotEqualTo(in);
            assertThat(ben.etag("/beside")).isEqualTo(beside);
            assertThat(MultistatusReader.of(ben.propfind("/", 1, "<d:getetag/>"))
                            .at(ben.path("/in/"))
                            .text("d:getetag"))
                    .isEqualTo(ben.etag("/in"));
        }

        @Test
        void changeWhenItComesAndWhenItGoes() {
            String before = ben.etag("/");
            int share = shared("/m", ALL);
            String with = ben.etag("/");
            assertThat(with).isNotEqualTo(before);
            server.shares.end(share);
            assertThat(ben.etag("/")).isNotEqualTo(with);
        }
    }

    @Nested
    class Rights {
        @ParameterizedTest
        @CsvSource({
            "1, SMGDNV, SMG",
            "3, SMGDNV, SMGNVW",
            "5, SMGDNVCK, SMG",
            "9, SMGDNV, SMGD",
            "17, SRMGDNV, SRMG",
            "15, SMGDNVCK, SMGDNVW",
            "31, SRMGDNVCK, SRMGDNVW"
        })
        void areTheBitsOfTheShareInLetters(int bits, String root, String file) {
            shared("/m", bits);
            assertThat(letters(ben, "/m")).isEqualTo(root);
            assertThat(letters(ben, "/m/file.txt")).isEqualTo(file);
        }

        @Test
        void ofAFileThatIsSharedItself() {
            anna.stored("/all.txt", "1");
            anna.stored("/read.txt", "1");
            server.share(anna, "/all.txt", ben, ALL);
            server.share(anna, "/read.txt", ben, READ);
            assertThat(letters(ben, "/all.txt")).isEqualTo("SRMGDNVW");
            assertThat(letters(ben, "/read.txt")).isEqualTo("SMGDNV");
        }

        @ParameterizedTest
        @CsvSource({
            "PUT,      /m/new,           4, 201",
            "PUT,      /m/file.txt,      2, 204",
            "MKCOL,    /m/folder,        4, 201",
            "DELETE,   /m/file.txt,      8, 204",
            "PROPPATCH,/m/file.txt,      2, 207"
        })
        void decideAboutEachMethod(String method, String target, int bit, int granted) {
            shared("/m", ALL - bit);
            anna.folder("/n");
            anna.stored("/n/file.txt", "hello");
            server.share(anna, "/n", ben, READ | bit);
            String elsewhere = target.replace("/m/", "/n/");
            done(ask(method, target), 403);
            done(ask(method, elsewhere), granted);
            assertThat(ben.get("/n").status()).isEqualTo(200);
        }

        private Answer ask(String method, String target) {
            DavClient.Ask ask = ben.ask(method, target);
            return (method.equals("PUT")
                            ? ask.body("content")
                            : method.equals("PROPPATCH")
                                    ? ask.xml("<d:propertyupdate xmlns:d=\"DAV:\"><d:set><d:prop>"
                                            + "<x xmlns=\"urn:x\">1</x></d:prop></d:set></d:propertyupdate>")
                                    : ask)
                    .send();
        }

        @ParameterizedTest
        @CsvSource({
            "7, /m/b, 201",
            "3, /m/b, 403",
            "29, /m/b, 403",
            "7, /m/sub/b, 403",
            "15, /m/sub/b, 201",
            "11, /m/sub/b, 403"
        })
        void decideAboutMovesWithin(int bits, String to, int status) {
            shared("/m", bits);
            anna.folder("/m/sub");
            done(relocate(ben, "MOVE", "/m/file.txt", to), status);
        }

        @Test
        void withoutOneBitOfThemNothingIsThere() {
            anna.folder("/m");
            anna.stored("/m/file.txt", "x");
            assertThat(status(ben, "GET", "/m/file.txt")).isEqualTo(404);
            assertThat(status(ben, "DELETE", "/m")).isEqualTo(404);
            assertThat(ben.put("/m/new", "x").status()).isEqualTo(409);
        }
    }

    @Nested
    class OfTheShareItself {
        @Test
        void deletingLeavesIt() {
            shared("/m", READ);
            String tag = ben.etag("/");
            done(ben.ask("DELETE", "/m").send(), 204);
            assertThat(status(ben, "PROPFIND", "/m")).isEqualTo(404);
            assertThat(ben.names("/")).isEmpty();
            assertThat(ben.etag("/")).isNotEqualTo(tag);
            assertThat(anna.get("/m/file.txt").text()).isEqualTo("hello");
            assertThat(trashed(anna).hrefs()).hasSize(1);
            assertThat(trashed(ben).hrefs()).hasSize(1);
        }

        @Test
        void deletingForGoodLeavesItToo() {
            shared("/m", ALL);
            done(ben.ask("DELETE", "/m").header("X-NC-Skip-Trashbin", "true").send(), 204);
            assertThat(anna.get("/m/file.txt").text()).isEqualTo("hello");
        }

        @Test
        void renamingAndMovingAreTheRecipientsAlone() {
            shared("/m", READ);
            String id = id(ben, "/m");
            Answer renamed = relocate(ben, "MOVE", "/m", "/mine");
            done(renamed, 201);
            assertThat(renamed.header("OC-FileId")).startsWith("0");
            ben.folder("/in");
            done(relocate(ben, "MOVE", "/mine", "/in/mine"), 201);
            assertThat(ben.names("/")).containsExactly("in/");
            assertThat(ben.names("/in/")).containsExactly("mine/");
            assertThat(ben.get("/in/mine/file.txt").text()).isEqualTo("hello");
            assertThat(id(ben, "/in/mine")).isEqualTo(id);
            assertThat(anna.names("/")).containsExactly("m/");
            assertThat(show(ben, "/in/mine", "<d:displayname/>").text("d:displayname"))
                    .isEqualTo("mine");
        }

        @Test
        void aFolderThatIsRemovedLeavesWhatIsShownInIt() {
            shared("/m", ALL);
            ben.folder("/in");
            done(relocate(ben, "MOVE", "/m", "/in/m"), 201);
            done(ben.ask("DELETE", "/in").send(), 204);
            assertThat(ben.names("/")).isEmpty();
            assertThat(anna.get("/m/file.txt").text()).isEqualTo("hello");
        }

        @Test
        void nothingIsPutInItsPlace() {
            shared("/m", ALL);
            ben.stored("/file", "own");
            ben.folder("/folder");
            done(ben.ask("MKCOL", "/m").send(), 405);
            done(ben.put("/m", "x"), 409);
            done(relocate(ben, "MOVE", "/folder", "/m"), 403);
            done(relocate(ben, "COPY", "/folder", "/m"), 403);
            done(
                    ben.ask("MOVE", "/folder")
                            .header("Destination", ben.url("/m"))
                            .header("Overwrite", "F")
                            .send(),
                    412);
            done(relocate(ben, "MOVE", "/missing", "/m"), 404);
            done(relocate(ben, "MOVE", "/m", "/m"), 403);
            done(relocate(ben, "MOVE", "/m", "/m/sub"), 403);
        }

        @Test
        void movingItOverSomethingOfOnesOwnReplacesThat() {
            shared("/m", ALL);
            ben.stored("/old", "own");
            done(
                    ben.ask("MOVE", "/m")
                            .header("Destination", ben.url("/old"))
                            .header("Overwrite", "F")
                            .send(),
                    412);
            done(relocate(ben, "MOVE", "/m", "/old"), 204);
            assertThat(ben.names("/")).containsExactly("old/");
            assertThat(trashed(ben).hrefs()).hasSize(2);
        }

        @Test
        void takenBackIsGoneAtOnce() {
            int share = shared("/m", ALL);
            assertThat(ben.get("/m/file.txt").status()).isEqualTo(200);
            server.shares.end(share);
            assertThat(ben.get("/m/file.txt").status()).isEqualTo(404);
            assertThat(ben.names("/")).isEmpty();
            assertThat(ben.put("/m/file.txt", "x").status()).isEqualTo(409);
        }

        @Test
        void goesAndComesWithItsOwnersTrash() {
            shared("/m", ALL);
            done(relocate(ben, "MOVE", "/m", "/mine"), 201);
            done(anna.ask("DELETE", "/m").send(), 204);
            assertThat(ben.get("/mine/file.txt").status()).isEqualTo(404);
            assertThat(ben.names("/")).isEmpty();
            restoreFirst(anna);
            assertThat(ben.get("/mine/file.txt").text()).isEqualTo("hello");
        }

        @Test
        void ofTheSameNameAsOnesOwnGetsAnotherOne() {
            ben.stored("/m", "own");
            shared("/m", ALL);
            assertThat(ben.names("/")).containsExactly("m", "m%20(2)/");
        }

        @Test
        void givesWayToWhatComesBackFromTheTrash() {
            ben.stored("/m", "own");
            done(ben.ask("DELETE", "/m").send(), 204);
            shared("/m", ALL);
            assertThat(ben.names("/")).containsExactly("m/");
            restoreFirst(ben);
            assertThat(ben.get("/m").text()).isEqualTo("own");
            assertThat(ben.names("/")).contains("m");
            assertThat(ben.names("/")).containsExactly("m", "m%20(2)/");
            assertThat(ben.get("/m%20(2)/file.txt").text()).isEqualTo("hello");
        }
    }
}
