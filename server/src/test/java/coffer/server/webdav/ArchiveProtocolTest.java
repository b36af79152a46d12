package coffer.server.webdav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.accounts.Quota;
import coffer.server.archive.ArchiveFormat;
import coffer.server.archive.Archives;
import coffer.server.http.RawClient.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A folder as one archive, the way Nextcloud 31 and later give it. What is in the bytes of one is tested beside the writers. */
class ArchiveProtocolTest extends DavProtocolTest {

    private static final String ZIP = "application/zip";

    private Answer zip(String below) {
        return client.ask("GET", below).header("Accept", ZIP).send();
    }

    /** Names and texts; folders, whose names end with a slash, have none. */
    private static Map<String, String> unzipped(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        Map<String, String> entries = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(answer.body()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries;
    }

    private static Map<String, String> untarred(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        Map<String, String> entries = new LinkedHashMap<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(answer.body()))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                entries.put(entry.getName(), new String(tar.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries;
    }

    /** {@code Docs} with two files and two folders. */
    private String docs() {
        String docs = in("Docs");
        client.folder(docs);
        client.stored(docs + "/a.txt", "aaa");
        client.stored(docs + "/b,%20c.txt", "bbb");
        client.folder(docs + "/empty");
        client.folder(docs + "/sub");
        client.stored(docs + "/sub/%C3%BC.txt", "uuu");
        return docs;
    }

    @Nested
    class AWholeFolder {

        @Test
        void liesBelowItsOwnName() {
            Map<String, String> expected = new LinkedHashMap<>();
            expected.put("Docs/", "");
            expected.put("Docs/a.txt", "aaa");
            expected.put("Docs/b, c.txt", "bbb");
            expected.put("Docs/empty/", "");
            expected.put("Docs/sub/", "");
            expected.put("Docs/sub/ü.txt", "uuu");

            String docs = docs();
            assertThat(unzipped(zip(docs))).containsExactlyEntriesOf(expected);
            assertThat(untarred(client.ask("GET", docs)
                            .header("Accept", "application/x-tar")
                            .send()))
                    .containsExactlyEntriesOf(expected);
        }

        @ParameterizedTest
        @EnumSource(ArchiveFormat.class)
        void saysWhatItIs(ArchiveFormat format) {
            String docs = docs();
            for (String method : List.of("GET", "HEAD")) {
                Answer answer = client.ask(method, docs)
                        .header("Accept", format.mediaType())
                        .send();
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.header("Content-Type")).isEqualTo(format.mediaType());
                assertThat(answer.header("Content-Disposition"))
                        .isEqualTo("attachment; filename=\"Docs." + format.extension() + "\"");
                assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
                assertThat(answer.header("Vary")).contains("Accept");
                assertThat(answer.body().length > 0).isEqualTo(method.equals("GET"));
            }
        }

        @Test
        void isNeverCompressedOnTheWay() {
            Answer answer = client.ask("GET", docs())
                    .header("Accept", ZIP)
                    .header("Accept-Encoding", "gzip")
                    .send();
            assertThat(answer.header("Content-Encoding")).isEmpty();
            assertThat(unzipped(answer)).containsKey("Docs/a.txt");
        }

        @Test
        void namesOfAnyScriptStandInTheHeader() {
            client.folder(in("%E6%97%A5%E6%9C%AC%20%22%25"));
            assertThat(zip(in("%E6%97%A5%E6%9C%AC%20%22%25")).header("Content-Disposition"))
                    .isEqualTo("attachment; filename=\"__ __.zip\"; filename*=UTF-8''%e6%97%a5%e6%9c%ac%20%22%25.zip");
        }

        @Test
        void aHomeIsCalledFiles() {
            DavClient somebody = client.server().newClient();
            somebody.stored("/a.txt", "aaa");
            Answer answer = somebody.ask("GET", "/").header("Accept", ZIP).send();
            assertThat(answer.header("Content-Disposition")).isEqualTo("attachment; filename=\"files.zip\"");
            assertThat(unzipped(answer)).containsOnlyKeys("files/", "files/a.txt");
        }

        @Test
        void keepsTheTimesOfFiles() throws IOException {
            String docs = in("Docs");
            client.folder(docs);
            client.ask("PUT", docs + "/a.txt")
                    .header("X-OC-Mtime", "1700000001")
                    .body("aaa")
                    .send();
            Answer answer = zip(docs);
            try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(answer.body()))) {
                zip.getNextEntry();
                assertThat(zip.getNextEntry().getLastModifiedTime().toInstant())
                        .isEqualTo(Instant.ofEpochSecond(1_700_000_001));
            }
        }

        /** More than one page of members, and folders in between. */
        @Test
        void isReadPageByPage() {
            List<String> expected = new ArrayList<>(List.of("Docs/"));
            client.folder(in("Docs"));
            for (int i = 0; i < 120; i++) {
                String name = "%03d".formatted(i);
                if (i % 40 == 39) {
                    client.folder(in("Docs/" + name));
                    client.stored(in("Docs/" + name + "/x"), "x");
                    expected.addAll(List.of("Docs/" + name + "/", "Docs/" + name + "/x"));
                } else {
                    client.stored(in("Docs/" + name), name);
                    expected.add("Docs/" + name);
                }
            }
            assertThat(unzipped(zip(in("Docs"))).keySet()).containsExactlyElementsOf(expected);
        }

        @Test
        void mayBeDeep() {
            StringBuilder path = new StringBuilder(dir);
            for (int i = 0; i < 120; i++) {
                path.append("/d");
                client.folder(path.toString());
            }
            client.stored(path + "/f", "deep");
            assertThat(unzipped(zip(in("d")))).hasSize(121).containsEntry("d/".repeat(120) + "f", "deep");
        }

        @Test
        void largeFilesComeWhole() {
            byte[] content = new byte[3_000_001];
            new Random(5).nextBytes(content);
            client.folder(in("Docs"));
            client.ask("PUT", in("Docs/big.bin")).body(content).send();
            try (ZipInputStream zip =
                    new ZipInputStream(new ByteArrayInputStream(zip(in("Docs")).body()))) {
                zip.getNextEntry();
                zip.getNextEntry();
                assertThat(zip.readAllBytes()).isEqualTo(content);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Test
        void ofSomebodyElseIsMissing() {
            String docs = docs();
            DavClient stranger = client.server().newClient();
            assertThat(stranger.at("GET", client.path(docs))
                            .header("Accept", ZIP)
                            .send()
                            .status())
                    .isEqualTo(404);
            assertThat(client.ask("GET", docs)
                            .header("Accept", ZIP)
                            .without("Authorization")
                            .send()
                            .status())
                    .isEqualTo(401);
            assertThat(zip(in("nosuch")).status()).isEqualTo(404);
        }
    }

    @Nested
    class Asking {

        @ParameterizedTest
        @ValueSource(strings = {"zip", "application/zip", "ZIP"})
        void worksInTheQueryToo(String value) {
            Answer answer = client.get(docs() + "?accept=" + value);
            assertThat(answer.header("Content-Type")).isEqualTo(ZIP);
            assertThat(unzipped(answer)).hasSize(6);
        }

        @Test
        void theQueryComesFirst() {
            Answer answer = client.ask("GET", docs() + "?accept=tar")
                    .header("Accept", ZIP)
                    .send();
            assertThat(answer.header("Content-Type")).isEqualTo("application/x-tar");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"text/html, application/zip;q=0.5", "Application/ZIP", "application/zip, application/x-tar"})
        void mayNameItAmongOthers(String accept) {
            Answer answer = client.ask("GET", docs()).header("Accept", accept).send();
            assertThat(answer.header("Content-Type")).isEqualTo(ZIP);
        }

        @ParameterizedTest
        @ValueSource(strings = {"*/*", "text/html", "application/*", "application/zip;q=0", "application/gzip", ""})
        void forAnythingElseGivesTheSentence(String accept) {
            String docs = docs();
            Answer answer = client.ask("GET", docs).header("Accept", accept).send();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Type")).startsWith("text/plain");
            assertThat(client.get(docs + "?accept=rar").header("Content-Type")).startsWith("text/plain");
        }

        @Test
        void forAFileGivesTheFile() {
            String docs = docs();
            Answer answer = client.ask("GET", docs + "/a.txt?accept=zip&files=%5B")
                    .header("Accept", ZIP)
                    .send();
            assertThat(answer.text()).isEqualTo("aaa");
        }
    }

    @Nested
    class SelectedMembers {

        @Test
        void lieAtTheTop() {
            Answer answer = client.ask("GET", docs() + "?accept=zip&files=%5B%22sub%22,%22a.txt%22%5D")
                    .send();
            assertThat(unzipped(answer).keySet()).containsExactly("sub/", "sub/ü.txt", "a.txt");
            assertThat(answer.header("Content-Disposition")).isEqualTo("attachment; filename=\"Docs.zip\"");
        }

        @Test
        void oneMayBeNamedPlainly() {
            assertThat(unzipped(client.get(docs() + "?accept=zip&files=b,%20c.txt"))
                            .keySet())
                    .containsExactly("b, c.txt");
        }

        /** A comma is a part of the name; the field stands once for each. */
        @Test
        void mayStandInHeaders() {
            String docs = docs();
            client.stored(docs + "/%C3%A4.txt", "x");
            Answer answer = client.ask("GET", docs)
                    .header("Accept", ZIP)
                    .header("X-NC-Files", "b, c.txt\r\nx-nc-files: ä.txt")
                    .send();
            assertThat(unzipped(answer).keySet()).containsExactly("b, c.txt", "ä.txt");
        }

        @Test
        void comeOnce() {
            Answer answer = client.ask("GET", docs() + "?accept=zip&files=%5B%22a.txt%22,%22a.txt%22%5D")
                    .header("X-NC-Files", "a.txt")
                    .send();
            assertThat(unzipped(answer).keySet()).containsExactly("a.txt");
        }

        @Test
        void ofNoneIsTheWhole() {
            String docs = docs();
            assertThat(unzipped(client.get(docs + "?accept=zip&files=%5B%5D"))).hasSize(6);
            assertThat(unzipped(client.get(docs + "?accept=zip&files="))).hasSize(6);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"nosuch", "..", "sub/%C3%BC.txt", "%5B%22a.txt%22,%22nosuch%22%5D", "%5B%22%22,%22..%22%5D"})
        void thatAreNotThereAre404BeforeAnythingIsSent(String files) {
            String docs = docs();
            for (String method : List.of("GET", "HEAD")) {
                assertThat(client.ask(method, docs + "?accept=zip&files=" + files)
                                .send()
                                .status())
                        .isEqualTo(404);
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"%5B", "%5B%22a.txt%22", "%5B1%5D", "%5B%5B%22a.txt%22%5D%5D", "%5Bnull%5D", "%5B%5D%5B%5D"})
        void thatCannotBeReadAre400(String files) {
            assertThat(client.get(docs() + "?accept=zip&files=" + files).status())
                    .isEqualTo(400);
        }
    }

    @Nested
    class WhatGoesWrong {

        /** Half an answer must not look like a whole one. */
        @ParameterizedTest
        @EnumSource(ArchiveFormat.class)
        void damagedContentBreaksTheConnectionOff(ArchiveFormat format, @TempDir Path data) throws IOException {
            try (DavServer server = new DavServer(data, DavSettings.DEFAULT)) {
                DavClient owner = server.client("owner", new Quota.Unlimited());
                owner.folder("/Docs");
                byte[] content = new byte[4_000_000];
                owner.ask("PUT", "/Docs/a.bin").body(content).send();
                owner.stored("/Docs/b.txt", "behind");
                assertThat(owner.ask("GET", "/Docs")
                                .header("Accept", format.mediaType())
                                .send()
                                .body())
                        .hasSizeGreaterThan(content.length);

                alterTheMiddle(data.resolve("objects"));

                assertThatThrownBy(() -> owner.ask("GET", "/Docs")
                                .header("Accept", format.mediaType())
                                .send())
                        .as("the end of the answer never comes")
                        .isInstanceOf(UncheckedIOException.class);
            }
        }

        private static void alterTheMiddle(Path objects) throws IOException {
            int altered = 0;
            try (Stream<Path> paths = Files.walk(objects)) {
                for (Path path : paths.filter(Files::isRegularFile).toList()) {
                    byte[] bytes = Files.readAllBytes(path);
                    bytes[bytes.length / 2] ^= 1;
                    Files.write(path, bytes);
                    altered++;
                }
            }
            assertThat(altered).isEqualTo(1);
        }

        /** Beyond the bound a client is asked to come again; one that has gone gives its turn back. */
        @Test
        void manyAtOnceAreBounded(@TempDir Path data) {
            try (DavServer server = new DavServer(data, DavSettings.DEFAULT)) {
                DavClient owner = server.client("owner", new Quota.Unlimited());
                owner.folder("/Docs");
                List<Archives.Turn> turns = new ArrayList<>();
                for (int i = 0; i < Archives.AT_ONCE_MAX; i++) {
                    turns.add(server.archives.turn().orElseThrow());
                }
                Answer refused = owner.get("/Docs?accept=zip");
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.header("Retry-After")).isEqualTo("30");
                turns.getFirst().close();
                for (int i = 0; i < 3; i++) {
                    assertThat(unzipped(owner.get("/Docs?accept=zip"))).containsOnlyKeys("Docs/");
                }
                assertThat(owner.get("/Docs?accept=zip&files=nosuch").status()).isEqualTo(404);
                assertThat(owner.get("/Docs?accept=zip").status()).isEqualTo(200);
            }
        }
    }
}
