package coffer.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.passwords.PasswordPolicies;
import coffer.passwords.PasswordRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsReaderTest {
    @TempDir
    private Path directory;

    @Test
    void withoutAnySourceTheDefaultsHold() {
        Settings settings = SettingsReader.read(Map.of(), null, Map.of());
        assertThat(settings.data()).isEqualTo(Path.of("data").toAbsolutePath());
        assertThat(settings.listen().getPort()).isEqualTo(8080);
        assertThat(settings.listen().getAddress().isLoopbackAddress()).isTrue();
        assertThat(settings.url()).isEmpty();
        assertThat(settings.trustedProxies()).isEmpty();
        assertThat(settings.database()).isEmpty();
        assertThat(settings.storage().rootKey()).isEmpty();
        assertThat(settings.throttleExempt()).isEmpty();
        assertThat(settings.depthInfinity()).isFalse();
        assertThat(settings.lockTimeout()).isZero();
        assertThat(settings.mail()).isEmpty();
        assertThat(settings.describe()).contains("mail off");
    }

    @Test
    void mailNeedsAServerAndASenderAndItsPasswordIsNeverShown() throws IOException {
        Path file = write("mail.from = Our cloud <cloud@example.org>");
        Map<String, String> environment = Map.of("COFFER_MAIL_SMTP", "smtps://cloud:geheim@mail.example");
        Settings settings = SettingsReader.read(Map.of(), file, environment);
        assertThat(settings.mail()).isPresent();
        assertThat(settings.describe())
                .contains("mail mail.example:465 (TLS implicit) from cloud@example.org")
                .doesNotContain("geheim");
        assertThat(settings.toString()).doesNotContain("geheim");
        assertThat(SettingsReader.read(Map.of(), file, Map.of()).mail()).isEmpty();
        assertThatThrownBy(() -> SettingsReader.read(Map.of(), null, environment))
                .isInstanceOf(SettingsRefused.class)
                .hasMessageContaining("mail.from")
                .hasMessageNotContaining("geheim");
        assertThatThrownBy(() -> SettingsReader.read(Map.of(Setting.MAIL_SMTP, "smtp://geheim@x"), file, Map.of()))
                .isInstanceOf(SettingsRefused.class)
                .hasMessageContaining("both user and password")
                .hasMessageNotContaining("geheim");
        assertThatThrownBy(() -> SettingsReader.read(Map.of(Setting.MAIL_FROM, "cloud"), null, environment))
                .isInstanceOf(SettingsRefused.class)
                .hasMessageContaining("mail.from = cloud")
                .hasMessageNotContaining("geheim");
    }

    @Test
    void anOptionWinsOverTheEnvironmentAndThatOverTheFile() throws IOException {
        Path file = write("listen = 127.0.0.1:1\ndav.depth-infinity = true\nthrottle.exempt = 10.0.0.0/8");
        Map<String, String> environment = Map.of("COFFER_LISTEN", "127.0.0.1:2", "COFFER_THROTTLE_EXEMPT", "::1/128");
        Settings settings = SettingsReader.read(Map.of(Setting.LISTEN, "127.0.0.1:3"), file, environment);
        assertThat(settings.listen().getPort()).isEqualTo(3);
        assertThat(settings.throttleExempt()).containsExactly("::1/128");
        assertThat(settings.depthInfinity()).isTrue();
    }

    @Test
    void theFileInTheDataDirectoryIsReadWithoutBeingNamed() throws IOException {
        write("listen = 127.0.0.1:4");
        assertThat(SettingsReader.read(Map.of(Setting.DATA, directory.toString()), null, Map.of())
                        .listen()
                        .getPort())
                .isEqualTo(4);
    }

    @Test
    void unknownNamesStopTheStartWithTheNearestKnownOne() throws IOException {
        Path file = write("lissten = 127.0.0.1:1");
        assertThatThrownBy(() -> SettingsReader.read(Map.of(), file, Map.of()))
                .isInstanceOf(SettingsRefused.class)
                .hasMessageContaining("lissten")
                .hasMessageContaining("The nearest is listen.");
        assertThatThrownBy(() -> SettingsReader.read(Map.of(), null, Map.of("COFFER_TROTTLE_EXEMPT", "")))
                .isInstanceOf(SettingsRefused.class)
                .hasMessageContaining("The nearest is COFFER_THROTTLE_EXEMPT.");
    }

    @Test
    void aFileThatIsNamedMustBeThere() {
        assertThatThrownBy(() -> SettingsReader.read(Map.of(), directory.resolve("none"), Map.of()))
                .isInstanceOf(SettingsRefused.class);
    }

    @Test
    void valuesThatAreNotUnderstoodSayWhatIsExpected() {
        assertRefused(Setting.LISTEN, "8080", "HOST:PORT");
        assertRefused(Setting.LISTEN, "127.0.0.1:65536", "HOST:PORT");
        assertRefused(Setting.LISTEN, "127.0.0.1:-1", "HOST:PORT");
        assertRefused(Setting.DAV_DEPTH_INFINITY, "yes", "true or false");
        for (String minutes : new String[] {"", "-1", "1h", "525601", "99999999999999999999"}) {
            assertRefused(Setting.LOCKS_TIMEOUT, minutes, "expected minutes, 0 to 525600");
        }
        assertThat(SettingsReader.read(Map.of(Setting.LOCKS_TIMEOUT, "525600"), null, Map.of())
                        .lockTimeout())
                .isEqualTo(Duration.ofDays(365));
        assertRefused(Setting.URL, "cloud.example", "https://cloud.example");
        assertRefused(Setting.URL, "https://cloud.example/a b", "https://cloud.example");
        assertRefused(Setting.TRUSTED_PROXIES, "127.0.0.1, proxy.example", "10.0.0.0/8");
        assertRefused(Setting.TRUSTED_PROXIES, "10.0.0.0/33", "10.0.0.0/8");
        assertRefused(Setting.DATABASE, "jdbc:mysql://x", "jdbc:postgresql:");
        assertRefused(Setting.SECURITY_CONTACT, "a@h.test, porter", "security.contact = porter");
        assertRefused(Setting.SECURITY_POLICY, "http://h.test/rules", "https://");
        assertThat(SettingsReader.read(Map.of(Setting.LISTEN, "[::1]:65535"), null, Map.of())
                        .listen()
                        .getPort())
                .isEqualTo(65_535);
    }

    @Test
    void rulesOfPasswordsAreThoseOfStockServersUntilTheOperatorNamesOthers() throws IOException {
        PasswordPolicies standard =
                SettingsReader.read(Map.of(), null, Map.of()).passwords().policies();
        assertThat(standard).isEqualTo(PasswordPolicies.standard());

        Path file = write("passwords.account = 12, digit, special\nbreached-passwords = pwned.txt");
        Map<String, String> environment =
                Map.of("COFFER_PASSWORDS_SHARING", "8", "COFFER_BREACHED_PASSWORDS_MISSING", "warn");
        Settings settings = SettingsReader.read(Map.of(), file, environment);
        PasswordPolicies policies = settings.passwords().policies();
        assertThat(policies.account().rules()).isEqualTo(new PasswordRules(12, false, true, true, false));
        assertThat(policies.sharing().rules()).isEqualTo(new PasswordRules(8, false, false, false, false));
        assertThat(policies.account().breached())
                .isPresent()
                .isEqualTo(policies.sharing().breached());
        assertThat(settings.describe())
                .contains("passwords.account 12,digit,special, passwords.sharing 8, breached-passwords /")
                .contains("/pwned.txt (missing: warn)");
    }

    @Test
    void rulesOfPasswordsThatAreNotUnderstoodSayWhatIsExpected() {
        assertRefused(Setting.PASSWORDS_ACCOUNT, "7,uncommon", "passwords.account = 7,uncommon is not understood");
        assertRefused(Setting.PASSWORDS_SHARING, "65", "8 to 64");
        assertRefused(Setting.PASSWORDS_SHARING, "", "such as 10,uncommon");
        assertRefused(Setting.BREACHED_PASSWORDS_MISSING, "maybe", "block, warn or off is expected");
    }

    @Test
    void aPasswordInTheDatabaseAddressIsNotShown() {
        Settings settings =
                SettingsReader.read(Map.of(Setting.DATABASE, "jdbc:postgresql://h/d?password=hunter2"), null, Map.of());
        assertThat(settings.describe()).contains("PostgreSQL").doesNotContain("hunter2");
    }

    private static void assertRefused(Setting setting, String value, String expected) {
        assertThatThrownBy(() -> SettingsReader.read(Map.of(setting, value), null, Map.of()))
                .isInstanceOf(SettingsRefused.class)
                .hasMessageContaining(expected);
    }

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("coffer.conf"), text);
    }
}
