package coffer.server.ocs;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.base.Secret;
import coffer.passwords.BreachedPasswords;
import coffer.passwords.PasswordPolicies;
import coffer.passwords.PasswordPolicy;
import coffer.passwords.PasswordRules;
import coffer.server.http.RawClient.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Making and judging passwords, with rules for accounts and others for shares. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PasswordPolicyProtocolTest {
    private static final String GENERATE = "apps/password_policy/api/v1/generate";
    private static final String VALIDATE = "apps/password_policy/api/v1/validate";

    /** SHA-1 of "everybody knows this". */
    private static final String BREACHED = "b21bff0ef397318379988b9b79d4857dbf9ce154";

    private PasswordPolicies policies;
    private OcsServer server;
    private String anna;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        Path list = Files.writeString(directory.resolve("pwned.txt"), BREACHED + ":12\n");
        Optional<BreachedPasswords> breached =
                Optional.of(new BreachedPasswords(list, BreachedPasswords.WhenMissing.BLOCK));
        policies = new PasswordPolicies(
                new PasswordPolicy(PasswordRules.parse("10,uncommon"), breached),
                new PasswordPolicy(PasswordRules.parse("24,digit,special,mixed-case"), Optional.empty()));
        server = new OcsServer(directory, policies);
        anna = server.appPassword("anna");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ocs/v1.php/", "/ocs/v2.php/"})
    void aPasswordIsMadeForAShareUnlessTheCallerSaysOtherwise(String version) throws IOException {
        Answer answer = server.get(anna, version + GENERATE + "?format=json");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(OcsServer.code(answer)).isEqualTo(version.contains("v1") ? 100 : 200);
        assertThat(answer.header("Cache-Control")).contains("no-store");
        JsonNode data = OcsServer.data(answer);
        assertThat(data.propertyNames()).containsExactly("password");
        assertThat(data.get("password").stringValue()).hasSize(24);
        assertPasses(policies.sharing(), data);

        JsonNode other = OcsServer.data(server.get(anna, version + GENERATE + "?format=json"));
        assertThat(other).isNotEqualTo(data);

        JsonNode account = OcsServer.data(server.get(anna, version + GENERATE + "?format=json&context=account"));
        assertThat(account.get("password").stringValue()).hasSize(20).matches("[A-Za-z0-9]+");
        assertPasses(policies.account(), account);
    }

    @ParameterizedTest
    @CsvSource({
        "'', a good long password, ",
        "account, a good long password, ",
        "sharing, A g00d password: long enough, ",
        "'', ninechars, A password has at least 10 characters.",
        "account, basketball, The password is among the most common ones.",
        "account, everybody knows this, The password has become known: it is in a list of passwords that others have lost.",
        "sharing, a good long password, A password has at least 24 characters.",
        "sharing, a good long password without one, A password needs at least one digit."
    })
    void aPasswordIsJudgedByTheRulesOfItsUse(String context, String password, String reason) throws IOException {
        for (String version : new String[] {"/ocs/v1.php/", "/ocs/v2.php/"}) {
            Answer answer = context.isEmpty()
                    ? server.form("POST", anna, version + VALIDATE, "password", password)
                    : server.form("POST", anna, version + VALIDATE, "password", password, "context", context);

            assertThat(answer.status()).isEqualTo(200);
            JsonNode data = OcsServer.data(answer);
            if (reason == null) {
                assertThat(data.toString()).isEqualTo("{\"passed\":true}");
            } else {
                assertThat(data.propertyNames()).containsExactly("passed", "reason");
                assertThat(data.get("passed").isBoolean()).isTrue();
                assertThat(data.get("passed").booleanValue()).isFalse();
                assertThat(data.get("reason").stringValue()).isEqualTo(reason);
            }
        }
    }

    @Test
    void noPasswordAtAllIsTooShort() throws IOException {
        Answer answer = server.form("POST", anna, "/ocs/v2.php/" + VALIDATE);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(OcsServer.data(answer).get("passed").booleanValue()).isFalse();
    }

    /** Otherwise whoever guesses at somebody's password could learn that it is like a name. */
    @Test
    void judgingKnowsOfNoAccount() throws IOException {
        server.account("somebody-else");

        Answer answer = server.form("POST", anna, "/ocs/v2.php/" + VALIDATE, "password", "somebody-else");

        assertThat(OcsServer.data(answer).toString()).isEqualTo("{\"passed\":true}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Account", "link", " "})
    void anUnknownUseIsRefused(String context) throws IOException {
        Answer judged = server.form(
                "POST", anna, "/ocs/v2.php/" + VALIDATE, "password", "a good long password", "context", context);
        assertThat(judged.status()).isEqualTo(400);
        Answer made =
                server.get(anna, "/ocs/v2.php/" + GENERATE + "?format=json&context=" + context.replace(" ", "%20"));
        assertThat(made.status()).isEqualTo(400);
        assertThat(OcsServer.code(made)).isEqualTo(400);
    }

    @Test
    void nobodyGetsNothing() throws IOException {
        assertThat(server.get(null, "/ocs/v2.php/" + GENERATE + "?format=json").status())
                .isEqualTo(401);
        Answer judged = server.form("POST", null, "/ocs/v2.php/" + VALIDATE, "password", "everybody knows this");
        assertThat(judged.status()).isEqualTo(401);
        assertThat(judged.text()).doesNotContain("passed");
    }

    @Test
    void otherMethodsAreNotAllowed() throws IOException {
        assertThat(server.form("POST", anna, "/ocs/v2.php/" + GENERATE).status())
                .isEqualTo(405);
        assertThat(server.get(anna, "/ocs/v2.php/" + VALIDATE).status()).isEqualTo(405);
    }

    @Test
    void bothPoliciesAreAnnounced() throws IOException {
        JsonNode announced = OcsServer.data(server.get(anna, "/ocs/v2.php/cloud/capabilities?format=json"))
                .at("/capabilities/password_policy");

        assertThat(announced.get("minLength").intValue()).isEqualTo(10);
        assertThat(announced.at("/policies/account").toString())
                .isEqualTo("{\"minLength\":10,\"enforceHaveIBeenPwned\":true,\"enforceNonCommonPassword\":true,"
                        + "\"enforceNumericCharacters\":false,\"enforceSpecialCharacters\":false,"
                        + "\"enforceUpperLowerCase\":false}");
        assertThat(announced.at("/policies/sharing").toString())
                .isEqualTo("{\"minLength\":24,\"enforceHaveIBeenPwned\":false,\"enforceNonCommonPassword\":false,"
                        + "\"enforceNumericCharacters\":true,\"enforceSpecialCharacters\":true,"
                        + "\"enforceUpperLowerCase\":true}");
    }

    /** The provisioning interface knows this outcome as 107. */
    @Test
    void anAdministratorIsToldWhyAPasswordIsRefused() throws IOException {
        String root = OcsServer.basic("root", OcsServer.PASSWORD);
        Answer made = server.form(
                "POST", root, "/ocs/v1.php/cloud/users", "userid", "berta", "password", "everybody knows this");
        assertThat(OcsServer.code(made)).isEqualTo(107);
        assertThat(OcsServer.ocs(made).at("/meta/message").stringValue()).contains("has become known");

        Answer changed =
                server.form("PUT", root, "/ocs/v1.php/cloud/users/anna", "key", "password", "value", "basketball");
        assertThat(OcsServer.code(changed)).isEqualTo(107);
        assertThat(OcsServer.ocs(changed).at("/meta/message").stringValue()).contains("most common");
    }

    private static void assertPasses(PasswordPolicy policy, JsonNode data) {
        try (Secret password = Secret.of(data.get("password").stringValue())) {
            assertThat(policy.check(password)).isEmpty();
        }
    }
}
