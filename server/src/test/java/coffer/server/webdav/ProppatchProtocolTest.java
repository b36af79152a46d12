package coffer.server.webdav;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.files.DeadProperty;
import coffer.server.http.RawClient.Answer;
import coffer.server.webdav.MultistatusReader.Part;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 4918, sections 4 and 9.2. */
class ProppatchProtocolTest extends DavProtocolTest {

    private String file = "";

    @BeforeEach
    void storeFile() {
        file = in("a.txt");
        client.stored(file, "x");
    }

    private static Answer patch(String below, String inner) {
        return client.ask("PROPPATCH", below)
                .xml("<d:propertyupdate xmlns:d='DAV:' xmlns:oc='http://owncloud.org/ns'"
                        + " xmlns:nc='http://nextcloud.org/ns' xmlns:z='urn:z'>" + inner + "</d:propertyupdate>")
                .send();
    }

    private static String set(String properties) {
        return "<d:set><d:prop>" + properties + "</d:prop></d:set>";
    }

    private static String remove(String properties) {
        return "<d:remove><d:prop>" + properties + "</d:prop></d:remove>";
    }

    private static Part show(String below, String properties) {
        return MultistatusReader.of(client.propfind(below, 0, properties)).first();
    }

    private static final String Z_A = "<a xmlns='urn:z'/>";
    private static final String Z_B = "<b xmlns='urn:z'/>";

    @Nested
    class DeadProperties {

        @Test
        void areKeptAndRemoved() {
            Part set = MultistatusReader.of(patch(file, set("<z:a>one</z:a><z:b/>")))
                    .first();
            assertThat(set.names(200)).containsExactly("x1:a", "x1:b");
            assertThat(show(file, Z_A + Z_B).text("x1:a")).isEqualTo("one");
            MultistatusReader.of(patch(file, remove("<z:a/>")));
            Part after = show(file, Z_A + Z_B);
            assertThat(after.missing()).containsExactly("x1:a");
            assertThat(after.text("x1:b")).isEmpty();
        }

        @Test
        void instructionsTakeEffectInTheirOrder() {
            MultistatusReader.of(patch(file, set("<z:a>1</z:a>") + remove("<z:a/>") + set("<z:a>2</z:a>")));
            assertThat(show(file, Z_A).text("x1:a")).isEqualTo("2");
            MultistatusReader.of(patch(file, set("<z:a>3</z:a>") + remove("<z:a/>")));
            assertThat(show(file, Z_A).missing()).containsExactly("x1:a");
        }

        @Test
        void removingWhatIsNotThereSucceeds() {
            assertThat(MultistatusReader.of(patch(file, remove("<z:a/>")))
                            .first()
                            .propstats())
                    .containsOnlyKeys(200);
        }

        @Test
        void valuesKeepElementsAttributesAndPrefixes() {
            MultistatusReader.of(
                    patch(file, set("<z:a><p:x xmlns:p='urn:p' p:y='&lt;&quot;'>t&amp;<z:inner/></p:x></z:a>")));
            String text = client.propfind(file, 0, Z_A).text();
            assertThat(text)
                    .contains("<x1:a xmlns:x1=\"urn:z\"><p:x xmlns:p=\"urn:p\" p:y=\"&lt;&quot;\">t&amp;"
                            + "<z:inner xmlns:z=\"urn:z\"></z:inner></p:x></x1:a>");
        }

        @Test
        void theLanguageOfAValueIsKept() {
            MultistatusReader.of(patch(file, "<d:set xml:lang='de-CH'><d:prop><z:a>Grüezi</z:a></d:prop></d:set>"));
            Part shown = show(file, Z_A);
            assertThat(shown.element("x1:a").getAttribute("xml:lang")).isEqualTo("de-CH");
            assertThat(shown.text("x1:a")).isEqualTo("Grüezi");
        }

        @Test
        void aPropertyInNoNamespaceIsKept() {
            MultistatusReader.of(patch(file, set("<plain xmlns=''>v</plain>")));
            assertThat(show(file, "<plain xmlns=''/>").text("plain")).isEqualTo("v");
        }

        /** What Windows sets after each upload. */
        @Test
        void thePropertiesOfWindowsAreKept() {
            assertThat(MultistatusReader.of(patch(
                                    file,
                                    set("<Z:Win32LastModifiedTime xmlns:Z='urn:schemas-microsoft-com:'>"
                                            + "Sun, 22 Nov 2026 10:00:00 GMT</Z:Win32LastModifiedTime>")))
                            .first()
                            .propstats())
                    .containsOnlyKeys(200);
        }

        @Test
        void followAMoveAndACopy() {
            MultistatusReader.of(patch(file, set("<z:a>one</z:a>")));
            client.ask("COPY", file)
                    .header("Destination", client.path(in("copy.txt")))
                    .send();
            client.ask("MOVE", file)
                    .header("Destination", client.path(in("moved.txt")))
                    .send();
            assertThat(show(in("copy.txt"), Z_A).text("x1:a")).isEqualTo("one");
            assertThat(show(in("moved.txt"), Z_A).text("x1:a")).isEqualTo("one");
        }

        @Test
        void standOnFoldersToo() {
            MultistatusReader.of(patch(dir, set("<z:a>one</z:a>")));
            assertThat(show(dir, Z_A).text("x1:a")).isEqualTo("one");
        }

        @Test
        void aValueThatIsTooLongIsRefusedAlone() {
            String longest = "x".repeat(DeadProperty.VALUE_BYTES_MAX);
            assertThat(MultistatusReader.of(patch(file, set("<z:a>" + longest + "</z:a>")))
                            .first()
                            .propstats())
                    .containsOnlyKeys(200);
            Part refused = MultistatusReader.of(patch(file, set("<z:b>" + longest + "x</z:b>")))
                    .first();
            assertThat(refused.propstats()).containsOnlyKeys(507);
            assertThat(show(file, Z_B).missing()).containsExactly("x1:b");
        }
    }

    @Nested
    class LiveProperties {

        /** rclone 1.60 sets the time of a file so and needs the status 200. */
        @Test
        void lastmodifiedSetsTheTime() {
            String before = client.etag(file);
            Part set = MultistatusReader.of(patch(file, set("<d:lastmodified>1577836800</d:lastmodified>")))
                    .first();
            assertThat(set.names(200)).containsExactly("d:lastmodified");
            Part shown = show(file, "<d:getlastmodified/><d:getetag/>");
            assertThat(shown.text("d:getlastmodified")).isEqualTo("Wed, 01 Jan 2020 00:00:00 GMT");
            assertThat(shown.text("d:getetag")).isNotEqualTo(before);
        }

        @Test
        void creationTimesCanBeSetInBothWays() {
            MultistatusReader.of(patch(file, set("<nc:creation_time>1577836800</nc:creation_time>")));
            assertThat(show(file, "<d:creationdate/>").text("d:creationdate")).isEqualTo("2020-01-01T00:00:00+00:00");
            MultistatusReader.of(patch(file, set("<d:creationdate>2021-01-01T01:00:00+01:00</d:creationdate>")));
            assertThat(show(file, "<nc:creation_time/>").text("nc:creation_time"))
                    .isEqualTo("1609459200");
        }

        @ParameterizedTest
        @ValueSource(strings = {"0", "-5", "soon", "0x5f5e100", "", "4294967295", "99999999999999999999"})
        void aTimeThatIsNoneIsRefused(String time) {
            Part refused = MultistatusReader.of(patch(file, set("<d:lastmodified>" + time + "</d:lastmodified>")))
                    .first();
            assertThat(refused.propstats()).containsOnlyKeys(409);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "d:getetag",
                    "d:getcontentlength",
                    "d:resourcetype",
                    "d:displayname",
                    "d:lockdiscovery",
                    "d:nosuch",
                    "oc:id",
                    "oc:permissions",
                    "oc:favorite",
                    "nc:is-encrypted",
                    "nc:nosuch"
                })
        void theOthersAreProtected(String name) {
            Answer answer = patch(file, set("<" + name + ">1</" + name + ">"));
            Part refused = MultistatusReader.of(answer).first();
            assertThat(refused.names(403)).containsExactly(name);
            assertThat(answer.text()).contains("<d:cannot-modify-protected-property/>");
            assertThat(MultistatusReader.of(patch(file, remove("<" + name + "/>")))
                            .first()
                            .propstats())
                    .containsOnlyKeys(403);
        }
    }

    @Test
    void allOrNothing() {
        Part refused = MultistatusReader.of(patch(
                        file, set("<z:a>1</z:a><d:getetag>x</d:getetag><d:lastmodified>1577836800</d:lastmodified>")))
                .first();
        assertThat(refused.names(403)).containsExactly("d:getetag");
        assertThat(refused.names(424)).containsExactlyInAnyOrder("x1:a", "d:lastmodified");
        assertThat(show(file, Z_A).missing()).containsExactly("x1:a");
        assertThat(show(file, "<d:getlastmodified/>").text("d:getlastmodified"))
                .isEqualTo("Sun, 22 Nov 2026 10:00:00 GMT");
    }

    @Test
    void aNameIsReportedOnce() {
        Part set = MultistatusReader.of(patch(file, set("<z:a>1</z:a>") + set("<z:a>2</z:a>")))
                .first();
        assertThat(set.names(200)).hasSize(1);
    }

    @Test
    void whatIsNotThereIs404() {
        assertThat(patch(in("nosuch"), set("<z:a/>")).status()).isEqualTo(404);
    }

    @Test
    void conditionsCount() {
        Answer answer = client.ask("PROPPATCH", file)
                .header("If-Match", "\"0000000000000000\"")
                .xml("<d:propertyupdate xmlns:d='DAV:' xmlns:z='urn:z'>" + set("<z:a/>") + "</d:propertyupdate>")
                .send();
        assertThat(answer.status()).isEqualTo(412);
        assertThat(show(file, Z_A).missing()).containsExactly("x1:a");
    }
}
