package coffer.server.webdav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.server.webdav.XmlCursor.MalformedXml;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class XmlCursorTest {

    private static byte[] utf8(String xml) {
        return xml.getBytes(StandardCharsets.UTF_8);
    }

    private static void readWhole(byte[] body) {
        XmlCursor.open(body).end();
    }

    private static XmlCursor.Content contentOf(String xml) {
        XmlCursor cursor = XmlCursor.open(utf8(xml));
        XmlCursor.Content content = cursor.content();
        cursor.end();
        return content;
    }

    static Stream<Arguments> hostileBodies() {
        return Stream.of(
                Arguments.of("nothing", ""),
                Arguments.of("no element", "   "),
                Arguments.of("text only", "hello"),
                Arguments.of("an element that is not closed", "<a><b></a>"),
                Arguments.of("an element that never ends", "<a>"),
                Arguments.of("two roots", "<a/><b/>"),
                Arguments.of("text behind the root", "<a/>x"),
                Arguments.of("a cut tag", "<broken"),
                Arguments.of("an attribute twice", "<a x='1' x='2'/>"),
                Arguments.of("an undeclared prefix", "<d:a/>"),
                Arguments.of("a prefix for no namespace", "<a xmlns:b=''><b:c/></a>"),
                Arguments.of("an external entity", "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>"),
                Arguments.of(
                        "an external parameter entity",
                        "<!DOCTYPE a [<!ENTITY % x SYSTEM 'http://127.0.0.1:1/'> %x;]><a/>"),
                Arguments.of("an external subset", "<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/a.dtd'><a/>"),
                Arguments.of("a harmless document type", "<!DOCTYPE a><a/>"),
                Arguments.of("an undeclared entity", "<a>&nbsp;</a>"),
                Arguments.of("an undeclared entity in an attribute", "<a b='&nbsp;'/>"),
                Arguments.of("a NUL reference", "<a>&#0;</a>"),
                Arguments.of("a surrogate reference", "<a>&#xD800;</a>"),
                Arguments.of("a control character", "<a>\u0001</a>"),
                Arguments.of("a noncharacter", "<a>\uFFFF</a>"),
                Arguments.of("an unknown encoding", "<?xml version='1.0' encoding='x-nosuch'?><a/>"),
                Arguments.of("an encoding that is not taken", "<?xml version='1.0' encoding='ISO-8859-1'?><a/>"),
                Arguments.of("UTF-7", "<?xml version='1.0' encoding='UTF-7'?><a/>"),
                Arguments.of("a false encoding", "<?xml version='1.0' encoding='UTF-16'?><a/>"),
                Arguments.of("XML 3", "<?xml version='3.0'?><a/>"),
                Arguments.of("an instruction named xml", "<a><?xml version='1.0'?></a>"),
                Arguments.of("an expansion bomb", expansionBomb()));
    }

    private static String expansionBomb() {
        StringBuilder bomb = new StringBuilder("<!DOCTYPE a [<!ENTITY e0 'ha'>");
        for (int i = 1; i <= 20; i++) {
            bomb.append("<!ENTITY e")
                    .append(i)
                    .append(" '")
                    .append(("&e" + (i - 1) + ";").repeat(10))
                    .append("'>");
        }
        return bomb + "]><a>&e20;</a>";
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostileBodies")
    void hostileBodiesAreRefused(String what, String body) {
        assertThatThrownBy(() -> readWhole(utf8(body))).as(what).isInstanceOf(MalformedXml.class);
    }

    @Test
    void contentOfExternalFilesNeverReachesTheMessage() {
        assertThatThrownBy(() -> readWhole(utf8("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>")))
                .hasMessageNotContaining("root");
    }

    @Test
    void brokenUtf8IsRefused() {
        byte[] body = utf8("<a>ä</a>");
        body[4] = 'x';
        assertThatThrownBy(() -> readWhole(body)).isInstanceOf(MalformedXml.class);
        assertThatThrownBy(() -> readWhole(new byte[] {'<', 'a', '>', (byte) 0xC0, (byte) 0x80, '<', '/', 'a', '>'}))
                .as("an overlong form")
                .isInstanceOf(MalformedXml.class);
    }

    @Test
    void utf16IsRead() {
        for (Charset charset : new Charset[] {StandardCharsets.UTF_16, StandardCharsets.UTF_8}) {
            XmlCursor cursor = XmlCursor.open("<a>ä€𐀀</a>".getBytes(charset));
            assertThat(cursor.content().text()).isEqualTo("ä€𐀀");
        }
    }

    @Nested
    class Limits {

        @Test
        void nesting() {
            readWhole(utf8("<a>".repeat(XmlCursor.DEPTH_MAX) + "</a>".repeat(XmlCursor.DEPTH_MAX)));
            assertThatThrownBy(() -> readWhole(utf8("<a>".repeat(XmlCursor.DEPTH_MAX + 1))))
                    .isInstanceOf(MalformedXml.class);
            assertThatThrownBy(() -> readWhole(utf8("<a>".repeat(300_000)))).isInstanceOf(MalformedXml.class);
        }

        @Test
        void attributes() {
            readWhole(utf8(withAttributes(XmlCursor.ATTRIBUTES_MAX)));
            assertThatThrownBy(() -> readWhole(utf8(withAttributes(XmlCursor.ATTRIBUTES_MAX + 1))))
                    .isInstanceOf(MalformedXml.class);
        }

        private String withAttributes(int count) {
            StringBuilder xml = new StringBuilder("<a");
            for (int i = 0; i < count; i++) {
                xml.append(" b").append(i).append("='1'");
            }
            return xml + "/>";
        }

        @Test
        void attributeLength() {
            readWhole(utf8("<a b='" + "x".repeat(XmlCursor.ATTRIBUTE_CHARACTERS_MAX) + "'/>"));
            assertThatThrownBy(() ->
                            readWhole(utf8("<a b='" + "x".repeat(XmlCursor.ATTRIBUTE_CHARACTERS_MAX + 1) + "'/>")))
                    .isInstanceOf(MalformedXml.class);
        }

        @Test
        void elements() {
            readWhole(utf8("<a>" + "<b/>".repeat(XmlCursor.ELEMENTS_MAX - 1) + "</a>"));
            assertThatThrownBy(() -> readWhole(utf8("<a>" + "<b/>".repeat(XmlCursor.ELEMENTS_MAX) + "</a>")))
                    .isInstanceOf(MalformedXml.class);
        }

        @Test
        void text() {
            contentOf("<a>" + "x".repeat(XmlCursor.TEXT_CHARACTERS_MAX) + "</a>");
            assertThatThrownBy(() -> contentOf("<a>" + "x".repeat(XmlCursor.TEXT_CHARACTERS_MAX + 1) + "</a>"))
                    .isInstanceOf(MalformedXml.class);
        }
    }

    @Nested
    class PropertyValues {

        @Test
        void textKeepsItsCharacters() {
            assertThat(contentOf("<a> a&lt;b&amp;c\"d&#13;<![CDATA[<e>]]> </a>"))
                    .isEqualTo(new XmlCursor.Content(" a&lt;b&amp;c\"d&#13;&lt;e&gt; ", " a<b&c\"d\r<e> "));
        }

        @Test
        void elementsKeepPrefixAndNamespaceAlsoFromFurtherOut() {
            assertThat(contentOf("<a xmlns:p='urn:p' xmlns='urn:d'><p:b c='1' p:d='&quot;'><e/></p:b></a>")
                            .xml())
                    .isEqualTo("<p:b xmlns:p=\"urn:p\" c=\"1\" p:d=\"&quot;\"><e xmlns=\"urn:d\"></e></p:b>");
        }

        @Test
        void aNamespaceThatIsTakenBackStaysAway() {
            assertThat(contentOf("<a xmlns='urn:d'><b><c xmlns=''/></b></a>").xml())
                    .isEqualTo("<b xmlns=\"urn:d\"><c xmlns=\"\"></c></b>");
        }

        @Test
        void xmlAttributesNeedNoDeclaration() {
            assertThat(contentOf("<a><b xml:lang='de'/></a>").xml()).isEqualTo("<b xml:lang=\"de\"></b>");
        }

        @Test
        void commentsAndInstructionsAreLeftOut() {
            assertThat(contentOf("<a>x<!-- c --><?lang fr?>y</a>").xml()).isEqualTo("xy");
        }

        /** What is stored must mean the same when it is read again anywhere. */
        @Test
        void aFragmentReadAgainIsTheSame() {
            String first = contentOf("<a xmlns:p='urn:p'><p:b p:c='&#10;&#9;&lt;'>&#13;\n<d xmlns='urn:d'/></p:b></a>")
                    .xml();
            assertThat(contentOf("<other>" + first + "</other>").xml()).isEqualTo(first);
        }
    }
}
