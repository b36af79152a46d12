package coffer.server.webdav;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.server.http.RawClient.Answer;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110, sections 9.3.1, 9.3.2, 13 and 14. */
class GetProtocolTest extends DavProtocolTest {

    private static final String WRITTEN = "Sun, 22 Nov 2026 10:00:00 GMT";

    private String file = "";
    private String etag = "";

    @BeforeEach
    void storeFile() {
        file = in("a.txt");
        etag = client.stored(file, "0123456789");
    }

    private Answer get(String field, String value) {
        return client.ask("GET", file).header(field, value).send();
    }

    @Nested
    class Content {

        @Test
        void comesWithEverythingTheClientsRead() {
            Answer answer = client.get(file);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).isEqualTo("0123456789");
            assertThat(answer.header("Content-Length")).isEqualTo("10");
            assertThat(answer.header("Content-Type")).isEqualTo("text/plain;charset=UTF-8");
            assertThat(answer.header("ETag")).isEqualTo(etag);
            assertThat(answer.header("OC-ETag")).isEqualTo(etag);
            assertThat(answer.header("Last-Modified")).isEqualTo(WRITTEN);
            assertThat(answer.header("Accept-Ranges")).isEqualTo("bytes");
            assertThat(answer.header("Content-Disposition"))
                    .isEqualTo("attachment; filename*=UTF-8''a.txt; filename=\"a.txt\"");
            assertThat(answer.header("X-Accel-Buffering")).isEqualTo("no");
            assertThat(answer.header("OC-FileId"))
                    .endsWith(client.server().installation.instanceId());
            assertThat(answer.header("OC-Checksum")).isEmpty();
        }

        /** Whatever a client stores, no browser may run it in the name of this server. */
        @Test
        void isNeverShownInPlace() {
            client.stored(in("x.html"), "<script>alert(1)</script>");
            Answer answer = client.get(in("x.html"));
            assertThat(answer.header("Content-Disposition")).startsWith("attachment;");
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'");
        }

        @Test
        void oddNamesAreEscapedInTheDisposition() {
            client.stored(in("%22%0Aa%C3%A4.txt".replace("%0A", "%20")), "x");
            assertThat(client.get(in("%22%20a%C3%A4.txt")).header("Content-Disposition"))
                    .isEqualTo("attachment; filename*=UTF-8''%22%20a%c3%a4.txt; filename=\"%22%20a%c3%a4.txt\"");
        }

        @Test
        void carriesTheChecksumThatWasAnnounced() {
            client.ask("PUT", file)
                    .header("OC-Checksum", "SHA1:87acec17cd9dcd20a716cc2cf67417b71c8a7016")
                    .body("0123456789")
                    .send();
            assertThat(client.get(file).header("OC-Checksum"))
                    .isEqualTo("SHA1:87acec17cd9dcd20a716cc2cf67417b71c8a7016");
        }

        @Test
        void isNeverCompressed() {
            client.stored(file, "x".repeat(100_000));
            Answer answer =
                    client.ask("GET", file).header("Accept-Encoding", "gzip").send();
            assertThat(answer.header("Content-Encoding")).isEmpty();
            assertThat(answer.header("Content-Length")).isEqualTo("100000");
            assertThat(answer.body()).hasSize(100_000);
        }

        @Test
        void ofAnEmptyFileIsEmpty() {
            client.stored(file, "");
            Answer answer = client.ask("GET", file).header("Range", "bytes=0-").send();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Length")).isEqualTo("0");
        }

        @Test
        void headHasTheSameFieldsAndNoBody() {
            Answer head = client.ask("HEAD", file).header("Range", "bytes=2-3").send();
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("Content-Length")).isEqualTo("10");
            assertThat(head.header("ETag")).isEqualTo(etag);
            assertThat(head.body()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"GET", "HEAD"})
        void aFolderIsASentence(String method) {
            for (String folder : new String[] {dir, dir + "/", "/"}) {
                Answer answer = client.ask(method, folder).send();
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.header("Content-Type")).startsWith("text/plain");
            }
        }

        @Test
        void whatIsNotThereIs404() {
            Answer answer = client.get(in("nosuch.txt"));
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.text()).contains("Sabre\\DAV\\Exception\\NotFound");
            assertThat(client.get(in("a.txt/below")).status()).isEqualTo(404);
        }
    }

    @Nested
    class Ranges {

        @ParameterizedTest
        @CsvSource({
            "bytes=2-5, 2345, bytes 2-5/10",
            "bytes=-3, 789, bytes 7-9/10",
            "bytes=8-, 89, bytes 8-9/10",
            "bytes=0-0, 0, bytes 0-0/10",
            "bytes=5-500, 56789, bytes 5-9/10"
        })
        void oneRangeIs206(String range, String content, String contentRange) {
            Answer answer = get("Range", range);
            assertThat(answer.status()).isEqualTo(206);
            assertThat(answer.text()).isEqualTo(content);
            assertThat(answer.header("Content-Range")).isEqualTo(contentRange);
            assertThat(answer.header("Content-Length")).isEqualTo(Integer.toString(content.length()));
            assertThat(answer.header("ETag")).isEqualTo(etag);
        }

        @ParameterizedTest
        @ValueSource(strings = {"bytes=0-1,4-5", "bytes=0-0,-1", "pages=1-2", "bytes=5-2", "nonsense"})
        void severalAndUnknownRangesAreTheWhole(String range) {
            Answer answer = get("Range", range);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).isEqualTo("0123456789");
        }

        @Test
        void aRangeBehindTheEndIs416() {
            Answer answer = get("Range", "bytes=50-60");
            assertThat(answer.status()).isEqualTo(416);
            assertThat(answer.header("Content-Range")).isEqualTo("bytes */10");
            assertThat(answer.text()).contains("Sabre\\DAV\\Exception\\RequestedRangeNotSatisfiable");
        }

        /** Across the borders of sealed segments, at random places. */
        @Test
        void rangesOfALargeFileAreExact() {
            byte[] content = new byte[300_000];
            new Random(20261122).nextBytes(content);
            client.ask("PUT", in("big.bin")).body(content).send();
            Random places = new Random(7);
            for (int i = 0; i < 20; i++) {
                int from = places.nextInt(content.length);
                int to = from + places.nextInt(content.length - from);
                Answer answer = client.ask("GET", in("big.bin"))
                        .header("Range", "bytes=" + from + "-" + to)
                        .send();
                assertThat(answer.status()).isEqualTo(206);
                assertThat(answer.body()).isEqualTo(java.util.Arrays.copyOfRange(content, from, to + 1));
            }
        }

        @Nested
        class IfRange {

            private Answer part(String condition) {
                return client.ask("GET", file)
                        .header("Range", "bytes=2-5")
                        .header("If-Range", condition)
                        .send();
            }

            @Test
            void theSameTagOrDateGivesThePart() {
                assertThat(part(etag).status()).isEqualTo(206);
                assertThat(part(WRITTEN).status()).isEqualTo(206);
            }

            @ParameterizedTest
            @ValueSource(
                    strings = {
                        "\"0000000000000000\"",
                        "Sun, 22 Nov 2026 09:59:59 GMT",
                        "Mon, 23 Nov 2026 10:00:00 GMT",
                        "odd"
                    })
            void anotherGivesTheWhole(String condition) {
                assertThat(part(condition).status()).isEqualTo(200);
            }

            @Test
            void aWeakTagGivesTheWhole() {
                assertThat(part("W/" + etag).status()).isEqualTo(200);
            }
        }
    }

    @Nested
    class Conditions {

        @Test
        void ifNoneMatchGives304WithTheValidators() {
            Answer answer = get("If-None-Match", "\"x\", " + etag);
            assertThat(answer.status()).isEqualTo(304);
            assertThat(answer.header("ETag")).isEqualTo(etag);
            assertThat(answer.header("OC-ETag")).isEqualTo(etag);
            assertThat(get("If-None-Match", "W/" + etag).status()).isEqualTo(304);
            assertThat(get("If-None-Match", "*").status()).isEqualTo(304);
            assertThat(get("If-None-Match", "\"x\"").status()).isEqualTo(200);
        }

        @Test
        void ifModifiedSinceGives304UntilItChanges() {
            assertThat(get("If-Modified-Since", WRITTEN).status()).isEqualTo(304);
            assertThat(get("If-Modified-Since", "Mon, 23 Nov 2026 10:00:00 GMT").status())
                    .isEqualTo(304);
            assertThat(get("If-Modified-Since", "Sun, 22 Nov 2026 09:59:59 GMT").status())
                    .isEqualTo(200);
            assertThat(get("If-Modified-Since", "yesterday").status()).isEqualTo(200);
        }

        @Test
        void ifModifiedSinceDoesNotCountBesideIfNoneMatch() {
            Answer answer = client.ask("GET", file)
                    .header("If-None-Match", "\"x\"")
                    .header("If-Modified-Since", WRITTEN)
                    .send();
            assertThat(answer.status()).isEqualTo(200);
        }

        @Test
        void ifMatchAndIfUnmodifiedSinceGive412() {
            assertThat(get("If-Match", etag).status()).isEqualTo(200);
            assertThat(get("If-Match", "*").status()).isEqualTo(200);
            Answer failed = get("If-Match", "W/" + etag);
            assertThat(failed.status()).isEqualTo(412);
            assertThat(failed.header("ETag")).isEqualTo(etag);
            assertThat(failed.text()).contains("<s:header>If-Match</s:header>");
            assertThat(get("If-Unmodified-Since", WRITTEN).status()).isEqualTo(200);
            assertThat(get("If-Unmodified-Since", "Sun, 22 Nov 2026 09:59:59 GMT")
                            .status())
                    .isEqualTo(412);
        }

        @Test
        void ifUnmodifiedSinceDoesNotCountBesideIfMatch() {
            Answer answer = client.ask("GET", file)
                    .header("If-Match", etag)
                    .header("If-Unmodified-Since", "Sun, 22 Nov 2026 09:59:59 GMT")
                    .send();
            assertThat(answer.status()).isEqualTo(200);
        }

        @Test
        void ifMatchComesBeforeIfNoneMatch() {
            Answer answer = client.ask("GET", file)
                    .header("If-Match", "\"x\"")
                    .header("If-None-Match", etag)
                    .send();
            assertThat(answer.status()).isEqualTo(412);
        }

        @Test
        void theIfFieldCountsForReadingToo() {
            assertThat(get("If", "([" + etag + "])").status()).isEqualTo(200);
            assertThat(get("If", "([\"x\"])").status()).isEqualTo(412);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = ';',
                value = {"If-Match; etag", "If-None-Match; \"x", "If; (<x>)", "If; nonsense"})
        void aFieldThatCannotBeReadIs400(String field, String value) {
            assertThat(get(field, value).status()).isEqualTo(400);
        }
    }

    /** The stock server keeps the tag of a file that is written twice within a second; a change is lost then. */
    @Test
    void everyWriteGivesANewTag() {
        String second = client.stored(file, "0123456789");
        assertThat(second).isNotEqualTo(etag);
        assertThat(get("If-None-Match", etag).status()).isEqualTo(200);
    }

    @Test
    void modificationTimesAreComparedInWholeSeconds() {
        client.server().clock.turn(Duration.ofMillis(400));
        String tag = client.stored(in("b.txt"), "x");
        String shown = client.get(in("b.txt")).header("Last-Modified");
        assertThat(client.ask("GET", in("b.txt"))
                        .header("If-Modified-Since", shown)
                        .send()
                        .status())
                .isEqualTo(304);
        assertThat(client.ask("GET", in("b.txt"))
                        .header("If-Range", shown)
                        .header("Range", "bytes=0-0")
                        .send()
                        .status())
                .isEqualTo(206);
        assertThat(client.ask("GET", in("b.txt"))
                        .header("If-Unmodified-Since", shown)
                        .send()
                        .header("ETag"))
                .isEqualTo(tag);
        client.server().clock.turn(Duration.ofMillis(-400));
    }
}
