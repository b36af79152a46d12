package coffer.server.operator;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.accounts.Account;
import coffer.accounts.AuthResult;
import coffer.accounts.Group;
import coffer.accounts.Quota;
import coffer.accounts.WipeAnswer;
import coffer.base.Origin;
import coffer.base.Secret;
import coffer.events.Cursor;
import coffer.events.Event;
import coffer.events.EventLog;
import coffer.events.EventType;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code coffer user} and {@code coffer group} on a real core: what they do, print and answer with. */
class AccountCommandsTest extends OperatorTest {
    @Test
    void anAccountIsMadeWithAPasswordFromStandardInputAndSignsIn() {
        run(0, "group", "add", "staff");
        input.add("a good password");
        run(0, "user", "add", "anna", "--display-name", "Anna M.", "--group", "staff", "--quota", "5 GB");

        Account anna = accounts.accounts().byUid("anna").orElseThrow();
        assertThat(anna.displayName()).isEqualTo("Anna M.");
        assertThat(anna.quota()).isEqualTo(new Quota.Bytes(5L << 30));
        assertThat(accounts.groups().of(anna.id())).containsExactly(new Group("staff", "staff"));
        assertThat(login("anna", "a good password")).isInstanceOf(AuthResult.Authenticated.class);
        Event made = tree.events.after(Cursor.START, EventLog.READ_MAX).stream()
                .flatMap(event -> event.event().stream())
                .filter(event -> event.type() == EventType.ACCOUNT_CREATED)
                .findFirst()
                .orElseThrow();
        assertThat(made.actor().kind()).isEqualTo(coffer.base.Actor.Kind.OPERATOR);
        assertThat(made.actor().origin().method()).isEqualTo("coffer user add");
    }

    @Test
    void aPasswordComesFromTheEnvironmentAndNeverFromTheArguments() {
        run(MISUSED, "user", "add", "anna");
        assertThat(err).contains("COFFER_USER_PASSWORD");
        run(MISUSED, "user", "add", "anna", "a good password");
        variables.put("COFFER_USER_PASSWORD", "a good password");
        run(0, "user", "add", "anna");
        variables.put("COFFER_USER_PASSWORD", "another good one");
        run(0, "user", "password", "anna");
        assertThat(login("anna", "another good one")).isInstanceOf(AuthResult.Authenticated.class);
        variables.put("COFFER_USER_PASSWORD", "short");
        run(1, "user", "password", "anna");
        assertThat(err).contains("at least 10");
        variables.put("COFFER_USER_PASSWORD", "basketball");
        run(1, "user", "password", "anna");
        assertThat(err).contains("among the most common");
        run(1, "user", "add", "berta");
        assertThat(err).contains("among the most common");
    }

    @Test
    void theLifeOfAnAccount() {
        input.add("a good password");
        run(0, "user", "add", "anna");
        run(0, "user", "set", "anna", "--email", "anna@example.org", "--language", "de");
        run(0, "user", "quota", "anna", "none");
        run(0, "user", "disable", "ANNA");
        assertThat(json("user", "show", "anna", "--json").get("enabled").asBoolean())
                .isFalse();
        assertThat(json("user", "list", "--disabled", "--json").get("uid").asString())
                .isEqualTo("anna");
        run(0, "user", "enable", "anna");
        run(0, "user", "show", "anna");
        assertThat(out).contains("uid: anna", "email: anna@example.org", "enabled: yes", "quota: none", "lastLogin: -");
        run(MISUSED, "user", "delete", "anna");
        run(0, "user", "delete", "anna", "--yes");
        run(1, "user", "show", "anna");
        assertThat(err).isEqualToIgnoringNewLines("anna: there is no such account");
        run(0, "user", "list");
        assertThat(out).isEmpty();
    }

    @Test
    void whatIsRefusedSaysWhyAndEndsWithOne() {
        input.add("a good password");
        run(0, "user", "add", "anna", "--group", "admin");
        input.add("a good password");
        run(1, "user", "add", "Anna");
        assertThat(err).contains("taken");
        run(1, "user", "delete", "anna", "--yes");
        assertThat(err).contains("last administrator");
        run(1, "group", "remove-member", "admin", "anna");
        assertThat(err).contains("last administrator");
        run(1, "group", "delete", "admin");
        run(1, "group", "add", "admin");
        run(1, "group", "add-member", "nowhere", "anna");
        run(1, "user", "list", "--group", "nowhere");
        run(1, "user", "set", "anna", "--email", "nonsense");
        run(MISUSED, "user", "quota", "anna", "much");
        assertThat(err).contains("is no quota");
        run(MISUSED, "user", "nonsense");
    }

    @Test
    void groupsAreMadeFilledShownAndRemoved() {
        input.add("a good password");
        run(0, "user", "add", "anna");
        run(0, "group", "add", "staff", "--display-name", "The staff");
        run(0, "group", "add-member", "staff", "anna");
        run(0, "group", "add-member", "staff", "anna");
        assertThat(out).contains("already");
        run(0, "group", "add-subadmin", "staff", "anna");
        run(0, "group", "rename", "staff", "All of us");

        JsonNode shown = json("group", "show", "staff", "--json");
        assertThat(shown.get("displayName").asString()).isEqualTo("All of us");
        assertThat(shown.get("members").get(0).asString()).isEqualTo("anna");
        assertThat(shown.get("subadmins").get(0).asString()).isEqualTo("anna");
        run(0, "group", "list");
        assertThat(out).containsSubsequence("admin  admin  0  0", "staff  All of us  1  0");

        run(0, "group", "remove-subadmin", "staff", "anna");
        run(1, "group", "remove-subadmin", "staff", "anna");
        run(0, "group", "remove-member", "staff", "anna");
        run(0, "group", "delete", "staff");
        run(1, "group", "show", "staff");
    }

    @Test
    void theQuotaOfAGroupIsSetShownAndWhatItsMembersGet() {
        run(0, "group", "add", "staff");
        input.add("a good password");
        run(0, "user", "add", "anna", "--group", "staff");
        assertThat(json("user", "show", "anna", "--json").get("effectiveQuota").asString())
                .isEqualTo("none");

        run(0, "group", "quota", "Staff", "5GB");

        assertThat(out).isEqualToIgnoringNewLines("Staff: quota 5 GB");
        assertThat(json("group", "show", "staff", "--json").get("quota").asString())
                .isEqualTo("5 GB");
        run(0, "group", "list");
        assertThat(out).containsSubsequence("admin  admin  0  0  default", "staff  staff  1  0  5 GB");
        JsonNode anna = json("user", "show", "anna", "--json");
        assertThat(anna.get("quota").asString()).isEqualTo("default");
        assertThat(anna.get("effectiveQuota").asString()).isEqualTo("5 GB");
        run(0, "group", "quota", "staff", "none");
        run(0, "group", "quota", "staff", "default");
        assertThat(json("group", "show", "staff", "--json").get("quota").asString())
                .isEqualTo("default");
        run(MISUSED, "group", "quota", "staff", "much");
        run(MISUSED, "group", "quota", "staff");
        run(1, "group", "quota", "nowhere", "5 GB");
        assertThat(err).contains("no such group");
    }

    @Test
    void anAppPasswordIsPrintedOnceAndWorksUntilItIsRevoked() {
        input.add("a good password");
        run(0, "user", "add", "anna");
        run(0, "user", "app-password", "add", "anna", "--name", "laptop");
        String secret = out.strip();
        assertThat(secret).matches("[A-Za-z0-9]{72}");
        assertThat(login("anna", secret)).isInstanceOf(AuthResult.Authenticated.class);

        JsonNode listed = json("user", "app-password", "list", "anna", "--json");
        assertThat(listed.get("name").asString()).isEqualTo("laptop");
        assertThat(listed.toString()).doesNotContain(secret);
        String id = listed.get("id").asString();
        run(0, "user", "app-password", "revoke", "anna", id);
        assertThat(login("anna", secret)).isEqualTo(new AuthResult.Refused());
        run(1, "user", "app-password", "revoke", "anna", id);
        run(1, "user", "app-password", "add", "nobody");
    }

    @Test
    void aLostDeviceIsOutAtOnceAndToldToErase() {
        input.add("a good password");
        run(0, "user", "add", "anna");
        run(0, "user", "app-password", "add", "anna", "--name", "laptop");
        String secret = out.strip();
        String id =
                json("user", "app-password", "list", "anna", "--json").get("id").asString();

        run(0, "user", "app-password", "wipe", "anna", id);

        assertThat(out).contains("its device will be told to erase");
        assertThat(login("anna", secret)).isEqualTo(new AuthResult.Refused());
        Origin device = new Origin("192.0.2.1", "", "", "POST", "/core/wipe/check");
        assertThat(accounts.deviceWipes().check(Secret.of(secret), device)).isEqualTo(new WipeAnswer.Ordered());
        run(1, "user", "app-password", "wipe", "anna", id);
        run(1, "user", "app-password", "wipe", "nobody", id);
    }

    private AuthResult login(String uid, String password) {
        try (Secret secret = Secret.of(password)) {
            return accounts.authenticator().basic(uid, secret, new Origin("127.0.0.1", "", "", "GET", "/"));
        }
    }

    private JsonNode json(String... args) {
        run(0, args);
        return JsonMapper.shared().readTree(out);
    }
}
