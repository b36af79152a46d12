package coffer.server.ocs;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.passwords.PasswordPolicies;
import coffer.server.http.RawClient.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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

/** What is announced to whom, and the members that clients require of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CapabilitiesProtocolTest {
    private static final String PATH = "/ocs/v2.php/cloud/capabilities?format=json";

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

    @Test
    void aSignInPageLearnsVersionAndLooksOnly() throws IOException {
        JsonNode data = OcsServer.data(server.get(null, PATH));

        assertThat(data.at("/version/string").stringValue()).isEqualTo("32.0.1");
        assertThat(data.get("capabilities").propertyNames()).containsExactly("theming");
    }

    @Test
    void anAccountLearnsWhatIsThere() throws IOException {
        JsonNode capabilities = OcsServer.data(server.get(anna, PATH)).get("capabilities");

        assertThat(capabilities.propertyNames())
                .containsExactly("core", "files", "dav", "files_sharing", "password_policy", "theming");
        assertThat(capabilities.at("/dav/chunking").stringValue()).isEqualTo("1.0");
        assertThat(capabilities.at("/files/chunked_upload/max_size").intValue()).isEqualTo(104857600);
        assertThat(capabilities.at("/files/chunked_upload/max_parallel_count").intValue())
                .isEqualTo(5);
        assertThat(capabilities.at("/files/locking").stringValue()).isEqualTo("1.0");
        assertThat(capabilities.at("/files/api-feature-lock-type").isBoolean()).isTrue();
        assertThat(capabilities.at("/files/api-feature-lock-type").booleanValue())
                .isTrue();
        assertThat(capabilities.at("/files/forbidden_filename_characters").toString())
                .isEqualTo("[\"\\\\\",\"/\"]");
    }

    /** Desktop 3.7.3 cannot upload an empty file to a server that offers bulk upload; see {@link BulkUploadOffer}. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "false | ''",
                "false | Mozilla/5.0 (Linux) mirall/3.7.3git (nextcloudcmd, debian-6.1.0)",
                "false | Mozilla/5.0 (Windows) mirall/2.99.9 (Nextcloud)",
                "false | Mozilla/5.0 (Linux) mirall/3 (Nextcloud)",
                "false | Mozilla/5.0 (Linux) mirall/33333.9 (Nextcloud)",
                "false | Mozilla/5.0 (Linux) amirall/3.9.0 (Nextcloud)",
                "false | Mozilla/5.0 (Android) Nextcloud-android/3.30.0",
                "false | Mozilla/5.0 (iOS) Nextcloud-iOS/7.1.0",
                "false | rclone/v1.60.1",
                "true | Mozilla/5.0 (Macintosh) mirall/3.8.0git (Nextcloud, osx-22)",
                "true | Mozilla/5.0 (Linux) mirall/3.16.7-1~deb13u1 (Debian built) (Nextcloud, debian-6.12)",
                "true | Mozilla/5.0 (Linux) mirall/4.0.0 (Nextcloud)"
            })
    void bulkUploadIsOfferedToProgramsThatCanDoIt(boolean offered, String userAgent) throws IOException {
        JsonNode dav = OcsServer.data(server.get(anna, PATH, "User-Agent: " + userAgent))
                .at("/capabilities/dav");

        assertThat(dav.path("bulkupload").asString("")).isEqualTo(offered ? "1.0" : "");
        assertThat(dav.get("chunking").stringValue()).isEqualTo("1.0");
    }

    @Test
    void bulkUploadIsNotOfferedToWhoeverSaysNothing() throws IOException {
        assertThat(server.get(anna, PATH).text()).doesNotContain("bulkupload");
    }

    /** With accounts and groups; a missing member would be taken for one that is there. */
    @Test
    void sharingIsOfferedAsFarAsItIsThere() throws IOException {
        JsonNode sharing = OcsServer.data(server.get(anna, PATH)).at("/capabilities/files_sharing");

        assertThat(sharing.get("api_enabled").booleanValue()).isTrue();
        assertThat(sharing.get("default_permissions").intValue()).isEqualTo(31);
        assertThat(sharing.get("resharing").booleanValue()).isTrue();
        assertThat(sharing.at("/group/enabled").booleanValue()).isTrue();
        for (String absent :
                List.of("/public/enabled", "/federation/outgoing", "/federation/incoming", "/sharebymail/enabled")) {
            assertThat(sharing.at(absent).isBoolean()).as(absent).isTrue();
            assertThat(sharing.at(absent).booleanValue()).as(absent).isFalse();
        }
    }

    @Test
    void whatNewPasswordsMustBeLikeIsSaidWithWhereToMakeAndJudgeThem() throws IOException {
        JsonNode policy = OcsServer.data(server.get(anna, PATH)).at("/capabilities/password_policy");

        assertThat(policy.propertyNames())
                .containsExactly(
                        "minLength",
                        "enforceHaveIBeenPwned",
                        "enforceNonCommonPassword",
                        "enforceNumericCharacters",
                        "enforceSpecialCharacters",
                        "enforceUpperLowerCase",
                        "policies",
                        "api");
        assertThat(policy.at("/policies").propertyNames()).containsExactly("account", "sharing");
        assertThat(policy.at("/policies/sharing").toString())
                .isEqualTo("{\"minLength\":10,\"enforceHaveIBeenPwned\":false,\"enforceNonCommonPassword\":true,"
                        + "\"enforceNumericCharacters\":false,\"enforceSpecialCharacters\":false,"
                        + "\"enforceUpperLowerCase\":false}");
        assertThat(policy.at("/api/generate").stringValue())
                .isEqualTo("http://h/ocs/v2.php/apps/password_policy/api/v1/generate");
        assertThat(policy.at("/api/validate").stringValue())
                .isEqualTo("http://h/ocs/v2.php/apps/password_policy/api/v1/validate");
    }

    @Test
    void withoutAKnownAddressTheRulesAreSaidAlone(@TempDir Path directory) throws IOException {
        try (OcsServer nameless = new OcsServer(directory, PasswordPolicies.standard(), Optional.empty())) {
            JsonNode policy = OcsServer.data(nameless.get(nameless.appPassword("anna"), PATH))
                    .at("/capabilities/password_policy");

            assertThat(policy.has("api")).isFalse();
            assertThat(policy.get("minLength").intValue()).isEqualTo(10);
        }
    }

    /** The Android library (August 2026) drops everything when one of these is missing from an object that is there. */
    @Test
    void whatTheAndroidLibraryRequiresIsThere() throws IOException {
        JsonNode data = OcsServer.data(server.get(anna, PATH));

        for (String number : new String[] {"/version/major", "/version/minor", "/version/micro"}) {
            assertThat(data.at(number).isIntegralNumber()).as(number).isTrue();
        }
        assertThat(data.at("/version/edition").isString()).isTrue();
        assertThat(data.at("/capabilities/core/pollinterval").isIntegralNumber())
                .isTrue();
        assertThat(data.at("/capabilities/files/bigfilechunking").isBoolean()).isTrue();
        assertThat(data.at("/capabilities/files_sharing/resharing").isBoolean()).isTrue();
        for (String kept :
                new String[] {"undelete", "delete_from_trash", "versioning", "version_labeling", "version_deletion"}) {
            assertThat(data.at("/capabilities/files/" + kept).booleanValue())
                    .as(kept)
                    .isTrue();
        }
        for (String text : new String[] {"name", "slogan", "color"}) {
            assertThat(data.at("/capabilities/theming/" + text).isString())
                    .as(text)
                    .isTrue();
        }
    }

    @Test
    void theVersionIsThatOfTheStatus() throws IOException {
        Answer status = server.get(null, "/status.php");

        assertThat(status.text()).contains("\"version\":\"32.0.1.2\"", "\"versionstring\":\"32.0.1\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?format=json", ""})
    void whatIsKnownIsNotSentAgain(String query) throws IOException {
        String path = "/ocs/v1.php/cloud/capabilities" + query;
        String etag = server.get(anna, path).header("ETag");

        assertThat(etag).matches("\"[0-9a-f]{32}\"");
        Answer again = server.get(anna, path, "If-None-Match: " + etag);
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.header("ETag")).isEqualTo(etag);
        assertThat(server.get(anna, path, "If-None-Match: \"other\", W/" + etag).status())
                .isEqualTo(304);
        assertThat(server.get(anna, path, "If-None-Match: \"other\"").status()).isEqualTo(200);
        assertThat(server.get(null, path, "If-None-Match: " + etag).status()).isEqualTo(200);
    }
}
