package coffer.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/** The few calls of the provisioning interface that system tests set up their accounts with. */
public final class OcsCalls {

    private static final Pattern APP_PASSWORD = Pattern.compile("\"apppassword\":\"([^\"]+)\"");

    private OcsCalls() {}

    /** Creates an account; {@code admin} is signed in as an administrator. */
    public static void createUser(DavClient admin, String user, String password) throws IOException {
        var form = "userid=" + URLEncoder.encode(user, StandardCharsets.UTF_8) + "&password="
                + URLEncoder.encode(password, StandardCharsets.UTF_8);
        var answer = admin.send(
                "POST",
                "/ocs/v2.php/cloud/users",
                Map.of("Content-Type", "application/x-www-form-urlencoded"),
                BodyPublishers.ofString(form));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    /** Has the server issue an app password, which is cheap to check on each request. */
    public static String appPassword(URI server, String user, String password) throws IOException {
        try (var client = new DavClient(server, user, password)) {
            var answer = client.send(
                    "GET",
                    "/ocs/v2.php/core/getapppassword",
                    Map.of("Accept", "application/json"),
                    BodyPublishers.noBody());
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            var found = APP_PASSWORD.matcher(answer.text());
            assertThat(found.find()).as(answer.text()).isTrue();
            return found.group(1);
        }
    }
}
