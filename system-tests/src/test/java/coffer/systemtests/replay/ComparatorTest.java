package coffer.systemtests.replay;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.systemtests.replay.Message.Body;
import coffer.systemtests.replay.Message.Header;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The comparator sees what a client would see, and forgives what none reads. */
class ComparatorTest {

    private static final String DATE = "Sun, 22 Nov 2026 00:12:11 GMT";
    private static final String FILE = Paths.FILES + "/a.txt";

    private final Learnt learnt = new Learnt();
    private final Contents contents = new Contents();
    private final Comparator comparator = new Comparator(Client.DESKTOP, learnt, contents, text -> text);

    @Test
    void whatOnlyAServerKnowsMayBeOtherButMustStayWhatItIs() {
        compareUpload("\"recorded1\"", "\"ours1\"");
        compareUpload("\"recorded1\"", "\"ours1\"");
        compareUpload("\"recorded2\"", "\"ours2\"");

        assertThat(comparator.differences()).isEmpty();
    }

    @Test
    void aTagThatChangesWithoutNeedIsADifference() {
        compareUpload("\"recorded1\"", "\"ours1\"");
        compareUpload("\"recorded1\"", "\"ours2\"");

        assertThat(comparator.differences()).extracting(Difference::part).containsExactly("header ETag");
    }

    @Test
    void aTagThatStaysThoughItShouldChangeIsADifference() {
        compareUpload("\"recorded1\"", "\"ours1\"");
        compareUpload("\"recorded2\"", "\"ours1\"");

        assertThat(comparator.differences()).extracting(Difference::part).containsExactly("header ETag");
    }

    @Test
    void aTagWithoutQuotationMarksOrNoneIsADifference() {
        compareUpload("\"recorded1\"", "ours1");
        compareUpload("\"recorded2\"", "");

        assertThat(comparator.differences())
                .extracting(Difference::part)
                .containsExactly("header ETag", "header OC-ETag", "header ETag", "header OC-ETag");
    }

    @Test
    void anotherStatusIsTheOnlyDifferenceThatIsTold() {
        compare(exchange("PUT", "201 Created", List.of(), ""), answer(204, Map.of(), ""));

        assertThat(comparator.differences()).extracting(Difference::part).containsExactly("status");
    }

    @Test
    void headersThatNobodyReadsMayDiffer() {
        compare(
                exchange("DELETE", "204 No Content", List.of(new Header("Server", "nginx")), ""),
                answer(204, Map.of("X-Frame-Options", "DENY"), ""));

        assertThat(comparator.differences()).isEmpty();
    }

    @Test
    void anotherPrefixIsAnotherPropertyForClientsThatReadTheLetters() {
        compareListing("<oc:size>3</oc:size>", "<size xmlns=\"http://owncloud.org/ns\">3</size>");

        assertThat(comparator.differences()).extracting(Difference::part).contains("property oc:size of " + FILE);
    }

    @Test
    void aPropertyInTheWrongPropstatIsADifference() {
        compareListing(
                "<oc:size>3</oc:size>",
                "</d:prop><d:status>HTTP/1.1 404 Not Found</d:status></d:propstat>" + "<d:propstat><d:prop><oc:size/>");

        assertThat(comparator.differences()).extracting(Difference::part).contains("property oc:size of " + FILE);
    }

    @Test
    void aTimeThatAClientHasSaidMustComeBackAndAnotherMustBeADate() {
        contents.put(FILE, new Stored(new byte[0], true));
        var said = "<d:getlastmodified>" + DATE + "</d:getlastmodified>";
        var other = said.replace("00:12", "09:12");
        compareListing(said, other);
        assertThat(comparator.differences()).hasSize(1);

        contents.put(FILE, new Stored(new byte[0], false));
        compareListing(said, other);
        assertThat(comparator.differences()).hasSize(1);

        compareListing(said, "<d:getlastmodified>yesterday</d:getlastmodified>");
        assertThat(comparator.differences()).hasSize(2);
    }

    @Test
    void ofACutListingWhatWasRecordedIsCompared() {
        var whole = listing("<oc:size>3</oc:size><oc:permissions>RG</oc:permissions>");
        var cut = whole.substring(0, whole.indexOf("RG"));
        compare(
                new Exchange(
                        "001",
                        request("PROPFIND"),
                        Optional.of(recorded("207 x", List.of(), new Body(cut, 99))),
                        false),
                answer(207, Map.of(), listing("<oc:size>4</oc:size><oc:permissions>D</oc:permissions>")));

        assertThat(comparator.differences()).extracting(Difference::part).contains("property oc:size of " + FILE);
        assertThat(comparator.differences())
                .extracting(Difference::part)
                .doesNotContain("property oc:permissions of " + FILE);
    }

    private void compareUpload(String recordedTag, String ourTag) {
        compare(
                exchange(
                        "PUT",
                        "204 No Content",
                        List.of(new Header("ETag", recordedTag), new Header("OC-ETag", recordedTag)),
                        ""),
                answer(204, ourTag.isEmpty() ? Map.of() : Map.of("etag", ourTag, "oc-etag", ourTag), ""));
    }

    private void compareListing(String recorded, String ours) {
        compare(
                exchange("PROPFIND", "207 Multi-Status", List.of(), listing(recorded)),
                answer(207, Map.of(), listing(ours)));
    }

    private void compare(Exchange exchange, OurAnswer answer) {
        comparator.compare(exchange, answer);
    }

    private static String listing(String properties) {
        return "<?xml version=\"1.0\"?><d:multistatus xmlns:d=\"DAV:\" xmlns:oc=\"http://owncloud.org/ns\"><d:response><d:href>"
                + FILE + "</d:href><d:propstat><d:prop>" + properties
                + "</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response></d:multistatus>";
    }

    private static Exchange exchange(String method, String status, List<Header> headers, String body) {
        return new Exchange("001", request(method), Optional.of(recorded(status, headers, new Body(body, 0))), false);
    }

    private static Message request(String method) {
        return new Message(method + " " + FILE + " HTTP/1.1", List.of(), new Body("<prop/>", 0));
    }

    private static Message recorded(String status, List<Header> headers, Body body) {
        return new Message("HTTP/1.1 " + status, headers, body);
    }

    private static OurAnswer answer(int status, Map<String, String> headers, String body) {
        var fields = new TreeMap<String, List<String>>();
        headers.forEach((name, value) -> fields.put(name, List.of(value)));
        return new OurAnswer(status, fields, body.getBytes(StandardCharsets.UTF_8));
    }
}
