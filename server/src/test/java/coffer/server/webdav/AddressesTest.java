package coffer.server.webdav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.server.http.RequestPath;
import coffer.server.http.RequestRefused;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

    @Nested
    class Hrefs {

        @Test
        void theEncodingIsThatOfTheStockServer() {
            assertThat(Href.encode("/a b/50% off; final.txt")).isEqualTo("/a%20b/50%25%20off%3b%20final.txt");
            assertThat(Href.encode("Größe – 文")).isEqualTo("Gr%c3%b6%c3%9fe%20%e2%80%93%20%e6%96%87");
            assertThat(Href.encode("it's+&#?")).isEqualTo("it%27s%2b%26%23%3f");
            assertThat(Href.encode("/A-Z_.~(1):2@3")).isEqualTo("/A-Z_.~(1):2@3");
        }

        @Test
        void parametersOfFieldsEscapeMore() {
            assertThat(Href.encodeStrictly("a (1)\"@b.txt")).isEqualTo("a%20%281%29%22%40b.txt");
        }
    }

    @Nested
    class References {

        private static Optional<RequestPath> path(String reference) {
            return DavUri.path(reference, List.of("cloud.example:8080"), "");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/remote.php/dav/a%20b",
                    "http://cloud.example:8080/remote.php/dav/a%20b",
                    "https://cloud.example/remote.php/dav/a%20b",
                    "http://CLOUD.example:80/remote.php/dav/a%20b",
                    "http://user@cloud.example:8080/remote.php/dav/a%20b",
                    "/remote.php/dav/a b"
                })
        void everyFormOfTheSameAddressIsTaken(String reference) {
            assertThat(path(reference)).map(RequestPath::segments).hasValueSatisfying(segments -> assertThat(segments)
                    .containsExactly("remote.php", "dav", "a b"));
        }

        /** The desktop client 3.16.7 sends its account address as it is on chunks; a header comes one character a byte. */
        @Test
        void rawUtf8IsTaken() {
            String bytes = new String("/dav/Größe".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            assertThat(path(bytes).orElseThrow().segments()).containsExactly("dav", "Größe");
            assertThat(path("/dav/Größe–").orElseThrow().segments()).containsExactly("dav", "Größe–");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "http://other.example:8080/remote.php/dav/a",
                    "http://cloud.example:8081/remote.php/dav/a",
                    "http://cloud.example.evil/remote.php/dav/a",
                    "ftp://cloud.example/a"
                })
        void anotherServerIsAnotherPlace(String reference) {
            assertThat(path(reference)).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "a",
                    "//cloud.example/a",
                    "/a/../b",
                    "/a/%2e%2e/b",
                    "/a%2fb",
                    "/a?b",
                    "/a#b",
                    "/a//b",
                    "/%ff",
                    "/%zz",
                    "/a%00",
                    "remote.php/dav"
                })
        void oddReferencesAreRefused(String reference) {
            assertThatThrownBy(() -> path(reference)).isInstanceOf(RequestRefused.class);
        }

        @Test
        void aPublicPathIsTakenOffAndMustBeThere() {
            assertThat(DavUri.path("/cloud/remote.php/dav", List.of("c"), "/cloud")
                            .orElseThrow()
                            .segments())
                    .containsExactly("remote.php", "dav");
            assertThat(DavUri.path("/remote.php/dav", List.of("c"), "/cloud")).isEmpty();
        }

        @Test
        void addressesOfNumbersWork() {
            assertThat(DavUri.path("http://[::1]:8080/a", List.of("[::1]:8080"), ""))
                    .isPresent();
            assertThat(DavUri.path("http://[::1]/a", List.of("[::1]:8080"), "")).isPresent();
            assertThat(DavUri.path("http://[::2]/a", List.of("[::1]:8080"), "")).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "a.txt, text/plain",
        "A.JPG, image/jpeg",
        "a.tar.gz, application/gzip",
        "prop, application/octet-stream",
        ".txt, application/octet-stream",
        "a., application/octet-stream",
        "b.unknownending, application/octet-stream"
    })
    void mediaTypesComeFromTheEndingOfTheName(String name, String type) {
        assertThat(MediaTypes.ofName(name)).isEqualTo(type);
    }
}
