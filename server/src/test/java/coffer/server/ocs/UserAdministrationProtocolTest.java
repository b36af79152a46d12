package coffer.server.ocs;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.logins.Session;
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
import org.junit.jupiter.params.provider.ValueSource;

/** The administration of accounts with the codes that existing tools know, and who may do what. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UserAdministrationProtocolTest {
    private static final String USERS = "/ocs/v2.php/cloud/users";
    private static final String GOOD = "another good password";

    private OcsServer server;
    private String root;
    private String anna;

    /** Administers {@code staff}. */
    private String chief;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        server = new OcsServer(directory);
        server.account("chief");
        root = server.appPassword("root");
        anna = server.appPassword("anna");
        chief = server.appPassword("chief");
        assertThat(server.form("POST", root, USERS + "/chief/subadmins", "groupid", "staff")
                        .status())
                .isEqualTo(200);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void anAccountIsMadeChangedDisabledAndDeleted() throws IOException {
        Answer made = server.form(
                "POST",
                root,
                USERS,
                "userid",
                "Berta",
                "password",
                GOOD,
                "displayName",
                "Berta B.",
                "email",
                "berta@h.test",
                "groups[]",
                "staff",
                "quota",
                "5 GB",
                "language",
                "de");
        assertThat(made.status()).isEqualTo(200);
        assertThat(OcsServer.data(made).toString()).isEqualTo("{\"id\":\"Berta\"}");
        String berta = OcsServer.basic("berta@h.test", GOOD);

        var record = OcsServer.data(server.get(berta, "/ocs/v2.php/cloud/user?format=json"));
        assertThat(record.get("id").stringValue()).isEqualTo("Berta");
        assertThat(record.get("displayname").stringValue()).isEqualTo("Berta B.");
        assertThat(record.get("email").stringValue()).isEqualTo("berta@h.test");
        assertThat(record.get("language").stringValue()).isEqualTo("de");
        assertThat(record.at("/quota/quota").longValue()).isEqualTo(5L << 30);
        assertThat(record.get("groups").toString()).isEqualTo("[\"staff\"]");

        assertThat(server.form("PUT", root, USERS + "/Berta/disable").status()).isEqualTo(200);
        assertThat(server.get(berta, "/ocs/v2.php/cloud/user").status()).isEqualTo(401);
        assertThat(server.get(root, USERS + "/disabled?format=json").text()).contains("\"Berta\":{");
        assertThat(server.form("PUT", root, USERS + "/Berta/enable").status()).isEqualTo(200);
        assertThat(server.get(berta, "/ocs/v2.php/cloud/user").status()).isEqualTo(200);

        assertThat(server.form("DELETE", root, USERS + "/Berta").status()).isEqualTo(200);
        assertThat(server.get(berta, "/ocs/v2.php/cloud/user").status()).isEqualTo(401);
        assertThat(server.get(root, USERS + "/Berta?format=json").status()).isEqualTo(404);
    }

    @Test
    void parametersMayComeAsJson() throws IOException {
        Answer made = server.send(
                "POST",
                root,
                USERS + "?format=json",
                "{\"userid\":\"json\",\"password\":\"" + GOOD + "\",\"groups\":[\"staff\"],\"email\":null}",
                "Content-Type: application/json");

        assertThat(made.status()).isEqualTo(200);
        assertThat(server.get(root, USERS + "/json/groups?format=json").text()).contains("[\"staff\"]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
                    101 ~ userid=a/b&password=another+good+password
                    101 ~ password=another+good+password
                    101 ~ userid=new&password=another+good+password&quota=lots
                    102 ~ userid=ANNA&password=another+good+password
                    104 ~ userid=new&password=another+good+password&groups[]=none
                    103 ~ userid=new&password=another+good+password&subadmin[]=admin
                    107 ~ userid=new&password=short
                    108 ~ userid=new
                    109 ~ userid=new&password=another+good+password&subadmin[]=none
                    """)
    void aWrongAccountIsRefusedWithItsCode(int code, String form) throws IOException {
        for (String version : new String[] {"v1", "v2"}) {
            Answer answer = server.send(
                    "POST",
                    root,
                    "/ocs/" + version + ".php/cloud/users?format=json",
                    form,
                    "Content-Type: application/x-www-form-urlencoded");

            assertThat(OcsServer.code(answer)).isEqualTo(code);
            assertThat(answer.status()).isEqualTo(version.equals("v1") ? 200 : 400);
        }
        assertThat(server.get(root, USERS + "/new").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "displayname, Anna A., displayname",
        "display, Anna B., displayname",
        "language, fr, language",
        "locale, fr_FR, locale",
        "timezone, Europe/Paris, timezone",
        "phone, +33 1 23, phone",
        "website, https://h.test/, website",
        "organisation, O, organisation",
        "biography, B, biography",
        "pronouns, they, pronouns",
        "twitter, @anna, twitter",
        "bluesky, anna.h.test, bluesky",
        "fediverse, @anna@h.test, fediverse"
    })
    void oneEditsOnesOwnFields(String key, String value, String member) throws IOException {
        Answer answer = server.form("PUT", anna, USERS + "/anna", "key", key, "value", value);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(OcsServer.data(answer).toString()).isEqualTo("[]");
        assertThat(OcsServer.data(server.get(anna, "/ocs/v2.php/cloud/user?format=json"))
                        .get(member)
                        .stringValue())
                .isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "quota, 5 GB, 113",
        "email, other@h.test, 113",
        "password, another good password, 113",
        "email, nonsense, 101",
        "timezone, Nowhere, 101",
        "website, javascript:1, 101",
        "quota, lots, 101",
        "additional_mail, a@h.test, 113",
        "displaynameScope, v2-local, 113",
        "enabled, 0, 113",
        "'', x, 113"
    })
    void whatOneMayNotOrCannotEditHasItsCode(String key, String value, int code) throws IOException {
        Answer answer = server.form("PUT", anna, USERS + "/anna", "key", key, "value", value);

        assertThat(OcsServer.code(answer)).isEqualTo(code);
        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void aPasswordIsChangedByAnAdministratorAndMustBeGood() throws IOException {
        server.account("carl");

        assertThat(OcsServer.code(server.form("PUT", root, USERS + "/carl", "key", "password", "value", "short")))
                .isEqualTo(107);
        assertThat(server.form("PUT", root, USERS + "/carl", "key", "password", "value", GOOD)
                        .status())
                .isEqualTo(200);
        assertThat(server.get(OcsServer.basic("carl", GOOD), "/ocs/v2.php/cloud/user")
                        .status())
                .isEqualTo(200);
    }

    /**
     * Whoever has a device must not take the account with it: only the present password, sent with the request, changes
     * the password. Devices stay signed in.
     */
    @Test
    void onesOwnPasswordIsChangedWithThePresentOneAndNeverWithThatOfADevice() throws IOException {
        server.account("dora");
        String device = server.appPassword("dora");
        String present = OcsServer.basic("dora", OcsServer.PASSWORD);
        String self = "/ocs/v2.php/cloud/user";

        Answer refused = server.form("PUT", device, USERS + "/dora", "key", "password", "value", GOOD);
        assertThat(OcsServer.code(refused)).isEqualTo(113);
        assertThat(server.get(present, self).status()).isEqualTo(200);
        assertThat(server.get(OcsServer.basic("dora", GOOD), self).status()).isEqualTo(401);

        Answer weak = server.form("PUT", present, USERS + "/dora", "key", "password", "value", "short");
        assertThat(OcsServer.code(weak)).isEqualTo(107);
        assertThat(server.get(present, self).status()).isEqualTo(200);

        Answer changed = server.form("PUT", present, USERS + "/dora", "key", "password", "value", GOOD);
        assertThat(changed.status()).isEqualTo(200);
        assertThat(server.get(present, self).status()).isEqualTo(401);
        assertThat(server.get(OcsServer.basic("dora", GOOD), self).status()).isEqualTo(200);
        assertThat(server.get(device, self).status()).isEqualTo(200);
    }

    /** Links for a new password go to the address, so that whoever sets it has the account. */
    @Test
    void onesOwnAddressIsChangedWithThePasswordAndNeverWithThatOfADevice() throws IOException {
        server.account("edda");
        String present = OcsServer.basic("edda", OcsServer.PASSWORD);

        Answer refused = server.form(
                "PUT", server.appPassword("edda"), USERS + "/edda", "key", "email", "value", "thief@h.test");
        assertThat(OcsServer.code(refused)).isEqualTo(113);
        Answer changed = server.form("PUT", present, USERS + "/edda", "key", "email", "value", "edda@h.test");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(OcsServer.data(server.get(present, "/ocs/v2.php/cloud/user?format=json"))
                        .get("email")
                        .stringValue())
                .isEqualTo("edda@h.test");
    }

    /** A browser that was left open must not be enough. */
    @ParameterizedTest
    @CsvSource({"password, another good password", "email, thief@h.test"})
    void aSessionAloneDoesNotTakeTheAccount(String key, String value) throws IOException {
        String uid = "open-" + key;
        server.account(uid);
        String[] headers = server.browser(uid).toArray(String[]::new);
        String self = USERS + "/" + uid;

        Answer name = server.send("PUT", null, self, "key=displayname&value=N", headers);
        assertThat(name.status()).isEqualTo(200);
        Answer refused = server.send("PUT", null, self, "key=" + key + "&value=" + value.replace(' ', '+'), headers);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).contains("Password confirmation is required");
        assertThat(server.get(OcsServer.basic(uid, OcsServer.PASSWORD), "/ocs/v2.php/cloud/user")
                        .text())
                .contains("<email></email>");
    }

    /** Also an administrator's browser is left open somewhere. */
    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
                    POST ~ /cloud/users ~ userid=mallory&password=another+good+password
                    PUT ~ /cloud/users/anna ~ key=displayname&value=N
                    DELETE ~ /cloud/users/anna ~ ''
                    PUT ~ /cloud/users/anna/disable ~ ''
                    POST ~ /cloud/users/anna/groups ~ groupid=admin
                    DELETE ~ /cloud/users/anna/groups ~ groupid=staff
                    POST ~ /cloud/users/anna/subadmins ~ groupid=staff
                    POST ~ /cloud/groups ~ groupid=thieves
                    DELETE ~ /cloud/groups/staff ~ ''
                    """)
    void aSessionChangesNothingAfterItsPasswordWasTypedTooLongAgo(String method, String path, String body)
            throws IOException {
        String[] headers = server.browser("root").toArray(String[]::new);
        server.clock.turn(Session.CONFIRMATION_HOLDS.plusSeconds(1));

        Answer refused = server.send(method, null, "/ocs/v2.php" + path + "?format=json", body, headers);

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).contains("Password confirmation is required");
        assertThat(server.send("GET", null, "/ocs/v2.php/cloud/users/anna", "", headers)
                        .text())
                .contains("<enabled>1</enabled>")
                .contains("<element>staff</element>")
                .doesNotContain("<displayname>N</displayname>");
    }

    /** Every call about an account one may not see answers as if it did not exist. */
    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
                    GET ~ '' ~ ''
                    PUT ~ '' ~ key=quota&value=1
                    PUT ~ '' ~ key=quota&value=lots
                    PUT ~ '' ~ key=nonsense&value=1
                    PUT ~ '' ~ key=password&value=another+good+password
                    DELETE ~ '' ~ ''
                    PUT ~ /disable ~ ''
                    PUT ~ /enable ~ ''
                    GET ~ /groups ~ ''
                    GET ~ /subadmins ~ ''
                    """)
    void hiddenAndMissingAccountsLookTheSame(String method, String rest, String form) throws IOException {
        for (String caller : new String[] {anna, chief}) {
            Answer hidden = ask(caller, method, "root" + rest, form);
            Answer missing = ask(caller, method, "nobody" + rest, form);

            assertThat(hidden.status()).isEqualTo(404);
            assertThat(hidden.text()).isEqualTo(missing.text());
        }
        assertThat(server.get(root, "/ocs/v2.php/cloud/user").status()).isEqualTo(200);
    }

    private Answer ask(String caller, String method, String rest, String form) throws IOException {
        return server.send(
                method,
                caller,
                USERS + "/" + rest,
                form,
                "Content-Type: application/x-www-form-urlencoded",
                "Accept: application/json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE ", "PUT /disable"})
    void nobodyEndsTheirOwnAccountHere(String call) throws IOException {
        String[] parts = call.split(" ", -1);

        assertThat(OcsServer.code(server.form(parts[0], root, USERS + "/root" + parts[1])))
                .isEqualTo(101);
        assertThat(OcsServer.code(server.form(parts[0], chief, USERS + "/chief" + parts[1])))
                .isIn(101, 403);
    }

    @Test
    void listsArePagedSearchedAndSorted() throws IOException {
        server.account("page1");
        server.account("page2");
        server.account("page3");

        assertThat(ids(root, "?search=page")).isEqualTo("[\"page1\",\"page2\",\"page3\"]");
        assertThat(ids(root, "?search=page&limit=2")).isEqualTo("[\"page1\",\"page2\"]");
        assertThat(ids(root, "?search=page&limit=2&offset=2")).isEqualTo("[\"page3\"]");
        assertThat(ids(root, "?search=PAGE2")).isEqualTo("[\"page2\"]");
        assertThat(ids(root, "?search=page&offset=99")).isEqualTo("[]");
        assertThat(OcsServer.data(server.get(root, USERS + "/details?search=page&format=json"))
                        .get("users")
                        .propertyNames())
                .containsExactly("page1", "page2", "page3");
        assertThat(server.get(root, USERS + "/recent?limit=1&format=json").status())
                .isEqualTo(200);
    }

    @Test
    void aGroupAdministratorSeesAndMakesOnlyTheirOwn() throws IOException {
        assertThat(ids(chief, "")).contains("anna").doesNotContain("root");
        assertThat(OcsServer.code(server.form("POST", chief, USERS, "userid", "d1", "password", GOOD)))
                .isEqualTo(106);
        assertThat(OcsServer.code(
                        server.form("POST", chief, USERS, "userid", "d1", "password", GOOD, "groups[]", "admin")))
                .isEqualTo(105);
        assertThat(server.form("POST", chief, USERS, "userid", "d1", "password", GOOD, "groups[]", "staff")
                        .status())
                .isEqualTo(200);
        assertThat(server.form("PUT", chief, USERS + "/d1", "key", "quota", "value", "1 GB")
                        .status())
                .isEqualTo(200);
        assertThat(server.form("DELETE", chief, USERS + "/d1").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/details", "/disabled", "/recent"})
    void othersListNothing(String which) throws IOException {
        assertThat(server.get(anna, USERS + which + "?format=json").status()).isEqualTo(403);
        assertThat(server.get(null, USERS + which + "?format=json").status()).isEqualTo(401);
    }

    @Test
    void theFieldsOneCanEditAreListed() throws IOException {
        String fields = OcsServer.data(server.get(anna, "/ocs/v2.php/cloud/user/fields?format=json"))
                .toString();

        assertThat(fields)
                .isEqualTo("[\"displayname\",\"email\",\"phone\",\"address\",\"website\",\"twitter\",\"bluesky\","
                        + "\"fediverse\",\"organisation\",\"role\",\"headline\",\"biography\",\"pronouns\"]");
        assertThat(OcsServer.data(server.get(root, "/ocs/v2.php/cloud/user/fields/anna?format=json"))
                        .toString())
                .isEqualTo(fields);
        assertThat(server.get(anna, "/ocs/v2.php/cloud/user/fields/root?format=json")
                        .status())
                .isEqualTo(404);
    }

    private String ids(String caller, String query) throws IOException {
        Answer answer = server.get(caller, USERS + query, "Accept: application/json");
        assertThat(answer.status()).isEqualTo(200);
        return OcsServer.data(answer).get("users").toString();
    }
}
