package coffer.server.ocs;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.server.http.RawClient.Answer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The envelope of both versions in both forms, to the byte. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnvelopeProtocolTest {
    private OcsServer server;
    private String anna;

    @BeforeAll
    void start(@TempDir Path directory) {
        server = new OcsServer(directory);
        anna = server.appPassword("anna");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Nested
    class Success {
        @Test
        void version1Is100WithCountersInJson() throws IOException {
            Answer answer = server.get(null, "/ocs/v1.php/config?format=json");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Type")).isEqualTo("application/json; charset=utf-8");
            assertThat(answer.text()).isEqualTo("""
                            {"ocs":{"meta":{"status":"ok","statuscode":100,"message":"OK","totalitems":"","itemsperpage":""},\
                            "data":{"version":"1.7","website":"Coffer","host":"h","contact":"","ssl":"false"}}}""");
        }

        @Test
        void version2Is200WithoutCountersInJson() throws IOException {
            Answer answer = server.get(null, "/ocs/v2.php/config?format=json");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text())
                    .startsWith(
                            "{\"ocs\":{\"meta\":{\"status\":\"ok\",\"statuscode\":200,\"message\":\"OK\"},\"data\":{");
        }

        @Test
        void version1InXml() throws IOException {
            Answer answer = server.get(null, "/ocs/v1.php/config");

            assertThat(answer.header("Content-Type")).isEqualTo("application/xml; charset=utf-8");
            assertThat(answer.text()).isEqualTo("""
                            <?xml version="1.0"?>
                            <ocs><meta><status>ok</status><statuscode>100</statuscode><message>OK</message>\
                            <totalitems></totalitems><itemsperpage></itemsperpage></meta>\
                            <data><version>1.7</version><website>Coffer</website><host>h</host><contact></contact>\
                            <ssl>false</ssl></data></ocs>
                            """);
        }

        @Test
        void version2InXml() throws IOException {
            assertThat(server.get(null, "/ocs/v2.php/config").text())
                    .contains("<statuscode>200</statuscode><message>OK</message></meta><data>");
        }

        @Test
        void headHasTheLengthOfGet() throws IOException {
            Answer head = server.send("HEAD", null, "/ocs/v2.php/config?format=json", "");

            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("Content-Length"))
                    .isEqualTo(""
                            + server.get(null, "/ocs/v2.php/config?format=json").body().length);
        }
    }

    @Nested
    class Form {
        @ParameterizedTest
        @CsvSource(delimiter = '~', textBlock = """
                        ''              ~ */*                                  ~ xml
                        ''              ~ application/json                     ~ json
                        ''              ~ application/json, text/plain         ~ json
                        ''              ~ text/html, application/json;q=0.9    ~ json
                        ''              ~ application/xml, application/json    ~ xml
                        ?format=json    ~ application/xml                      ~ json
                        ?format=xml     ~ application/json                     ~ xml
                        ?a=b&format=json ~ */*                                 ~ json
                        """)
        void theQueryDecidesThenAcceptThenXml(String query, String accept, String form) throws IOException {
            assertThat(server.get(null, "/ocs/v2.php/config" + query, "Accept: " + accept)
                            .header("Content-Type"))
                    .isEqualTo("application/" + form + "; charset=utf-8");
        }
    }

    @Nested
    class Failure {
        @Test
        void anUnknownCallIs998AndHides404InVersion1() throws IOException {
            Answer answer = server.get(anna, "/ocs/v1.php/no/such/route?format=json");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).isEqualTo("""
                            {"ocs":{"meta":{"status":"failure","statuscode":998,"message":"There is no such call.",\
                            "totalitems":"","itemsperpage":""},"data":[]}}""");
        }

        /** A client that finds no application must not take a page, a redirect or an empty answer for one. */
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "no/such/route",
                    "",
                    "apps/terms_of_service/terms",
                    "apps/user_status/api/v1/user_status",
                    "apps/dashboard/api/v1/widgets",
                    "apps/recommendations/api/v1/recommendations",
                    "apps/external/api/v1",
                    "apps/groupfolders/folders",
                    "apps/assistant/api/v1/tasks",
                    "taskprocessing/tasktypes",
                    "apps/security_guard/diagnostics",
                    "apps/files_downloadlimit/abc/limit",
                    "apps/text/workspace",
                    "apps/richdocuments/api/v1/templates",
                    "hovercard/v1/anna",
                    "references/resolve",
                    "translation/languages",
                    "apps/weather_status/api/v1/location",
                    "apps/forms/api/v3/forms",
                    "apps/notes/api/v1/notes",
                    "apps/notifications/api/v2/notifications",
                    "core/navigation/apps",
                    "cloud/users/anna/more"
                })
        void anUnknownCallIs404InVersion2(String path) throws IOException {
            for (String caller : new String[] {anna, null}) {
                Answer answer = server.get(caller, "/ocs/v2.php/" + path + "?format=json");

                assertThat(answer.status()).isEqualTo(404);
                assertThat(OcsServer.code(answer)).isEqualTo(998);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"v1", "v2"})
        void nobodyIs997With401AndAChallenge(String version) throws IOException {
            Answer answer = server.get(null, "/ocs/" + version + ".php/cloud/user?format=json");

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate")).isEqualTo("Basic realm=\"Authorisation Required\"");
            assertThat(OcsServer.code(answer)).isEqualTo(997);
            assertThat(OcsServer.ocs(answer).get("meta").get("status").stringValue())
                    .isEqualTo("failure");
        }

        @Test
        void aScriptIsNotAskedForAPassword() throws IOException {
            assertThat(server.get(null, "/ocs/v2.php/cloud/user", "X-Requested-With: XMLHttpRequest")
                            .header("WWW-Authenticate"))
                    .isEqualTo("DummyBasic realm=\"Authorisation Required\"");
        }

        @ParameterizedTest
        @ValueSource(strings = {"cloud/user", "cloud/capabilities", "no/such/route"})
        void wrongCredentialsAre401Everywhere(String path) throws IOException {
            Answer answer = server.get("Bearer wrong", "/ocs/v2.php/" + path + "?format=json");

            assertThat(answer.status()).isEqualTo(401);
            assertThat(OcsServer.code(answer)).isEqualTo(997);
        }

        @ParameterizedTest
        @CsvSource({"v1", "v2"})
        void aMethodThatIsNotThereIs405(String version) throws IOException {
            Answer answer = server.send("PUT", anna, "/ocs/" + version + ".php/cloud/capabilities?format=json", "");

            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.header("Allow")).isEqualTo("GET");
            assertThat(OcsServer.code(answer)).isEqualTo(405);
        }

        @Test
        void whoAdministersNothingIs403InItsVersionsWay() throws IOException {
            Answer first = server.get(anna, "/ocs/v1.php/cloud/users?format=json");
            Answer second = server.get(anna, "/ocs/v2.php/cloud/users?format=json");

            assertThat(first.status()).isEqualTo(200);
            assertThat(OcsServer.code(first)).isEqualTo(403);
            assertThat(second.status()).isEqualTo(403);
            assertThat(OcsServer.code(second)).isEqualTo(403);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/ocs/v2.php/cloud/users/%2e%2e",
                    "/ocs/v2.php/cloud/users/a%2fb",
                    "/ocs/v2.php/cloud/users/%00",
                    "/ocs/v2.php/cloud/users/%ff",
                    "/ocs/v2.php//cloud/user",
                    "/ocs/v2.php/cloud/users?search=%zz",
                    "/ocs/v2.php/cloud/users?limit=x",
                    "/ocs/v2.php/cloud/users?offset=-1"
                })
        void whatCannotBeReadIs400InTheEnvelope(String target) throws IOException {
            Answer answer = server.get(anna, target, "Accept: application/json");

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.header("Content-Type")).startsWith("application/");
            assertThat(answer.text()).contains("failure", "400");
        }

        @ParameterizedTest
        @ValueSource(strings = {"{", "[]", "1", "{\"a\":{}}", "{\"a\":[[]]}", "\u00ff"})
        void aBodyThatIsNoFlatObjectIs400(String body) throws IOException {
            Answer answer = server.send(
                    "POST",
                    anna,
                    "/ocs/v2.php/cloud/users",
                    body,
                    "Content-Type: application/json",
                    "Accept: application/json");

            assertThat(answer.status()).isEqualTo(400);
            assertThat(OcsServer.code(answer)).isEqualTo(400);
        }

        @Test
        void whatTheEngineRefusesHasTheEnvelopeToo() throws IOException {
            String path = "/ocs/v2.php/cloud/user?format=json";
            Answer tooLarge = server.get(anna, path, "X: " + "a".repeat(40_000));
            Answer ambiguous = server.get(anna, path, "Content-Length: 1", "Transfer-Encoding: chunked");

            assertThat(tooLarge.status()).isEqualTo(431);
            assertThat(OcsServer.code(tooLarge)).isEqualTo(431);
            assertThat(ambiguous.status()).isEqualTo(400);
            assertThat(OcsServer.code(ambiguous)).isEqualTo(400);
        }

        @Test
        void aBodyBeyondTheLimitIs413InTheEnvelope() throws IOException {
            Answer answer = server.send(
                    "POST",
                    anna,
                    "/ocs/v2.php/cloud/users?format=json",
                    "a=" + "b".repeat(1024 * 1024),
                    "Content-Type: application/x-www-form-urlencoded");

            assertThat(answer.status()).isEqualTo(413);
            assertThat(OcsServer.code(answer)).isEqualTo(413);
        }
    }
}
