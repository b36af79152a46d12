package coffer.server.ocs;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.server.http.RawClient.Answer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The administration of groups with the codes that existing tools know. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GroupAdministrationProtocolTest {
    private static final String GROUPS = "/ocs/v2.php/cloud/groups";
    private static final String USERS = "/ocs/v2.php/cloud/users";

    private OcsServer server;
    private String root;
    private String anna;

    @BeforeAll
    void start(@TempDir Path directory) {
        server = new OcsServer(directory);
        root = server.appPassword("root");
        anna = server.appPassword("anna");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void aGroupIsMadeRenamedAndDeleted() throws IOException {
        assertThat(server.form("POST", root, GROUPS, "groupid", "new & odd", "displayname", "New")
                        .status())
                .isEqualTo(200);
        assertThat(server.get(root, GROUPS + "?search=new&format=json").text()).contains("[\"new & odd\"]");
        String path = GROUPS + "/new%20%26%20odd";
        assertThat(server.form("PUT", root, path, "key", "displayname", "value", "Newer")
                        .status())
                .isEqualTo(200);
        assertThat(OcsServer.data(server.get(root, GROUPS + "/details?search=new&format=json"))
                        .toString())
                .isEqualTo("{\"groups\":[{\"id\":\"new & odd\",\"displayname\":\"Newer\",\"usercount\":0,"
                        + "\"disabled\":0,\"canAdd\":true,\"canRemove\":true}]}");
        assertThat(server.form("DELETE", root, path).status()).isEqualTo(200);
        assertThat(server.get(root, path + "/users?format=json").status()).isEqualTo(404);
    }

    @Test
    void wrongGroupsAreRefusedWithTheirCodes() throws IOException {
        assertThat(code("POST", GROUPS, "groupid", "")).isEqualTo(101);
        assertThat(code("POST", GROUPS, "groupid", "a/b")).isEqualTo(101);
        assertThat(code("POST", GROUPS, "groupid", "STAFF")).isEqualTo(102);
        assertThat(code("DELETE", GROUPS + "/none")).isEqualTo(101);
        assertThat(code("DELETE", GROUPS + "/admin")).isEqualTo(102);
        assertThat(code("PUT", GROUPS + "/none", "key", "displayname", "value", "x"))
                .isEqualTo(404);
        assertThat(code("PUT", GROUPS + "/staff", "key", "colour", "value", "x"))
                .isEqualTo(101);
    }

    @Test
    void membersComeAndGo() throws IOException {
        server.account("emil");
        assertThat(server.form("POST", root, USERS + "/emil/groups", "groupid", "staff")
                        .status())
                .isEqualTo(200);
        assertThat(OcsServer.data(server.get(root, GROUPS + "/staff/users?format=json"))
                        .toString())
                .isEqualTo("{\"users\":[\"anna\",\"emil\"]}");
        assertThat(OcsServer.data(server.get(root, GROUPS + "/staff?format=json"))
                        .toString())
                .isEqualTo("{\"users\":[\"anna\",\"emil\"]}");
        assertThat(OcsServer.data(server.get(root, GROUPS + "/staff/users/details?search=emil&format=json"))
                        .get("users")
                        .propertyNames())
                .containsExactly("emil");
        assertThat(OcsServer.data(server.get(root, USERS + "/emil/groups?format=json"))
                        .toString())
                .isEqualTo("{\"groups\":[\"staff\"]}");

        Answer left = server.send("DELETE", root, USERS + "/emil/groups?groupid=staff&format=json", "");
        assertThat(left.status()).isEqualTo(200);
        assertThat(OcsServer.data(server.get(root, USERS + "/emil/groups?format=json"))
                        .toString())
                .isEqualTo("{\"groups\":[]}");
    }

    @Test
    void wrongMembershipsAreRefusedWithTheirCodes() throws IOException {
        assertThat(code("POST", USERS + "/anna/groups")).isEqualTo(101);
        assertThat(code("POST", USERS + "/anna/groups", "groupid", "none")).isEqualTo(102);
        assertThat(code("POST", USERS + "/nobody/groups", "groupid", "staff")).isEqualTo(103);
        assertThat(OcsServer.code(server.form("POST", anna, USERS + "/anna/groups", "groupid", "admin")))
                .isEqualTo(104);
        assertThat(code("DELETE", USERS + "/root/groups", "groupid", "admin")).isEqualTo(105);
    }

    @Test
    void groupAdministratorsComeAndGo() throws IOException {
        server.account("chief");
        String chief = server.appPassword("chief");
        assertThat(server.get(chief, GROUPS + "?format=json").status()).isEqualTo(403);
        assertThat(server.form("POST", root, USERS + "/chief/subadmins", "groupid", "staff")
                        .status())
                .isEqualTo(200);

        assertThat(OcsServer.data(server.get(root, USERS + "/chief/subadmins?format=json"))
                        .toString())
                .isEqualTo("[\"staff\"]");
        assertThat(OcsServer.data(server.get(root, GROUPS + "/staff/subadmins?format=json"))
                        .toString())
                .isEqualTo("[\"chief\"]");
        assertThat(OcsServer.data(server.get(chief, GROUPS + "?format=json")).toString())
                .isEqualTo("{\"groups\":[\"staff\"]}");
        assertThat(OcsServer.data(server.get(chief, "/ocs/v2.php/cloud/user?format=json"))
                        .get("subadmin")
                        .toString())
                .isEqualTo("[\"staff\"]");
        assertThat(server.get(chief, GROUPS + "/admin/users?format=json").status())
                .isEqualTo(404);

        assertThat(code("POST", USERS + "/chief/subadmins", "groupid", "none")).isEqualTo(102);
        assertThat(code("POST", USERS + "/chief/subadmins", "groupid", "admin")).isEqualTo(103);
        assertThat(code("POST", USERS + "/nobody/subadmins", "groupid", "staff"))
                .isEqualTo(101);
        assertThat(server.form("DELETE", root, USERS + "/chief/subadmins", "groupid", "staff")
                        .status())
                .isEqualTo(200);
        assertThat(code("DELETE", USERS + "/chief/subadmins", "groupid", "staff"))
                .isEqualTo(102);
        assertThat(server.get(chief, GROUPS + "?format=json").status()).isEqualTo(403);
    }

    @Test
    void othersChangeNothing() throws IOException {
        assertThat(server.form("POST", anna, GROUPS, "groupid", "mine").status())
                .isEqualTo(403);
        assertThat(server.form("PUT", anna, GROUPS + "/staff", "key", "displayname", "value", "x")
                        .status())
                .isEqualTo(403);
        assertThat(server.form("DELETE", anna, GROUPS + "/staff").status()).isEqualTo(403);
        assertThat(server.get(anna, GROUPS + "?format=json").status()).isEqualTo(403);
        assertThat(server.get(anna, GROUPS + "/details?format=json").status()).isEqualTo(403);
        assertThat(server.get(anna, GROUPS + "/staff/users?format=json").status())
                .isEqualTo(404);
        assertThat(server.form("POST", anna, USERS + "/anna/subadmins", "groupid", "staff")
                        .status())
                .isEqualTo(403);
        assertThat(server.get(root, GROUPS + "?format=json").text()).doesNotContain("mine");
    }

    private int code(String method, String path, String... form) throws IOException {
        return OcsServer.code(server.form(method, root, path, form));
    }
}
