package coffer.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which request targets are understood, which are refused, and that no refused one reaches a handler. */
class RequestTargetProtocolTest {
    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Nested
    class Understood {
        @ParameterizedTest
        @CsvSource(delimiter = '~', textBlock = """
                        /remote.php/dav/a/b             ~ [a, b]
                        /remote.php/dav/a/b/            ~ [a, b]
                        /remote.php/dav                 ~ []
                        /remote.php/dav/a;b=c           ~ [a;b=c]
                        /remote.php/dav/50%25%20off;%20x ~ [50% off; x]
                        /remote.php/dav/%252e%252e      ~ [%2e%2e]
                        /remote.php/dav/%252F           ~ [%2F]
                        /remote.php/dav/a+b             ~ [a+b]
                        /remote.php/dav/a%26b%3Dc%23d%3F ~ [a&b=c#d?]
                        /remote.php/dav/%E2%82%AC%f0%9f%98%80 ~ [€😀]
                        /remote.php/dav/...             ~ [...]
                        /remote.php/dav/.a/a./..a       ~ [.a, a., ..a]
                        /remote.php/dav/a?b/../c        ~ [a]
                        /remote.php/dav/[a]{b}^`'"<>|   ~ [[a]{b}^`'"<>|]
                        http://h/remote.php/dav/x       ~ [x]
                        """, quoteCharacter = '\0')
        void namesArriveDecodedOnce(String target, String segments) throws IOException {
            RawClient.Answer answer = server.get(target);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).startsWith(segments + " ");
        }

        @Test
        void theServerAsAWholeCanBePinged() throws IOException {
            assertThat(server.ask("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n").status())
                    .isEqualTo(200);
        }
    }

    @Nested
    class Refused {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/..",
                    "/../etc/passwd",
                    "/.",
                    "/a/./b",
                    "/a/../b",
                    "/a/..",
                    "/%2e%2e/b",
                    "/%2E%2e",
                    "/.%2e",
                    "/%2e",
                    "/..%2f..%2fetc",
                    "/..%2F",
                    "/a%2fb",
                    "/%2F",
                    "/%2f..%2f",
                    "/..%00",
                    "/a%00",
                    "/%00",
                    "//a",
                    "/a//b",
                    "/a//",
                    "/%",
                    "/%2",
                    "/%zz",
                    "/%2g",
                    "/%-1",
                    "/a%u002e",
                    "/%c0%ae%c0%ae",
                    "/%c0%af",
                    "/%e0%80%af",
                    "/%f0%80%80%af",
                    "/%c1%9c",
                    "/%80",
                    "/%ff",
                    "/%e2%82",
                    "/%ed%a0%80",
                    "/%f4%90%80%80",
                    "/\u00e4",
                    "/\u00ff",
                })
        void whatTwoReadersCouldUnderstandDifferently(String rest) throws IOException {
            RawClient.Answer answer = server.get("/remote.php/dav" + rest);

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.header("Content-Type")).isEqualTo("application/xml; charset=utf-8");
            assertThat(answer.text())
                    .contains(
                            "<d:error xmlns:d=\"DAV:\"",
                            "<s:exception>Sabre\\DAV\\Exception\\BadRequest</s:exception>");
            assertThat(server.reached).isEmpty();
        }

        /** A file of this name may exist on the client's disk: the desktop client must learn that the name is wrong. */
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/a%5Cb",
                    "/a\\b",
                    "/..%5c..%5cetc",
                    "/a%01",
                    "/a%0Ab",
                    "/a%0D%0Ab",
                    "/a%1f",
                    "/a%7f",
                    "/a%c2%85"
                })
        void namesThatNoFileMayHaveAsInvalidPath(String rest) throws IOException {
            RawClient.Answer answer = server.get("/remote.php/dav" + rest);

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text())
                    .contains("<s:exception>OC\\Connector\\Sabre\\Exception\\InvalidPath</s:exception>");
            assertThat(server.reached).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "GET remote.php HTTP/1.1\r\nHost: h\r\n\r\n",
                    "GET * HTTP/1.1\r\nHost: h\r\n\r\n",
                    "GET /plain/a#b HTTP/1.1\r\nHost: h\r\n\r\n",
                    "GET http://user:pw@h/plain HTTP/1.1\r\nHost: h\r\n\r\n",
                    "GET http://other/plain HTTP/1.1\r\nHost: h\r\n\r\n",
                    "CONNECT h:80 HTTP/1.1\r\nHost: h:80\r\n\r\n",
                    "GET /plain\u0000 HTTP/1.1\r\nHost: h\r\n\r\n",
                    "GET /plain\u0001 HTTP/1.1\r\nHost: h\r\n\r\n",
                    "GET /plain x HTTP/1.1\r\nHost: h\r\n\r\n",
                    "GET /plain HTTP/1.1 \r\nHost: h\r\n\r\n",
                })
        void targetsThatAreNoPaths(String request) throws IOException {
            assertThat(server.ask(request).status()).isEqualTo(400);
            assertThat(server.reached).isEmpty();
        }

        @Test
        void theServerAnswersTheNextRequestAsIfNothingHadBeen() throws IOException {
            try (RawClient client = new RawClient(server.address())) {
                String bad = "GET /remote.php/dav/%2e%2e HTTP/1.1\r\nHost: h\r\n\r\n";
                assertThat(client.exchange(bad).status()).isEqualTo(400);
                String good = "GET /remote.php/dav/a HTTP/1.1\r\nHost: h\r\n\r\n";
                assertThat(client.exchange(good).text()).startsWith("[a]");
            }
        }

        @Test
        void whatNoRouteCoversInPlainText() throws IOException {
            RawClient.Answer answer = server.get("/nothing/here");

            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
        }
    }

    @Nested
    class Limits {
        @Test
        void theDeepestPathIsRoutedAndOneMoreSegmentIsNot() throws IOException {
            String deepest = "/remote.php/dav" + "/a".repeat(RequestPath.SEGMENTS_MAX - 2);

            assertThat(server.get(deepest).status()).isEqualTo(200);
            RawClient.Answer deeper = server.get(deepest + "/a");
            assertThat(deeper.status()).isEqualTo(414);
            assertThat(deeper.text()).contains("<d:error");
        }

        @Test
        void theLongestTargetIsRoutedAndOneMoreByteIsNot() throws IOException {
            String longest = "/remote.php/dav/" + "a".repeat(Dispatch.TARGET_BYTES_MAX - 16);

            assertThat(longest).hasSize(Dispatch.TARGET_BYTES_MAX);
            assertThat(server.get(longest).status()).isEqualTo(200);
            RawClient.Answer longer = server.get(longest + "a");
            assertThat(longer.status()).isEqualTo(414);
            assertThat(longer.text()).contains("<d:error");
        }

        @Test
        void anAbsurdTargetIsRefusedBeforeItsEnd() throws IOException {
            assertThat(server.get("/remote.php/dav/" + "a".repeat(HttpSettings.HEADER_BYTES_MAX))
                            .status())
                    .isEqualTo(414);
        }
    }
}
