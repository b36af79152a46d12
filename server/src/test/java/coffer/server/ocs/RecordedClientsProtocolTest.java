package coffer.server.ocs;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.server.http.RawClient;
import coffer.server.http.RawClient.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The first requests of both recorded desktop clients, said again byte for byte, with answers of the same status, names
 * and types as they were recorded ({@code recorded/README.md}).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordedClientsProtocolTest {
    /** The recorded server had neither the application for locks nor that for rules of passwords. */
    private static final Set<String> BEYOND = Set.of(
            "/ocs/data/capabilities/files/locking",
            "/ocs/data/capabilities/files/api-feature-lock-type",
            "/ocs/data/capabilities/password_policy");

    private OcsServer server;
    private String login;

    @BeforeAll
    void start(@TempDir Path directory) {
        server = new OcsServer(directory);
        login = server.appPassword("anna");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nextcloudcmd-3.7.3", "nextcloudcmd-3.16.7"})
    void theFirstRequestsAreAnsweredOnOneConnection(String client) throws IOException {
        try (RawClient connection = new RawClient(server.address())) {
            for (String name : List.of("status", "capabilities", "user-status", "user")) {
                Exchange exchange = exchange(client + "/" + name);

                Answer answer = connection.exchange(exchange.request(login));

                assertThat(answer.status()).as(name).isEqualTo(exchange.status());
                assertThat(answer.header("Content-Type")).as(name).isEqualTo(exchange.contentType());
                assertThat(answer.header("Set-Cookie")).as(name).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nextcloudcmd-3.7.3", "nextcloudcmd-3.16.7"})
    void statusHasTheMembersOfTheRecordedOne(String client) throws IOException {
        Exchange exchange = exchange(client + "/status");
        JsonNode answer = json(RawClient.ask(server.address(), exchange.request(login)));

        sameMembers(exchange.json(), answer, Set.of());
        assertThat(answer.get("version")).isEqualTo(exchange.json().get("version"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nextcloudcmd-3.7.3", "nextcloudcmd-3.16.7"})
    void theUserRecordHasTheMembersOfTheRecordedOne(String client) throws IOException {
        Exchange exchange = exchange(client + "/user");
        JsonNode answer = json(RawClient.ask(server.address(), exchange.request(login)));
        // Who may see which field of a profile cannot be chosen here, so nothing is said about it.
        Set<String> scopes = Set.copyOf(exchange.json().at("/ocs/data").propertyNames().stream()
                .filter(name -> name.endsWith("Scope"))
                .toList());

        sameMembers(exchange.json(), answer, scopes);
        assertThat(answer.at("/ocs/data/id").stringValue()).isEqualTo("anna");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nextcloudcmd-3.7.3", "nextcloudcmd-3.16.7"})
    void aStatusOfThePersonIsNotThere(String client) throws IOException {
        Exchange exchange = exchange(client + "/user-status");
        JsonNode answer = json(RawClient.ask(server.address(), exchange.request(login)));

        sameMembers(exchange.json(), answer, Set.of());
        assertThat(answer.at("/ocs/data").isArray()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"signed-in, true", "anonymous, false"})
    void eachCapabilityHasTheTypeOfTheRecordedOne(String recorded, boolean signedIn) throws IOException {
        JsonNode expected = JsonMapper.shared().readTree(resource("curl-7.88.1/capabilities-" + recorded + ".json"));
        JsonNode answer = json(server.get(
                signedIn ? login : null, "/ocs/v1.php/cloud/capabilities?format=json", "OCS-APIREQUEST: true"));

        knownMembers(expected, answer, "");
        assertThat(answer.at("/ocs/data/version")).isEqualTo(expected.at("/ocs/data/version"));
    }

    /** The regular expression with which the desktop client finds the code in the raw bytes. */
    @Test
    void theCodeStandsWhereTheDesktopClientLooksForIt() throws IOException {
        String text = server.get(login, "/ocs/v1.php/cloud/user?format=json").text();

        assertThat(text).containsPattern("\"statuscode\":100,");
        assertThat(text.indexOf("\"statuscode\":")).isLessThan(text.indexOf("\"data\":"));
    }

    /** All of these names with these types, and no others. */
    private static void sameMembers(JsonNode recorded, JsonNode answer, Set<String> leftOut) {
        assertThat(type(answer)).isEqualTo(type(recorded));
        if (!recorded.isObject()) {
            return;
        }
        for (Map.Entry<String, JsonNode> member : recorded.properties()) {
            if (leftOut.contains(member.getKey())) {
                assertThat(answer.has(member.getKey())).as(member.getKey()).isFalse();
                continue;
            }
            JsonNode same = answer.get(member.getKey());
            assertThat(same).as(member.getKey()).isNotNull();
            if (!member.getValue().isNull() && !same.isNull()) {
                sameMembers(member.getValue(), same, leftOut);
            }
        }
        assertThat(recorded.propertyNames()).containsAll(answer.propertyNames());
    }

    /** Nothing that was not recorded but what is {@link #BEYOND}, everything with the recorded type. */
    private static void knownMembers(JsonNode recorded, JsonNode answer, String path) {
        assertThat(type(answer)).as(path).isEqualTo(type(recorded));
        if (answer.isObject()) {
            for (Map.Entry<String, JsonNode> member : answer.properties()) {
                if (BEYOND.contains(path + "/" + member.getKey())) {
                    continue;
                }
                JsonNode same = recorded.get(member.getKey());
                assertThat(same).as(path + "/" + member.getKey()).isNotNull();
                knownMembers(same, member.getValue(), path + "/" + member.getKey());
            }
        }
    }

    private static String type(JsonNode node) {
        return node.isIntegralNumber() ? "INTEGER" : node.getNodeType().name();
    }

    private static JsonNode json(Answer answer) throws IOException {
        byte[] body = answer.body();
        if (answer.header("Content-Encoding").equals("gzip")) {
            try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(body))) {
                body = plain.readAllBytes();
            }
        }
        return JsonMapper.shared().readTree(body);
    }

    private static Exchange exchange(String name) throws IOException {
        String text = resource(name + ".http");
        String[] halves = text.split("\n----\n", 2);
        return new Exchange(halves[0], halves[1]);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                RecordedClientsProtocolTest.class.getResourceAsStream("recorded/" + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** One recorded request and its answer. */
    private record Exchange(String asked, String answered) {
        String request(String login) {
            String filled = asked.replace("{host}", "cloud.example:8080").replace("Basic {credentials}", login);
            return filled.strip().replace("\n", "\r\n") + "\r\n\r\n";
        }

        int status() {
            return Integer.parseInt(answered.substring(9, 12));
        }

        String contentType() {
            return answered.lines()
                    .filter(line -> line.startsWith("Content-Type: "))
                    .findFirst()
                    .orElseThrow()
                    .substring("Content-Type: ".length());
        }

        JsonNode json() {
            return JsonMapper.shared().readTree(answered.substring(answered.indexOf("\n\n")));
        }
    }
}
