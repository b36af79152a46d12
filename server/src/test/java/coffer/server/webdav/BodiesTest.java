package coffer.server.webdav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.server.webdav.ProppatchBody.Instruction;
import coffer.server.webdav.XmlCursor.Content;
import coffer.server.webdav.XmlCursor.MalformedXml;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BodiesTest {

    private static byte[] utf8(String xml) {
        return xml.getBytes(StandardCharsets.UTF_8);
    }

    @Nested
    class Propfind {

        private static PropfindBody parse(String inner) {
            return PropfindBody.parse(
                    utf8("<p:propfind xmlns:p='DAV:' xmlns:o='http://owncloud.org/ns'>" + inner + "</p:propfind>"));
        }

        @Test
        void anEmptyBodyAsksForEverythingUsual() {
            assertThat(PropfindBody.parse(new byte[0])).isEqualTo(new PropfindBody.All(List.of()));
        }

        @Test
        void namesAreReadByNamespaceWhateverThePrefix() {
            assertThat(parse("<p:prop><p:getetag/><o:id/><x xmlns=''/><p:getetag/></p:prop>"))
                    .isEqualTo(new PropfindBody.Named(
                            List.of(XmlName.dav("getetag"), XmlName.oc("id"), new XmlName("", "x"))));
        }

        /** The Android client declares a wrong namespace on the root element and the right one further in. */
        @Test
        void theInnerDeclarationCounts() {
            String body = "<d:propfind xmlns:d='DAV:' xmlns:oc='http://nextcloud.com/ns'><d:prop>"
                    + "<oc:id xmlns:oc='http://owncloud.org/ns'/></d:prop></d:propfind>";
            assertThat(PropfindBody.parse(utf8(body))).isEqualTo(new PropfindBody.Named(List.of(XmlName.oc("id"))));
        }

        @Test
        void unknownElementsArePassedOver() {
            assertThat(parse("<foobar/><p:allprop/>")).isEqualTo(new PropfindBody.All(List.of()));
            assertThat(parse("<p:propname/><o:x><p:prop/></o:x>")).isEqualTo(new PropfindBody.Names());
        }

        @Test
        void includeAddsToAllprop() {
            assertThat(parse("<p:allprop/><p:include><o:id/></p:include>"))
                    .isEqualTo(new PropfindBody.All(List.of(XmlName.oc("id"))));
        }

        @Test
        void nothingKnownIsRefused() {
            assertThatThrownBy(() -> parse("")).isInstanceOf(MalformedXml.class);
            assertThatThrownBy(() -> parse("<o:expired-props/>")).isInstanceOf(MalformedXml.class);
            assertThatThrownBy(() -> PropfindBody.parse(utf8("<foo/>"))).isInstanceOf(MalformedXml.class);
            assertThatThrownBy(() -> parse("<p:prop/><p:allprop/>")).isInstanceOf(MalformedXml.class);
        }

        @Test
        void theNumberOfNamesIsBounded() {
            assertThat(parse("<p:prop>" + names(PropfindBody.NAMES_MAX) + "</p:prop>"))
                    .isInstanceOf(PropfindBody.Named.class);
            assertThatThrownBy(() -> parse("<p:prop>" + names(PropfindBody.NAMES_MAX + 1) + "</p:prop>"))
                    .isInstanceOf(MalformedXml.class);
        }

        private static String names(int count) {
            StringBuilder names = new StringBuilder();
            for (int i = 0; i < count; i++) {
                names.append("<o:p").append(i).append("/>");
            }
            return names.toString();
        }
    }

    @Nested
    class Propertyupdate {

        private static List<Instruction> parse(String inner) {
            return ProppatchBody.parse(
                            utf8("<d:propertyupdate xmlns:d='DAV:' xmlns:z='urn:z'>" + inner + "</d:propertyupdate>"))
                    .instructions();
        }

        @Test
        void instructionsKeepTheOrderOfTheDocument() {
            assertThat(parse("<d:set><d:prop><z:a>1</z:a><z:b/></d:prop></d:set>"
                            + "<d:remove><d:prop><z:a>x</z:a></d:prop></d:remove>"
                            + "<d:set><d:prop><z:c><d:e/></z:c></d:prop></d:set>"))
                    .containsExactly(
                            new Instruction.Set(new XmlName("urn:z", "a"), new Content("1", "1"), ""),
                            new Instruction.Set(new XmlName("urn:z", "b"), new Content("", ""), ""),
                            new Instruction.Remove(new XmlName("urn:z", "a")),
                            new Instruction.Set(
                                    new XmlName("urn:z", "c"), new Content("<d:e xmlns:d=\"DAV:\"></d:e>", ""), ""));
        }

        @Test
        void theLanguageIsThatOfTheNearestElement() {
            assertThat(parse("<d:set xml:lang='de'><d:prop><z:a>1</z:a><z:b xml:lang='fr'>2</z:b></d:prop></d:set>"))
                    .extracting(instruction -> ((Instruction.Set) instruction).language())
                    .containsExactly("de", "fr");
        }

        @Test
        void aBodyThatChangesNothingIsRefused() {
            assertThatThrownBy(() -> parse("")).isInstanceOf(MalformedXml.class);
            assertThatThrownBy(() -> parse("<d:set/>")).isInstanceOf(MalformedXml.class);
            assertThatThrownBy(() -> ProppatchBody.parse(new byte[0])).isInstanceOf(MalformedXml.class);
        }

        @Test
        void theNumberOfInstructionsIsBounded() {
            String one = "<z:a/>";
            int max = ProppatchBody.INSTRUCTIONS_MAX;
            assertThat(parse("<d:set><d:prop>" + one.repeat(max) + "</d:prop></d:set>"))
                    .hasSize(max);
            assertThatThrownBy(() -> parse("<d:set><d:prop>" + one.repeat(max + 1) + "</d:prop></d:set>"))
                    .isInstanceOf(MalformedXml.class);
        }
    }

    @Nested
    class Lockinfo {

        private static LockBody parse(String scope, String type, String owner) {
            return LockBody.parse(utf8("<d:lockinfo xmlns:d='DAV:'><d:lockscope><d:" + scope + "/></d:lockscope>"
                    + "<d:locktype><d:" + type + "/></d:locktype>" + owner + "</d:lockinfo>"));
        }

        @Test
        void scopeAndOwnerAreRead() {
            assertThat(parse("exclusive", "write", "<d:owner><d:href>http://a/</d:href></d:owner>"))
                    .isEqualTo(new LockBody(true, "<d:href xmlns:d=\"DAV:\">http://a/</d:href>"));
            assertThat(parse("shared", "write", "")).isEqualTo(new LockBody(false, ""));
        }

        @Test
        void otherLocksAreRefused() {
            assertThatThrownBy(() -> parse("exclusive", "read", "")).isInstanceOf(MalformedXml.class);
            assertThatThrownBy(() -> parse("partial", "write", "")).isInstanceOf(MalformedXml.class);
            assertThatThrownBy(() -> LockBody.parse(utf8("<d:lockinfo xmlns:d='DAV:'/>")))
                    .isInstanceOf(MalformedXml.class);
        }

        @Test
        void theOwnerIsBounded() {
            parse("shared", "write", "<d:owner>" + "x".repeat(LockBody.OWNER_CHARACTERS_MAX) + "</d:owner>");
            assertThatThrownBy(() -> parse(
                            "shared",
                            "write",
                            "<d:owner>" + "x".repeat(LockBody.OWNER_CHARACTERS_MAX + 1) + "</d:owner>"))
                    .isInstanceOf(MalformedXml.class);
        }
    }
}
