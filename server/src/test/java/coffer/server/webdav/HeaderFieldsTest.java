package coffer.server.webdav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.base.FilePath;
import coffer.files.Conditions.IfList;
import coffer.files.Conditions.IfTerm;
import coffer.files.EntityTags;
import coffer.server.webdav.ByteRange.Asked;
import coffer.server.webdav.HeaderScanner.MalformedHeader;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderFieldsTest {

    @Nested
    class IfOfRfc4918Section10_4 {

        private static final EntityTags.Tag TAG = new EntityTags.Tag(false, "x");

        private static List<IfList> parse(String value) {
            return IfField.parse(
                    value,
                    reference -> reference.startsWith("/mine/")
                            ? Optional.of(FilePath.of(List.of(reference.substring(6))))
                            : Optional.empty());
        }

        @Test
        void untaggedListsSpeakOfTheTarget() {
            assertThat(parse("(<urn:a> [\"x\"]) (Not <DAV:no-lock>)"))
                    .containsExactly(new IfList(
                            null,
                            List.of(
                                    List.of(IfTerm.token("urn:a"), IfTerm.tag(TAG)),
                                    List.of(IfTerm.token("DAV:no-lock").negated()))));
        }

        @Test
        void taggedListsSpeakOfTheirResource() {
            assertThat(parse("</mine/a> (<urn:1>)(<urn:2>) </mine/b>(not[W/\"x\"])"))
                    .containsExactly(
                            new IfList(
                                    FilePath.of(List.of("a")),
                                    List.of(List.of(IfTerm.token("urn:1")), List.of(IfTerm.token("urn:2")))),
                            new IfList(
                                    FilePath.of(List.of("b")),
                                    List.of(List.of(IfTerm.tag(new EntityTags.Tag(true, "x"))
                                            .negated()))));
        }

        /** The desktop client 3.16 with the lock of an open file: no escapes, and not the folder it synchronises with. */
        @Test
        void aTokenOfAFileLockCountsForTheTargetWhateverItsTag() {
            IfTerm token = IfTerm.token("opaquelocktoken:files_lock/1");
            for (String tag : List.of("http://h/a b/100%.txt", "", "x", "http://h/?#")) {
                assertThat(parse("<" + tag + "> (<opaquelocktoken:files_lock/1>)"))
                        .containsExactly(new IfList(null, List.of(List.of(token))));
            }
            assertThat(parse("</mine/a> (<opaquelocktoken:files_lock/1>)"))
                    .containsExactly(
                            new IfList(null, List.of(List.of(token))),
                            new IfList(FilePath.of(List.of("a")), List.of(List.of(token))));
            assertThat(parse("</mine/a> (Not <opaquelocktoken:files_lock/1>)"))
                    .containsExactly(new IfList(FilePath.of(List.of("a")), List.of(List.of(token.negated()))));
            assertThat(parse("</theirs/a> (<opaquelocktoken:files_lock/1> [\"x\"])"))
                    .containsExactly(IfList.elsewhere(List.of(List.of(token, IfTerm.tag(TAG)))));
        }

        /** The desktop clients 3.7.3 and 3.16.7 send this on the final MOVE of an upload that replaces a file. */
        @Test
        void theDesktopClientsForm() {
            assertThat(parse("</mine/big.bin> ([\"4fa9ee403e1fff3a62a9298b9ec21cc4\"])"))
                    .containsExactly(new IfList(
                            FilePath.of(List.of("big.bin")),
                            List.of(List.of(
                                    IfTerm.tag(new EntityTags.Tag(false, "4fa9ee403e1fff3a62a9298b9ec21cc4"))))));
        }

        @Test
        void whatLiesElsewhereHasNoState() {
            assertThat(parse("<http://other/> (<urn:1>)"))
                    .containsExactly(IfList.elsewhere(List.of(List.of(IfTerm.token("urn:1")))));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    " ",
                    "()",
                    "( )",
                    "(<urn:a>",
                    "<urn:a>",
                    "(<>)",
                    "(<a b:c>)",
                    "([x])",
                    "([\"x\")",
                    "(\"x\")",
                    "(<urn:a>) x",
                    "(<urn:a>) </mine/a> (<urn:b>)",
                    "</mine/a>",
                    "</mine/a> </mine/b> (<urn:a>)",
                    "(<no-uri>)",
                    "(Not)",
                    "(Not Not <urn:a>)",
                    "(<urn:a>),(<urn:b>)",
                    "garbage"
                })
        void everythingElseIsRefused(String value) {
            assertThatThrownBy(() -> parse(value)).isInstanceOf(MalformedHeader.class);
        }

        @Test
        void theNumberOfConditionsIsBounded() {
            parse("(<urn:a>)".repeat(IfField.TERMS_MAX));
            assertThatThrownBy(() -> parse("(<urn:a>)".repeat(IfField.TERMS_MAX + 1)))
                    .isInstanceOf(MalformedHeader.class);
        }
    }

    @Nested
    class EntityTagLists {

        @Test
        void anyTagAndListsAreRead() {
            assertThat(EntityTagField.parse(" * ")).isEqualTo(EntityTags.ANY);
            assertThat(EntityTagField.parse("\"a\", W/\"b,c\",,\"\""))
                    .isEqualTo(EntityTags.of(List.of(
                            new EntityTags.Tag(false, "a"),
                            new EntityTags.Tag(true, "b,c"),
                            new EntityTags.Tag(false, ""))));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", ",", "a", "\"a", "*, \"a\"", "\"a\" \"b\"", "w/\"a\"", "W\"a\""})
        void everythingElseIsRefused(String value) {
            assertThatThrownBy(() -> EntityTagField.parse(value)).isInstanceOf(MalformedHeader.class);
        }

        @Test
        void theNumberOfTagsIsBounded() {
            EntityTagField.parse("\"a\",".repeat(EntityTagField.TAGS_MAX));
            assertThatThrownBy(() -> EntityTagField.parse("\"a\",".repeat(EntityTagField.TAGS_MAX + 1)))
                    .isInstanceOf(MalformedHeader.class);
        }
    }

    @Nested
    class Ranges {

        @ParameterizedTest
        @CsvSource({
            "bytes=0-0, 0, 1",
            "bytes=2-5, 2, 6",
            "bytes=2-, 2, 10",
            "bytes=-3, 7, 10",
            "bytes=-100, 0, 10",
            "bytes=5-100, 5, 10",
            "Bytes=9-9, 9, 10",
            "bytes=0-99999999999999999999, 0, 10"
        })
        void oneRangeIsServed(String field, long from, long toExclusive) {
            assertThat(ByteRange.asked(Optional.of(field), 10))
                    .isEqualTo(new Asked.Part(new ByteRange(from, toExclusive)));
        }

        @ParameterizedTest
        @ValueSource(strings = {"bytes=10-", "bytes=50-60", "bytes=-0", "bytes=99999999999999999999-"})
        void whatLiesBehindTheEndCannotBeServed(String field) {
            assertThat(ByteRange.asked(Optional.of(field), 10)).isEqualTo(new Asked.Unsatisfiable());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "bytes=0-1,4-5",
                    "lines=0-1",
                    "bytes",
                    "bytes=",
                    "bytes=-",
                    "bytes=a-b",
                    "bytes=5-2",
                    "bytes=+1-2",
                    "bytes=1",
                    "bytes=--1",
                    "bytes=0-1-2"
                })
        void severalRangesAndNonsenseAreIgnored(String field) {
            assertThat(ByteRange.asked(Optional.of(field), 10)).isEqualTo(new Asked.Whole());
        }

        @Test
        void anEmptyFileIsAlwaysServedWhole() {
            assertThat(ByteRange.asked(Optional.of("bytes=0-"), 0)).isEqualTo(new Asked.Whole());
        }

        @Test
        void contentRangeNamesFirstAndLastByte() {
            assertThat(new ByteRange(2, 6).contentRange(10)).isEqualTo("bytes 2-5/10");
        }
    }

    @Nested
    class Dates {

        private static final Instant TIME = Instant.parse("1994-11-06T08:49:37Z");

        @Test
        void theThreeFormsOfRfc9110AreRead() {
            assertThat(HttpDate.parse("Sun, 06 Nov 1994 08:49:37 GMT")).contains(TIME);
            assertThat(HttpDate.parse("Sunday, 06-Nov-94 08:49:37 GMT")).contains(TIME);
            assertThat(HttpDate.parse("Sun Nov  6 08:49:37 1994")).contains(TIME);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "now",
                    "1994-11-06T08:49:37Z",
                    "Sun, 06 Nov 1994 08:49:37 CET",
                    "Sun, 32 Nov 1994 08:49:37 GMT"
                })
        void everythingElseIsNoDate(String text) {
            assertThat(HttpDate.parse(text)).isEmpty();
        }

        @Test
        void datesAreWrittenInTheFixedForm() {
            assertThat(HttpDate.format(TIME)).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
            assertThat(HttpDate.format(Instant.ofEpochSecond(1_795_306_247)))
                    .isEqualTo("Sun, 22 Nov 2026 00:10:47 GMT");
            assertThat(HttpDate.formatIso(TIME)).isEqualTo("1994-11-06T08:49:37+00:00");
        }
    }

    @Nested
    class Times {

        @ParameterizedTest
        @CsvSource({"1763700000, 1763700000", "1763700000.0, 1763700000", "1763700000.999, 1763700000", "0, 0"})
        void secondsAreReadAlsoWithDecimals(String text, long seconds) {
            assertThat(UnixTime.parse(text)).contains(Instant.ofEpochSecond(seconds));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "notanumber", "0x5f5e100", "-1", "+1", "1e9", " 1", "1.", ".5", "1234567890123"})
        void everythingElseIsNoTime(String text) {
            assertThat(UnixTime.parse(text)).isEmpty();
        }
    }
}
