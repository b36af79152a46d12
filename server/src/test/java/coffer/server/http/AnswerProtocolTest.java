package coffer.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.server.http.RawClient.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every answer carries, what is compressed, and what becomes of a handler's mishaps. */
class AnswerProtocolTest {
    private static final String LONG_TEXT = "<a/>".repeat(20_000);

    private final TestServer server = new TestServer(
            HttpSettings.at("127.0.0.1", 0),
            dav("fail", (_, response) -> {
                response.header("ETag", "\"1\"");
                response.contentLength(5);
                response.body().write(1);
                throw new IllegalStateException("secret detail");
            }),
            dav("overflow", (_, _) -> endless(0)),
            dav("refuse", (_, _) -> {
                throw new RequestRefused(423, "a < b & c").withHeader("X-Why", "locked");
            }),
            dav(
                    "once",
                    (request, response) -> response.send(
                            200,
                            "text/plain; charset=utf-8",
                            request.header("Depth").orElse("none"))),
            dav("document", (_, response) -> response.send(207, "application/xml; charset=utf-8", LONG_TEXT)),
            dav("stream", (_, response) -> {
                try (OutputStream out = response.document("application/xml; charset=utf-8")) {
                    for (int i = 0; i < LONG_TEXT.length(); i += 4) {
                        out.write(LONG_TEXT.substring(i, i + 4).getBytes(StandardCharsets.UTF_8));
                    }
                }
            }),
            dav(
                    "short",
                    (_, response) -> response.send(
                            200,
                            "application/json; charset=utf-8",
                            "a".repeat(DocumentBody.COMPRESSED_FROM_BYTES - 1))),
            dav("file", (_, response) -> {
                byte[] content = LONG_TEXT.getBytes(StandardCharsets.UTF_8);
                response.header("Content-Type", "application/xml");
                response.contentLength(content.length);
                response.body().write(content);
            }),
            dav("split", (_, response) -> response.header("X", "a\r\nSet-Cookie: b")));

    private static Route dav(String name, Handler handler) {
        return Route.of("/" + name, Access.ANONYMOUS, DavErrors.SHAPE, handler);
    }

    private static int endless(int depth) {
        return depth < 0 ? 0 : endless(depth + 1) + 1;
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Nested
    class EveryAnswer {
        @ParameterizedTest
        @ValueSource(strings = {"/plain/a", "/nothing", "/private/a", "/fail", "/plain/%00", "/plain/%2e%2e"})
        void tellsBrowsersToTrustNothing(String target) throws IOException {
            Answer answer = server.get(target);

            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("X-Frame-Options")).isEqualTo("SAMEORIGIN");
            assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(answer.header("X-Robots-Tag")).isEqualTo("noindex, nofollow");
            assertThat(answer.header("X-Permitted-Cross-Domain-Policies")).isEqualTo("none");
            assertThat(answer.header("Content-Security-Policy")).startsWith("default-src 'none'");
            assertThat(answer.headers()).doesNotContainKeys("server", "x-powered-by", "set-cookie");
            assertThat(answer.header("X-Request-Id")).matches("[0-9a-f]{16}");
        }

        @Test
        void hasTheTime() throws IOException {
            String date = server.get("/plain/a").header("Date");

            Instant time = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            assertThat(Duration.between(time, Instant.now()).abs()).isLessThan(Duration.ofMinutes(1));
        }

        @ParameterizedTest
        @CsvSource({
            "c0ffee00-1234-4321-aaaa-0123456789ab, true",
            "12345678, true",
            "1234567, false",
            "a b c d e f g h, false",
            "aaaaaaaa<script>, false",
            "aaaaaaaa%0a, false"
        })
        void takesOverTheClientsIdWhenItIsSane(String id, boolean taken) throws IOException {
            String answered = server.ask("GET /plain HTTP/1.1\r\nHost: h\r\nX-Request-ID: " + id + "\r\n\r\n")
                    .header("X-Request-Id");

            assertThat(answered.equals(id)).isEqualTo(taken);
        }
    }

    @Nested
    class Mishaps {
        @ParameterizedTest
        @ValueSource(strings = {"/fail", "/overflow", "/split"})
        void anUnexpectedExceptionIsA500WithoutDetails(String target) throws IOException {
            Answer answer = server.get(target);

            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.text())
                    .contains("<s:exception>Sabre\\DAV\\Exception</s:exception>", answer.header("X-Request-Id"))
                    .doesNotContain("secret", "IllegalState");
            assertThat(answer.headers()).doesNotContainKeys("etag", "set-cookie");
            assertThat(server.get("/plain/alive").status()).isEqualTo(200);
        }

        @Test
        void aRefusalIsAnsweredWithItsHeadersAndEscapedText() throws IOException {
            Answer answer = server.get("/refuse");

            assertThat(answer.status()).isEqualTo(423);
            assertThat(answer.header("X-Why")).isEqualTo("locked");
            assertThat(answer.header("Content-Type")).isEqualTo("application/xml; charset=utf-8");
            assertThat(answer.text()).isEqualTo("""
                            <?xml version="1.0" encoding="utf-8"?>
                            <d:error xmlns:d="DAV:" xmlns:s="http://sabredav.org/ns">\
                            <s:exception>OCA\\DAV\\Connector\\Sabre\\Exception\\FileLocked</s:exception>\
                            <s:message>a &lt; b &amp; c</s:message></d:error>""");
        }

        @Test
        void aHeaderThatMayStandOnceIsRefusedTwice() throws IOException {
            assertThat(server.ask("GET /once HTTP/1.1\r\nHost: h\r\ndepth: 0\r\n\r\n")
                            .text())
                    .isEqualTo("0");
            assertThat(server.ask("GET /once HTTP/1.1\r\nHost: h\r\nDepth: 0\r\nDepth: 1\r\n\r\n")
                            .status())
                    .isEqualTo(400);
        }
    }

    @Nested
    class Compression {
        @ParameterizedTest
        @ValueSource(strings = {"/document", "/stream"})
        void aLongDocumentIsCompressedForWhoAcceptsIt(String target) throws IOException {
            Answer answer = compressed(target, "zstd, br, gzip, deflate");

            assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
            assertThat(answer.header("Vary")).isEqualTo("Accept-Encoding");
            assertThat(answer.body().length).isLessThan(LONG_TEXT.length() / 10);
            try (var plain = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
                assertThat(new String(plain.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo(LONG_TEXT);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"identity", "br", "gzip;q=0", "deflate"})
        void itIsPlainForWhoDoesNot(String accepted) throws IOException {
            Answer answer = compressed("/document", accepted);

            assertThat(answer.header("Content-Encoding")).isEmpty();
            assertThat(answer.header("Vary")).isEqualTo("Accept-Encoding");
            assertThat(answer.text()).isEqualTo(LONG_TEXT);
        }

        @Test
        void aShortDocumentIsPlain() throws IOException {
            assertThat(compressed("/short", "gzip").header("Content-Encoding")).isEmpty();
        }

        /** Clients compare the length of a download with the size they were told. */
        @Test
        void fileContentIsNeverCompressed() throws IOException {
            Answer answer = compressed("/file", "gzip");

            assertThat(answer.header("Content-Encoding")).isEmpty();
            assertThat(answer.header("Content-Length")).isEqualTo("" + LONG_TEXT.length());
            assertThat(answer.text()).isEqualTo(LONG_TEXT);
        }

        private Answer compressed(String target, String accepted) throws IOException {
            return server.ask("GET " + target + " HTTP/1.1\r\nHost: h\r\nAccept-Encoding: " + accepted + "\r\n\r\n");
        }
    }
}
