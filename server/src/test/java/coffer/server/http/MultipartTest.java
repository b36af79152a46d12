package coffer.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartTest {
    private static final Multipart.Limits LIMITS = new Multipart.Limits(3, 2, 40);

    private static Multipart multipart(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return new Multipart(new ByteArrayInputStream(bytes), bytes.length, "B", LIMITS);
    }

    private static PartFields next(Multipart parts) throws IOException {
        return parts.next().orElseThrow();
    }

    private static String text(InputStream content) throws IOException {
        return new String(content.readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Reads everything, each part with the length its header says. */
    private static List<String> contents(String body) throws IOException {
        Multipart parts = multipart(body);
        List<String> contents = new ArrayList<>();
        for (Optional<PartFields> fields = parts.next(); fields.isPresent(); fields = parts.next()) {
            long bytes = Long.parseLong(fields.get().value("L").orElseThrow());
            contents.add(text(parts.content(bytes)));
        }
        return contents;
    }

    @Test
    void partsOfKnownLengthMayHoldAnythingEvenTheirBoundary() throws IOException {
        assertThat(
                        contents(
                                "--B\r\nL: 5\r\n\r\nhello\r\n--B\r\nl:0\r\n\r\n\r\n--B\r\nL: 7\r\n\r\n\r\n--B\r\n\r\n--B--\r\n"))
                .containsExactly("hello", "", "\r\n--B\r\n");
    }

    @Test
    void aBodyWithoutPartsIsOne() throws IOException {
        assertThat(multipart("--B--").next()).isEmpty();
    }

    @Test
    void whatFollowsTheLastBoundaryIsPassedOver() throws IOException {
        assertThat(contents("--B\r\nL: 1\r\n\r\nx\r\n--B--whatever\r\n--B\r\nL: 1\r\n\r\ny\r\n--B--"))
                .containsExactly("x");
    }

    @Test
    void contentThatNobodyWantsIsSkipped() throws IOException {
        Multipart parts = multipart("--B\r\nN: 1\r\n\r\nhello\r\n--B\r\nN: 2\r\n\r\nyou\r\n--B--\r\n");
        next(parts);
        assertThat(parts.content(5).read()).isEqualTo('h');
        assertThat(next(parts).value("n")).contains("2");
        assertThat(parts.contentBytes(3)).asString().isEqualTo("you");
        assertThat(parts.next()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\r", "\r\n", "\r\n-", "\r\n--", "\r\n--\r\n--b", "\n--B\r\n", "--B--", "\r\n\r\n\r\n"})
    void partsOfUnknownLengthEndAtTheBoundary(String content) throws IOException {
        Multipart parts = multipart("--B\r\n\r\n" + content + "\r\n--B\r\n\r\nx\r\n--B--");
        next(parts);
        assertThat(parts.contentBytes(20)).asString().isEqualTo(content);
        next(parts);
        assertThat(parts.contentBytes(1)).asString().isEqualTo("x");
        assertThat(parts.next()).isEmpty();
    }

    @Test
    void theEndOfAPartIsToldOnlyAfterItsBoundaryWasSeen() throws IOException {
        for (String tail :
                new String[] {"", "\r\n--", "\r\n--B", "\r\n--Bx\r\n", "\n--B--", "x\r\n--B--", "\r\n--b--"}) {
            Multipart parts = multipart("--B\r\n\r\nhello" + tail);
            next(parts);
            InputStream content = parts.content(5);
            assertThat(content.readNBytes(5)).asString().isEqualTo("hello");
            assertThatThrownBy(content::read).as(tail).isInstanceOf(BodyRefused.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--",
                "--C\r\n\r\n\r\n--C--",
                "\r\n--B--",
                "preamble\r\n--B--",
                "--B",
                "--B\n\r\n\r\n--B--",
                "--B \r\n\r\n\r\n--B--",
                "--B\r\n",
                "--B\r\nL: 1\n\r\nx\r\n--B--",
                "--B\r\nL: 1\rx\r\n\r\nx\r\n--B--",
                "--B\r\nL\r\n\r\nx\r\n--B--",
                "--B\r\n: 1\r\n\r\nx\r\n--B--",
                "--B\r\nL : 1\r\n\r\nx\r\n--B--",
                "--B\r\nL: 1\r\n folded\r\n\r\nx\r\n--B--",
                "--B\r\nL: 1\r\nl: 1\r\n\r\nx\r\n--B--",
                "--B\r\nL: \u0000\r\n\r\nx\r\n--B--",
                "--B\r\nL: 3\r\n\r\nx\r\n--B--",
                "--B\r\nL: 99\r\n\r\nx\r\n--B--"
            })
    void whatIsNoMultipartIsRefused(String body) {
        assertThatThrownBy(() -> contents(body))
                .isInstanceOfSatisfying(
                        BodyRefused.class, e -> assertThat(e.refusal().status()).isEqualTo(400));
    }

    @Test
    void aHeaderIsUtf8() throws IOException {
        Multipart parts = multipart("--B\r\nP: \t/\u00e4 \r\n\r\n\r\n--B--");
        PartFields fields = next(parts);
        assertThat(fields.value("p")).contains("/\u00e4");
        assertThat(fields.raw("P")).contains("/\u00e4 ");
        assertThat(fields.value("q")).isEmpty();

        byte[] latin = "--B\r\nP: \u00e4\r\n\r\n\r\n--B--".getBytes(StandardCharsets.ISO_8859_1);
        Multipart broken = new Multipart(new ByteArrayInputStream(latin), latin.length, "B", LIMITS);
        assertThatThrownBy(broken::next).isInstanceOf(BodyRefused.class);
    }

    @Test
    void everythingIsBounded() throws IOException {
        String part = "--B\r\nL: 0\r\n\r\n\r\n";
        assertThat(contents(part.repeat(3) + "--B--")).hasSize(3);
        assertThatThrownBy(() -> contents(part.repeat(4) + "--B--")).hasMessageContaining("more than 3 parts");

        String end = "\r\n\r\n--B--";
        assertThat(contents("--B\r\nL: 0\r\nM: 0\r\n" + end)).hasSize(1);
        assertThatThrownBy(() -> contents("--B\r\nL: 0\r\nM: 0\r\nN: 0\r\n" + end))
                .hasMessageContaining("more than 2 header lines");

        // 40 bytes: "L: 0", "M: " and two line breaks; the empty line does not count.
        assertThat(contents("--B\r\nL: 0\r\nM: " + "m".repeat(29) + "\r\n" + end))
                .hasSize(1);
        assertThatThrownBy(() -> contents("--B\r\nL: 0\r\nM: " + "m".repeat(30) + "\r\n" + end))
                .hasMessageContaining("more than 40 bytes of header");

        Multipart parts = multipart("--B\r\n\r\n1234\r\n--B--");
        next(parts);
        assertThat(parts.contentBytes(4)).hasSize(4);
        Multipart large = multipart("--B\r\n\r\n12345\r\n--B--");
        next(large);
        assertThatThrownBy(() -> large.contentBytes(4))
                .isInstanceOfSatisfying(
                        BodyRefused.class, e -> assertThat(e.refusal().status()).isEqualTo(413));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "multipart/related; boundary=\"boundary_.oOo._L7+mk/hv\" | boundary_.oOo._L7+mk/hv",
                "multipart/related; boundary=boundary_.oOo._x1 | boundary_.oOo._x1",
                "MULTIPART/Related;type=\"a;b\" ; Boundary = x ; y=z | x"
            })
    void theBoundaryStandsInTheContentType(String type, String boundary) {
        assertThat(Multipart.boundary(type, "multipart/related")).contains(boundary);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text/plain",
                "multipart/related",
                "multipart/related; type=x",
                "multipart/form-data; boundary=x",
                "multipart/related; boundary=\"\"",
                "multipart/related; boundary=\"x ",
                "multipart/related; boundary=\"x \"",
                "multipart/related; boundary=\"x\u00e4\"",
                "multipart/related; junk boundary=x"
            })
    void aContentTypeWithoutAUsableBoundaryIsNone(String type) {
        assertThat(Multipart.boundary(type, "multipart/related")).isEmpty();
    }

    /** RFC 2046 § 5.1.1. */
    @Test
    void aBoundaryHasAtMost70Characters() {
        String type = "multipart/related; boundary=";
        assertThat(Multipart.boundary(type + "b".repeat(70), "multipart/related"))
                .isPresent();
        assertThat(Multipart.boundary(type + "b".repeat(71), "multipart/related"))
                .isEmpty();
    }
}
