package coffer.server.ocs;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.accounts.Quota;
import coffer.base.Actor;
import coffer.server.http.RawClient.Answer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The record that clients show and take the quota from, and who may see it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UserRecordProtocolTest {
    private OcsServer server;
    private String anna;
    private String root;

    @BeforeAll
    void start(@TempDir Path directory) {
        server = new OcsServer(directory);
        anna = server.appPassword("anna");
        root = server.appPassword("root");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void bothNamesAndTheGroupsAreThere() throws IOException {
        server.form("PUT", anna, "/ocs/v2.php/cloud/users/anna", "key", "displayname", "value", "Anna \u00c4. <b>");

        JsonNode record = OcsServer.data(server.get(anna, "/ocs/v2.php/cloud/user?format=json"));

        assertThat(record.get("displayname").stringValue()).isEqualTo("Anna \u00c4. <b>");
        assertThat(record.get("display-name").stringValue()).isEqualTo("Anna \u00c4. <b>");
        assertThat(record.get("groups").toString()).isEqualTo("[\"staff\"]");
        assertThat(record.get("email").isNull()).isTrue();
        assertThat(server.get(anna, "/ocs/v2.php/cloud/user").text())
                .contains(
                        "<display-name>Anna \u00c4. &lt;b&gt;</display-name>",
                        "<groups><element>staff</element></groups>");
    }

    @Test
    void withoutQuotaThreeMembersSayUnlimited() throws IOException {
        server.form("PUT", root, "/ocs/v2.php/cloud/users/anna", "key", "quota", "value", "none");

        JsonNode quota = OcsServer.data(server.get(anna, "/ocs/v1.php/cloud/user?format=json"))
                .get("quota");

        assertThat(quota.toString()).isEqualTo("{\"free\":-3,\"used\":1000,\"total\":-3,\"relative\":0,\"quota\":-3}");
    }

    @ParameterizedTest
    @CsvSource({"3000 B, 2000, 33.33", "1000 B, 0, 100.0", "500 B, 0, 200.0", "0 B, 0, 100.0", "1 GB, 1073740824, 0.0"})
    void aQuotaIsToldInBytesAndPercent(String size, long free, double relative) throws IOException {
        server.form("PUT", root, "/ocs/v2.php/cloud/users/anna", "key", "quota", "value", size);

        JsonNode quota = OcsServer.data(server.get(anna, "/ocs/v2.php/cloud/user?format=json"))
                .get("quota");

        assertThat(quota.get("free").longValue()).isEqualTo(free);
        assertThat(quota.get("used").longValue()).isEqualTo(1000);
        assertThat(quota.get("relative").doubleValue()).isEqualTo(relative);
        assertThat(quota.get("quota")).isEqualTo(quota.get("total"));
    }

    @Test
    void whoHasTheDefaultIsToldTheQuotaOfTheirGroup() throws IOException {
        server.form("PUT", root, "/ocs/v2.php/cloud/users/anna", "key", "quota", "value", "default");
        Actor operator = Actor.operator("test");
        server.accounts.groups().setQuota(operator, "staff", new Quota.Bytes(4000));

        JsonNode limited = OcsServer.data(server.get(anna, "/ocs/v2.php/cloud/user?format=json"))
                .get("quota");
        server.accounts.groups().setQuota(operator, "staff", new Quota.Default());
        JsonNode unlimited = OcsServer.data(server.get(anna, "/ocs/v2.php/cloud/user?format=json"))
                .get("quota");

        assertThat(limited.toString())
                .isEqualTo("{\"free\":3000,\"used\":1000,\"total\":4000,\"relative\":25.0,\"quota\":4000}");
        assertThat(unlimited.get("quota").longValue()).isEqualTo(-3);
    }

    @Test
    void oneselfAndAdministratorsSeeARecordById() throws IOException {
        assertThat(OcsServer.data(server.get(anna, "/ocs/v2.php/cloud/users/anna?format=json"))
                        .get("id")
                        .stringValue())
                .isEqualTo("anna");
        assertThat(OcsServer.data(server.get(root, "/ocs/v2.php/cloud/users/ANNA?format=json"))
                        .get("id")
                        .stringValue())
                .isEqualTo("anna");
    }

    @Test
    void whoMayNotSeeAnAccountIsToldThatItDoesNotExist() throws IOException {
        Answer hidden = server.get(anna, "/ocs/v2.php/cloud/users/root?format=json");
        Answer missing = server.get(anna, "/ocs/v2.php/cloud/users/nobody?format=json");

        assertThat(hidden.status()).isEqualTo(404);
        assertThat(hidden.text()).isEqualTo(missing.text());
        assertThat(OcsServer.code(server.get(anna, "/ocs/v1.php/cloud/users/nobody?format=json")))
                .isEqualTo(404);
    }
}
