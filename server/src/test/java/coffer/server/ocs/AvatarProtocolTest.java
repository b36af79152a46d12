package coffer.server.ocs;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.avatars.Avatars;
import coffer.base.Actor;
import coffer.server.http.RawClient;
import coffer.server.http.RawClient.Answer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures of people: real PNG, two sizes, the same each time, and none of people one may not see. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AvatarProtocolTest {
    private static final AtomicInteger PEOPLE = new AtomicInteger();

    private OcsServer server;
    private String anna;

    @BeforeAll
    void start(@TempDir Path directory) {
        server = new OcsServer(directory);
        anna = server.appPassword("anna");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/index.php/avatar/anna/1, 64",
        "/index.php/avatar/anna/64, 64",
        "/index.php/avatar/anna/65, 512",
        "/avatar/anna/99999, 512",
        "/avatar/anna/64/dark, 64",
        "/avatar/guest/Some%20Body/64, 64",
        "/index.php/avatar/guest/Some%20Body/512/dark, 512",
        "/remote.php/dav/avatars/anna/128.png, 512",
        "/remote.php/dav/avatars/anna/32.jpg, 64",
        "/remote.php/dav/avatars/ANNA/64.jpeg, 64"
    })
    void aPictureHasOneOfTwoSizes(String path, int side) throws IOException {
        Answer answer = server.get(anna, path);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("image/png");
        assertThat(answer.header("ETag")).matches("\"[0-9a-f]{32}\"");
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(answer.body()));
        assertThat(image.getWidth()).isEqualTo(side);
        assertThat(image.getHeight()).isEqualTo(side);
        assertThat(image.getRGB(0, 0)).isNotEqualTo(0xffffffff);
    }

    @Test
    void thePictureIsGeneratedAndTheSameEachTime() throws IOException {
        Answer first = server.get(anna, "/index.php/avatar/anna/64");

        assertThat(first.header("X-NC-IsCustomAvatar")).isEqualTo("0");
        assertThat(server.get(anna, "/index.php/avatar/anna/64").body()).isEqualTo(first.body());
        assertThat(server.get(anna, "/index.php/avatar/anna/64/dark").body()).isNotEqualTo(first.body());
    }

    @Test
    void whatIsKnownIsNotSentAgain() throws IOException {
        for (String path : new String[] {"/index.php/avatar/anna/64", "/remote.php/dav/avatars/anna/64.png"}) {
            String etag = server.get(anna, path).header("ETag");

            Answer again = server.get(anna, path, "If-None-Match: " + etag);
            assertThat(again.status()).isEqualTo(304);
            assertThat(again.body()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/index.php/avatar/nobody/64",
                "/index.php/avatar/root/64",
                "/index.php/avatar/anna",
                "/index.php/avatar/anna/64/light",
                "/index.php/avatar/anna/x",
                "/index.php/avatar/anna/-1",
                "/index.php/avatar/anna/999999",
                "/index.php/avatar"
            })
    void whatIsNotThereOrNotToBeSeenIsAnEmptyList(String path) throws IOException {
        Answer answer = server.get(anna, path);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).isEqualTo("[]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody/64.png", "root/64.png", "anna/64.gif", "anna/64", "anna", "anna/64.png/more"})
    void theCollectionAnswersInItsOwnShape(String path) throws IOException {
        Answer answer = server.get(anna, "/remote.php/dav/avatars/" + path);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).contains("<d:error", "Sabre\\DAV\\Exception\\NotFound");
    }

    @Test
    void onlyAccountsSeePeopleAndPicturesHaveOnePlaceToBeChanged() throws IOException {
        assertThat(server.get(null, "/index.php/avatar/anna/64").status()).isEqualTo(401);
        assertThat(server.get(null, "/remote.php/dav/avatars/anna/64.png").status())
                .isEqualTo(401);
        assertThat(server.send("PUT", anna, "/remote.php/dav/avatars/anna/64.png", "x")
                        .status())
                .isEqualTo(405);
        assertThat(server.send("POST", anna, "/index.php/avatar/anna/64", "x").status())
                .isEqualTo(405);
    }

    /** A square of one colour, as a file of one character for each byte. */
    private static String picture(String format, int rgb) throws IOException {
        BufferedImage image = new BufferedImage(100, 100, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 10_000; i++) {
            image.setRGB(i % 100, i / 100, rgb);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, format, bytes);
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    private static String form(String name, String content) {
        return "--B\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\nx\r\n--B\r\n"
                + "Content-Disposition: form-data; name=\"" + name + "\"; filename=\"me.png\"\r\n"
                + "Content-Type: image/png\r\n\r\n" + content + "\r\n--B--\r\n";
    }

    private Answer choose(String who, String body, String type) throws IOException {
        return server.send("POST", who, "/index.php/avatar/", body, "Content-Type: " + type);
    }

    private static int colour(Answer answer) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(answer.body())).getRGB(30, 30) & 0xffffff;
    }

    @Nested
    class ChosenPictures {
        private String who = "";
        private String uid = "";

        @BeforeEach
        void somebody() {
            uid = "person" + PEOPLE.incrementAndGet();
            server.account(uid, "staff");
            who = server.appPassword(uid);
        }

        @Test
        void areShownInsteadOfLettersEverywhere() throws IOException {
            String letter = server.get(who, "/avatar/" + uid + "/64").header("ETag");
            Answer chosen = choose(who, picture("png", 0x102030), "image/png");
            assertThat(chosen.status()).isEqualTo(200);
            assertThat(chosen.text()).isEqualTo("{\"status\":\"success\"}");

            for (String path : new String[] {
                "/index.php/avatar/" + uid + "/64", "/avatar/" + uid + "/512", "/avatar/" + uid + "/1024/dark"
            }) {
                Answer answer = server.get(who, path);
                assertThat(answer.header("X-NC-IsCustomAvatar")).isEqualTo("1");
                assertThat(answer.header("Content-Type")).isEqualTo("image/png");
                assertThat(answer.header("Cache-Control")).contains("max-age=86400");
                assertThat(answer.header("ETag")).matches("\"[0-9a-f]{32}\"").isNotEqualTo(letter);
                assertThat(colour(answer)).isEqualTo(0x102030);
                assertThat(server.get(who, path, "If-None-Match: " + answer.header("ETag"))
                                .status())
                        .isEqualTo(304);
                assertThat(server.get(who, path, "If-None-Match: " + letter).status())
                        .isEqualTo(200);
            }
            assertThat(colour(server.get(who, "/remote.php/dav/avatars/" + uid + "/128.png")))
                    .isEqualTo(0x102030);
            Answer guest = server.get(who, "/avatar/guest/" + uid + "/64");
            assertThat(guest.header("X-NC-IsCustomAvatar")).isEqualTo("0");
        }

        @ParameterizedTest
        @ValueSource(strings = {"files[]", "files"})
        void comeInAFormToo(String field) throws IOException {
            Answer answer = choose(who, form(field, picture("png", 0x405060)), "multipart/form-data; boundary=B");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(colour(server.get(who, "/avatar/" + uid + "/64"))).isEqualTo(0x405060);
        }

        @Test
        void areRemovedByTheirOwnersAndByAdministrators() throws IOException {
            String other = server.appPassword("anna");
            String root = server.appPassword("root");
            choose(who, picture("gif", 0x102030), "image/gif");

            assertThat(server.send("DELETE", other, "/index.php/avatar/" + uid, "")
                            .status())
                    .isEqualTo(404);
            assertThat(server.get(who, "/avatar/" + uid + "/64").header("X-NC-IsCustomAvatar"))
                    .isEqualTo("1");
            assertThat(server.send("DELETE", root, "/index.php/avatar/" + uid, "")
                            .status())
                    .isEqualTo(200);
            assertThat(server.get(who, "/avatar/" + uid + "/64").header("X-NC-IsCustomAvatar"))
                    .isEqualTo("0");

            choose(who, picture("jpeg", 0x102030), "image/jpeg");
            Answer removed = server.send("DELETE", who, "/index.php/avatar/", "");
            assertThat(removed.status()).isEqualTo(200);
            assertThat(removed.text()).isEqualTo("[]");
            assertThat(server.get(who, "/avatar/" + uid + "/64").header("X-NC-IsCustomAvatar"))
                    .isEqualTo("0");
        }

        @Test
        void ofAGroupsMembersAreNotRemovedByItsAdministrator() throws IOException {
            server.account("chief");
            server.accounts.groups().promote(Actor.operator("test"), "chief", "staff");
            choose(who, picture("png", 0x102030), "image/png");

            Answer refused = server.send("DELETE", server.appPassword("chief"), "/avatar/" + uid, "");

            assertThat(refused.status()).isEqualTo(403);
            assertThat(server.get(who, "/avatar/" + uid + "/64").header("X-NC-IsCustomAvatar"))
                    .isEqualTo("1");
        }

        @Test
        void mustBePictures() throws IOException {
            Answer text = choose(who, "hello", "image/png");
            assertThat(text.status()).isEqualTo(400);
            assertThat(text.text()).startsWith("{\"data\":{\"message\":\"The file is neither");
            assertThat(choose(who, "", "image/png").status()).isEqualTo(400);
            String multipart = "multipart/form-data; boundary=B";
            assertThat(choose(who, form("file", picture("png", 0)), multipart).status())
                    .isEqualTo(400);
            assertThat(choose(who, form("files[]", "hello"), multipart).status())
                    .isEqualTo(400);
            assertThat(choose(who, "--B\r\n", multipart).status()).isEqualTo(400);
            assertThat(choose(who, "x", "multipart/form-data").status()).isEqualTo(400);
            assertThat(server.get(who, "/avatar/" + uid + "/64").header("X-NC-IsCustomAvatar"))
                    .isEqualTo("0");
        }

        @Test
        void haveAtMostTwentyMebibytes() throws IOException {
            String most = "x".repeat(Avatars.FILE_BYTES_MAX);
            assertThat(choose(who, most, "image/png").status()).isEqualTo(400);
            assertThat(choose(who, most + "x", "image/png").status()).isEqualTo(413);
            assertThat(choose(who, form("files[]", most), "multipart/form-data; boundary=B")
                            .status())
                    .isEqualTo(400);
            assertThat(choose(who, form("files[]", most + "x"), "multipart/form-data; boundary=B")
                            .status())
                    .isEqualTo(413);
        }

        /** Each is held in memory while it comes; an account has one turn at a time, all together have four. */
        @Test
        void areReceivedAFewAtATime() throws IOException {
            List<RawClient> waiting = new ArrayList<>();
            String file = picture("png", 0x102030);
            try {
                for (int i = 0; i < AvatarPages.UPLOADS_MAX; i++) {
                    somebody();
                    RawClient client = new RawClient(server.address());
                    waiting.add(client);
                    client.send("POST /avatar HTTP/1.1\r\nHost: h\r\nAuthorization: " + who
                            + "\r\nContent-Type: image/png\r\nExpect: 100-continue\r\nContent-Length: "
                            + file.length() + "\r\n\r\n");
                    assertThat(client.read().status()).isEqualTo(100);
                    assertThat(choose(who, file, "image/png").status()).isEqualTo(503);
                }
                somebody();
                Answer refused = choose(who, file, "image/png");
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.header("Retry-After")).isEqualTo("5");

                assertThat(waiting.getFirst().send(file).read().status()).isEqualTo(200);
                assertThat(choose(who, file, "image/png").status()).isEqualTo(200);
            } finally {
                for (RawClient client : waiting) {
                    client.vanish();
                }
            }
        }

        @Test
        void haveOnePlaceToBeChanged() throws IOException {
            assertThat(server.send("PUT", who, "/avatar/", "x").status()).isEqualTo(405);
            assertThat(server.send("DELETE", who, "/avatar/" + uid + "/64", "").status())
                    .isEqualTo(405);
            assertThat(server.send("POST", null, "/avatar/", picture("png", 0)).status())
                    .isEqualTo(401);
            assertThat(server.send("DELETE", null, "/avatar/", "").status()).isEqualTo(401);
            assertThat(server.send("DELETE", who, "/avatar/nobody", "").status())
                    .isEqualTo(404);
        }
    }

    @Test
    void eachLetterHasADrawingOfItsOwn() {
        Set<Glyph> drawings = new HashSet<>();
        for (char letter : "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".toCharArray()) {
            assertThat(drawings.add(Glyph.ofName("" + letter))).as("" + letter).isTrue();
        }
        assertThat(drawings).doesNotContain(Glyph.ofName("\u6587"));
    }

    @ParameterizedTest
    @CsvSource({"\u00e9mile, E", "\u00c5sa, A", "  zo\u00eb, Z", "\uff22ob, B", "'', \u6587", "\ud83d\ude00, \u6587"})
    void accentsAreLeftOutAndOtherScriptsShareThePerson(String name, String like) {
        assertThat(Glyph.ofName(name)).isEqualTo(Glyph.ofName(like));
    }
}
