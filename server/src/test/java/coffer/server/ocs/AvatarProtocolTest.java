package coffer.server.ocs;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.server.http.RawClient.Answer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures of people: real PNG, two sizes, the same each time, and none of people one may not see. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AvatarProtocolTest {
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
    void onlyAccountsSeePeopleAndNobodyChangesPictures() throws IOException {
        assertThat(server.get(null, "/index.php/avatar/anna/64").status()).isEqualTo(401);
        assertThat(server.get(null, "/remote.php/dav/avatars/anna/64.png").status())
                .isEqualTo(401);
        assertThat(server.send("PUT", anna, "/remote.php/dav/avatars/anna/64.png", "x")
                        .status())
                .isEqualTo(405);
        assertThat(server.send("POST", anna, "/index.php/avatar/anna/64", "x").status())
                .isEqualTo(405);
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
