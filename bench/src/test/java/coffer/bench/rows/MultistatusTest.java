package coffer.bench.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.bench.load.WrongAnswer;
import org.junit.jupiter.api.Test;

/** What a client reads from an answer. */
class MultistatusTest {

    private static final String FOLDER = """
            <d:response><d:href>/files/anna/</d:href><d:propstat><d:prop><d:resourcetype><d:collection/></d:resourcetype>\
            <d:getetag>&quot;1&quot;</d:getetag></d:prop></d:propstat></d:response>""";
    private static final String FILE = """
            <d:response><d:href>/files/anna/a%20b</d:href><d:propstat><d:prop><d:resourcetype/>\
            <d:getetag>&quot;2&quot;</d:getetag></d:prop></d:propstat></d:response>""";

    @Test
    void itFindsEachResourceWithItsTag() throws WrongAnswer {
        assertThat(Multistatus.parse("<d:multistatus>" + FOLDER + FILE + "</d:multistatus>"))
                .containsExactly(
                        new Multistatus.Resource("/files/anna/", true, "&quot;1&quot;"),
                        new Multistatus.Resource("/files/anna/a%20b", false, "&quot;2&quot;"));
    }

    @Test
    void anAnswerThatBreaksOffIsWrong() {
        assertThatThrownBy(() -> Multistatus.parse(FOLDER + FILE.substring(0, 60)))
                .isInstanceOf(WrongAnswer.class);
        assertThatThrownBy(() -> Multistatus.parse("<d:response><d:href>/</d:href></d:response>"))
                .isInstanceOf(WrongAnswer.class);
    }
}
