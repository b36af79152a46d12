package coffer.server.webdav;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.accounts.Quota;
import coffer.base.Checksum;
import coffer.files.ChecksumStream;
import coffer.server.http.RawClient.Answer;
import coffer.server.webdav.MultistatusReader.Part;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files in what somebody has received: everything that clients do with their own ones works there too. */
class ReceivedContentProtocolTest extends ReceivedProtocolTest {
    @Nested
    class Moving {
        @Test
        void outTakesTheFileAlongAndLeavesItsOwnerACopyInTheTrash() {
            shared("/m", ALL);
            String id = id(anna, "/m/file.txt");
            Answer moved = relocate(ben, "MOVE", "/m/file.txt", "/taken.txt");
            done(moved, 201);
            assertThat(moved.header("OC-FileId")).contains(id);
            assertThat(moved.header("OC-ETag")).isEqualTo(ben.etag("/taken.txt"));
            assertThat(ben.get("/taken.txt").text()).isEqualTo("hello");
            assertThat(id(ben, "/taken.txt")).isEqualTo(id);
            assertThat(letters(ben, "/taken.txt")).isEqualTo("RGDNVW");
            assertThat(anna.names("/m/")).isEmpty();
            restoreFirst(anna);
            assertThat(anna.get("/m/file.txt").text()).isEqualTo("hello");
            assertThat(id(anna, "/m/file.txt")).isNotEqualTo(id);
        }

        @Test
        void outOfAFolderTakesItWhole() {
            shared("/m", ALL);
            anna.folder("/m/sub");
            anna.stored("/m/sub/deep", "deep");
            done(relocate(ben, "MOVE", "/m/sub", "/sub"), 201);
            assertThat(ben.get("/sub/deep").text()).isEqualTo("deep");
            restoreFirst(anna);
            assertThat(anna.get("/m/sub/deep").text()).isEqualTo("deep");
        }

        @Test
        void inMakesItTheOwnersAndKeepsItsId() {
            shared("/m", ALL);
            ben.stored("/mine.txt", "mine");
            String id = id(ben, "/mine.txt");
            done(relocate(ben, "MOVE", "/mine.txt", "/m/mine.txt"), 201);
            assertThat(anna.get("/m/mine.txt").text()).isEqualTo("mine");
            assertThat(id(anna, "/m/mine.txt")).isEqualTo(id);
            assertThat(ben.names("/")).containsExactly("m/");
            assertThat(trashed(ben).hrefs()).hasSize(1);
            done(relocate(ben, "MOVE", "/m/mine.txt", "/m/renamed"), 201);
            assertThat(id(anna, "/m/renamed")).isEqualTo(id);
        }

        @ParameterizedTest
        @ValueSource(strings = {"MOVE", "COPY"})
        void ontoSomethingAsksForOverwriting(String method) {
            shared("/m", ALL);
            ben.stored("/file.txt", "mine");
            done(
                    ben.ask(method, "/file.txt")
                            .header("Destination", ben.url("/m/file.txt"))
                            .header("Overwrite", "F")
                            .send(),
                    412);
            done(relocate(ben, method, "/file.txt", "/m/file.txt"), 204);
            assertThat(anna.get("/m/file.txt").text()).isEqualTo("mine");
        }

        @ParameterizedTest
        @CsvSource({"MOVE, 31, 201", "MOVE, 23, 403", "MOVE, 29, 403", "COPY, 1, 201", "COPY, 17, 201"})
        void outAsksForTheRights(String method, int bits, int status) {
            shared("/m", bits);
            done(relocate(ben, method, "/m/file.txt", "/taken"), status);
        }

        @ParameterizedTest
        @CsvSource({"MOVE, 5, 201", "MOVE, 27, 403", "COPY, 5, 201", "COPY, 27, 403"})
        void inAsksForTheRights(String method, int bits, int status) {
            shared("/m", bits);
            ben.stored("/mine", "x");
            done(relocate(ben, method, "/mine", "/m/mine"), status);
            assertThat(ben.exists("/mine")).isEqualTo(method.equals("COPY") || status != 201);
        }

        @Test
        void copiesBothWays() {
            shared("/m", ALL);
            anna.folder("/m/sub");
            anna.stored("/m/sub/deep", "deep");
            done(relocate(ben, "COPY", "/m", "/copy"), 201);
            assertThat(ben.get("/copy/sub/deep").text()).isEqualTo("deep");
            assertThat(letters(ben, "/copy")).isEqualTo("RGDNVCK");
            done(relocate(ben, "COPY", "/copy", "/m/again"), 201);
            assertThat(anna.get("/m/again/sub/deep").text()).isEqualTo("deep");
        }

        @Test
        void betweenSharesOfTwoPeople() {
            shared("/m", ALL);
            DavClient cleo = server.newClient();
            cleo.folder("/c");
            server.share(cleo, "/c", ben, ALL);
            String id = id(anna, "/m/file.txt");
            done(relocate(ben, "MOVE", "/m/file.txt", "/c/file.txt"), 201);
            assertThat(cleo.get("/c/file.txt").text()).isEqualTo("hello");
            assertThat(id(cleo, "/c/file.txt")).isEqualTo(id);
            assertThat(trashed(anna).hrefs()).hasSize(2);
        }

        @Test
        void whereThereIsNoRoomIs507() {
            DavClient small = server.newClient(new Quota.Bytes(10));
            small.folder("/s");
            server.share(small, "/s", ben, ALL);
            ben.stored("/big", "more than ten bytes");
            done(relocate(ben, "MOVE", "/big", "/s/big"), 507);
            done(relocate(ben, "COPY", "/big", "/s/big"), 507);
            assertThat(ben.get("/big").text()).isEqualTo("more than ten bytes");
        }

        @Test
        void ontoALockNamesWhatIsLockedThere() {
            shared("/m", ALL);
            ben.stored("/mine", "x");
            server.lockedBySomebodyElse(anna, "/m/file.txt", coffer.locks.FileLockType.USER);
            Answer answer = relocate(ben, "MOVE", "/mine", "/m/file.txt");
            done(answer, 423);
            assertThat(answer.text()).contains("<d:href>" + ben.path("/m/file.txt") + "</d:href>");
            Answer out = relocate(ben, "MOVE", "/m/file.txt", "/mine");
            done(out, 423);
            assertThat(out.text()).contains("<d:href>" + ben.path("/m/file.txt") + "</d:href>");
        }
    }

    @Nested
    class Deleting {
        @Test
        void putsItIntoItsOwnersTrash() {
            shared("/m", ALL);
            done(ben.ask("DELETE", "/m/file.txt").send(), 204);
            assertThat(trashed(anna).hrefs()).hasSize(2);
            assertThat(trashed(ben).hrefs()).hasSize(1);
        }

        @Test
        void forGoodIsForItsOwnerToDecide() {
            shared("/m", ALL);
            done(
                    ben.ask("DELETE", "/m/file.txt")
                            .header("X-NC-Skip-Trashbin", "true")
                            .send(),
                    204);
            assertThat(trashed(anna).hrefs()).hasSize(2);
        }
    }

    @Nested
    class ASharedFile {
        @Test
        void isReadWrittenRenamedAndLeft() {
            anna.stored("/file.txt", "hello");
            String id = id(anna, "/file.txt");
            server.share(anna, "/file.txt", ben, READ | UPDATE);
            assertThat(ben.get("/file.txt").text()).isEqualTo("hello");
            assertThat(ben.get("/file.txt").header("Content-Disposition")).contains("file.txt");
            assertThat(ben.names("/")).containsExactly("file.txt");
            done(relocate(ben, "MOVE", "/file.txt", "/mine.md"), 201);
            Answer put = ben.put("/mine.md", "written");
            done(put, 204);
            assertThat(put.header("OC-FileId")).contains(id);
            assertThat(put.header("OC-ETag")).isEqualTo(anna.etag("/file.txt"));
            assertThat(anna.get("/file.txt").text()).isEqualTo("written");
            assertThat(ben.get("/mine.md").header("Content-Type")).startsWith("text/markdown");
            assertThat(show(ben, "/mine.md", "<d:displayname/>").href()).isEqualTo(ben.path("/mine.md"));
            done(ben.ask("DELETE", "/mine.md").send(), 204);
            assertThat(anna.get("/file.txt").text()).isEqualTo("written");
            assertThat(ben.names("/")).isEmpty();
        }

        @Test
        void thatMayOnlyBeReadIsNotWritten() {
            anna.stored("/file.txt", "hello");
            server.share(anna, "/file.txt", ben, READ);
            done(ben.put("/file.txt", "x"), 403);
            done(relocate(ben, "COPY", "/file.txt", "/copy"), 201);
            assertThat(ben.get("/copy").text()).isEqualTo("hello");
        }

        @Test
        void isLockedUnderItsName() {
            anna.stored("/file.txt", "hello");
            server.share(anna, "/file.txt", ben, ALL);
            Answer lock = lock(ben, "/file.txt");
            done(lock, 200);
            assertThat(lock.text()).contains("<d:lockroot><d:href>" + ben.path("/file.txt") + "</d:href>");
        }
    }

    @Nested
    class Uploading {
        @Test
        void inChunks() {
            shared("/m", ALL);
            String transfer = ben.uploads() + "/1";
            String target = ben.url("/m/big.bin");
            done(ben.at("MKCOL", transfer).header("Destination", target).send(), 201);
            done(
                    ben.at("PUT", transfer + "/1")
                            .header("Destination", target)
                            .body("abc")
                            .send(),
                    201);
            done(
                    ben.at("PUT", transfer + "/2")
                            .header("Destination", target)
                            .body("def")
                            .send(),
                    201);
            Answer made = ben.at("MOVE", transfer + "/.file")
                    .header("Destination", target)
                    .send();
            done(made, 201);
            assertThat(made.header("OC-ETag")).isEqualTo(anna.etag("/m/big.bin"));
            assertThat(anna.get("/m/big.bin").text()).isEqualTo("abcdef");
            assertThat(ben.get("/m/big.bin").text()).isEqualTo("abcdef");
        }

        @Test
        void inChunksOntoAFileThatIsSharedItself() {
            anna.stored("/file.txt", "hello");
            server.share(anna, "/file.txt", ben, READ | UPDATE);
            String transfer = ben.uploads() + "/1";
            done(ben.at("MKCOL", transfer).send(), 201);
            done(ben.at("PUT", transfer + "/1").body("abc").send(), 201);
            done(
                    ben.at("MOVE", transfer + "/.file")
                            .header("Destination", ben.url("/file.txt"))
                            .send(),
                    204);
            assertThat(anna.get("/file.txt").text()).isEqualTo("abc");
        }

        @Test
        void inChunksWithoutTheRightIs403() {
            shared("/m", READ);
            String transfer = ben.uploads() + "/1";
            done(ben.at("MKCOL", transfer).send(), 201);
            done(ben.at("PUT", transfer + "/1").body("abc").send(), 201);
            done(
                    ben.at("MOVE", transfer + "/.file")
                            .header("Destination", ben.url("/m/big"))
                            .send(),
                    403);
        }

        @Test
        void isBoundedByTheOwnersQuota() {
            DavClient small = server.newClient(new Quota.Bytes(10));
            small.folder("/s");
            server.share(small, "/s", ben, ALL);
            done(ben.put("/s/big", "more than ten bytes"), 507);
            done(ben.put("/s/fits", "12345"), 201);
            Part mount = show(ben, "/s", "<d:quota-available-bytes/><d:quota-used-bytes/>");
            assertThat(mount.text("d:quota-available-bytes")).isEqualTo("5");
            assertThat(mount.text("d:quota-used-bytes")).isEqualTo("5");
            assertThat(MultistatusReader.of(ben.propfind("/", 1, "<d:quota-available-bytes/>"))
                            .first()
                            .text("d:quota-available-bytes"))
                    .isEqualTo("-3");
            done(
                    ben.at("MKCOL", ben.uploads() + "/1")
                            .header("Destination", ben.url("/s/large"))
                            .header("OC-Total-Length", "6")
                            .send(),
                    507);
        }

        @Test
        void isNotBoundedByOnesOwnQuota() {
            DavClient small = server.newClient(new Quota.Bytes(10));
            anna.folder("/m");
            server.share(anna, "/m", small, ALL);
            done(small.put("/m/big", "more than ten bytes"), 201);
            String transfer = small.uploads() + "/1";
            String target = small.url("/m/bigger");
            done(small.at("MKCOL", transfer).header("Destination", target).send(), 201);
            done(
                    small.at("PUT", transfer + "/1")
                            .header("Destination", target)
                            .body("more than ten bytes")
                            .send(),
                    201);
            done(
                    small.at("MOVE", transfer + "/.file")
                            .header("Destination", target)
                            .send(),
                    201);
        }

        @Test
        void manyAtOnce() {
            shared("/m", ALL);
            ChecksumStream md5 = new ChecksumStream(Checksum.Algorithm.MD5);
            md5.write("bulk".getBytes(StandardCharsets.UTF_8), 0, 4);
            Answer answer = ben.at("POST", "/remote.php/dav/bulk")
                    .header("Content-Type", "multipart/related; boundary=\"b\"")
                    .body("--b\r\nContent-Length: 4\r\nX-File-MD5: "
                            + md5.checksum().hex() + "\r\nX-File-Mtime: 1577836800\r\n"
                            + "X-File-Path: /m/sub/bulk\r\n\r\nbulk\r\n--b--\r\n")
                    .send();
            done(answer, 200);
            assertThat(answer.text()).contains("\"permissions\":\"SRMGDNVW\"");
            assertThat(anna.get("/m/sub/bulk").text()).isEqualTo("bulk");
        }
    }

    @Nested
    class Versions {
        private String id = "";

        private String path() {
            return "/remote.php/dav/versions/" + ben.uid() + "/versions/" + id;
        }

        private Answer list() {
            return ben.at("PROPFIND", path()).header("Depth", "1").send();
        }

        private Answer restoreOldest() {
            return ben.at("MOVE", MultistatusReader.of(list()).hrefs().getLast())
                    .header("Destination", "/remote.php/dav/versions/" + ben.uid() + "/restore/x")
                    .send();
        }

        private void write(int bits) {
            shared("/m", bits);
            server.clock.turn(Duration.ofMinutes(1));
            anna.stored("/m/file.txt", "second");
            id = id(anna, "/m/file.txt");
        }

        @Test
        void areListedAndRestoredByWhoeverMayWrite() {
            write(READ | UPDATE);
            assertThat(MultistatusReader.of(list()).hrefs()).hasSize(3);
            done(restoreOldest(), 201);
            assertThat(anna.get("/m/file.txt").text()).isEqualTo("hello");
        }

        @Test
        void areNotFetchedByWhoeverMayOnlyLook() {
            anna.folder("/m");
            anna.stored("/m/file.txt", "hello");
            server.shareViewOnly(anna, "/m", ben);
            server.clock.turn(Duration.ofMinutes(1));
            anna.stored("/m/file.txt", "second");
            id = id(anna, "/m/file.txt");
            String oldest = MultistatusReader.of(list()).hrefs().getLast();
            done(ben.at("GET", oldest).send(), 403);
        }

        @Test
        void areOnlyReadByWhoeverMayNot() {
            write(READ);
            String oldest = MultistatusReader.of(list()).hrefs().getLast();
            assertThat(ben.at("GET", oldest).send().text()).isEqualTo("hello");
            done(restoreOldest(), 403);
            done(ben.at("DELETE", oldest).send(), 403);
        }

        @Test
        void ofWhatIsNotSharedAreNotThere() {
            anna.stored("/private", "1");
            id = id(anna, "/private");
            done(list(), 404);
        }
    }

    private static Answer lock(DavClient who, String below) {
        return who.ask("LOCK", below)
                .xml("<d:lockinfo xmlns:d=\"DAV:\"><d:lockscope><d:exclusive/></d:lockscope><d:locktype><d:write/>"
                        + "</d:locktype></d:lockinfo>")
                .send();
    }

    @Nested
    class Locks {
        @Test
        void ofOneAreSeenAndRespectedByTheOther() {
            shared("/m", ALL);
            Answer lock = lock(ben, "/m/file.txt");
            done(lock, 200);
            String token = lock.header("Lock-Token");
            assertThat(lock.text()).contains("<d:lockroot><d:href>" + ben.path("/m/file.txt") + "</d:href>");
            assertThat(show(anna, "/m/file.txt", "<d:lockdiscovery/>").text("d:lockdiscovery"))
                    .contains(anna.path("/m/file.txt"));
            done(anna.put("/m/file.txt", "x"), 423);
            Answer refused = ben.put("/m/file.txt", "x");
            done(refused, 423);
            assertThat(refused.text()).contains("<d:href>" + ben.path("/m/file.txt") + "</d:href>");
            done(
                    ben.ask("PUT", "/m/file.txt")
                            .header("If", "(" + token + ")")
                            .body("y")
                            .send(),
                    204);
            done(
                    ben.ask("PUT", "/m/file.txt")
                            .header("If", "<" + ben.url("/m/file.txt") + "> (" + token + ")")
                            .body("z")
                            .send(),
                    204);
            done(ben.ask("UNLOCK", "/m/file.txt").header("Lock-Token", token).send(), 204);
            done(anna.put("/m/file.txt", "x"), 204);
        }

        @Test
        void stateOfAnotherViewIsUnknown() {
            shared("/m", ALL);
            ben.stored("/mine", "1");
            String tag = ben.etag("/mine");
            done(
                    ben.ask("PUT", "/m/file.txt")
                            .header("If", "<" + ben.url("/mine") + "> ([" + tag + "])")
                            .body("y")
                            .send(),
                    412);
        }

        @Test
        void standInListingsOfTheHome() {
            shared("/m", ALL);
            anna.stored("/file.txt", "1");
            server.share(anna, "/file.txt", ben, ALL);
            done(lock(anna, "/m"), 200);
            done(anna.ask("LOCK", "/file.txt").header("X-User-Lock", "1").send(), 200);
            MultistatusReader home =
                    MultistatusReader.of(ben.propfind("/", 1, "<d:lockdiscovery/><nc:lock/><nc:lock-owner/>"));
            assertThat(home.at(ben.path("/m/")).text("d:lockdiscovery")).contains(ben.path("/m/"));
            assertThat(home.at(ben.path("/file.txt")).text("nc:lock-owner")).isEqualTo(anna.uid());
            done(ben.ask("LOCK", "/file.txt").header("X-User-Lock", "1").send(), 423);
        }

        @Test
        void deadPropertiesStandInListingsOfTheHome() {
            shared("/m", ALL);
            done(
                    ben.ask("PROPPATCH", "/m")
                            .xml("<d:propertyupdate xmlns:d=\"DAV:\"><d:set><d:prop><x xmlns=\"urn:x\">1</x></d:prop>"
                                    + "</d:set></d:propertyupdate>")
                            .send(),
                    207);
            Answer home = ben.propfind("/", 1, "<x xmlns=\"urn:x\"/>");
            assertThat(home.text()).contains(">1<");
        }
    }
}
