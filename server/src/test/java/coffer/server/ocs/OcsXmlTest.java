package coffer.server.ocs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The rules by which values become XML. */
class OcsXmlTest {
    @Test
    void itemsOfListsAreCalledElement() {
        assertThat(xml("{\"groups\":[\"a\",\"b\"],\"none\":[]}"))
                .isEqualTo("<groups><element>a</element><element>b</element></groups><none></none>");
    }

    @Test
    void listsOfMapsNest() {
        assertThat(xml("{\"data\":[{\"id\":12,\"flag\":true}]}"))
                .isEqualTo("<data><element><id>12</id><flag>1</flag></element></data>");
    }

    @Test
    void truthIsOneAndFalsehoodAndNothingAreEmpty() {
        assertThat(xml("{\"a\":true,\"b\":false,\"c\":null,\"d\":\"\"}")).isEqualTo("<a>1</a><b></b><c></c><d></d>");
    }

    @Test
    void numbersAreWrittenAsTheyAre() {
        assertThat(xml("{\"a\":-3,\"b\":12.5}")).isEqualTo("<a>-3</a><b>12.5</b>");
    }

    @Test
    void keysThatNoElementMayHaveAreItems() {
        assertThat(xml("{\"display-name\":1,\"1a\":2,\"a b\":3,\"<x>\":4,\"\":5}"))
                .isEqualTo("<display-name>1</display-name><element>2</element><element>3</element>"
                        + "<element>4</element><element>5</element>");
    }

    @Test
    void textIsEscapedAndWhatXmlCannotHoldIsReplaced() {
        assertThat(xml("{\"a\":\"<b> & \\\"c\\\" ]]> \\u0001 \\ud800 \\ud83d\\ude00\\n\"}"))
                .isEqualTo("<a>&lt;b&gt; &amp; \"c\" ]]&gt; \uFFFD \uFFFD \uD83D\uDE00\n</a>");
    }

    private static String xml(String json) {
        String document = OcsXml.document(JsonMapper.shared().readTree(json));
        String start = "<?xml version=\"1.0\"?>\n<ocs>";
        String end = "</ocs>\n";
        assertThat(document).startsWith(start).endsWith(end);
        return document.substring(start.length(), document.length() - end.length());
    }
}
