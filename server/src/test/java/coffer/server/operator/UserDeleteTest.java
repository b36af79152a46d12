package coffer.server.operator;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.base.AccountId;
import coffer.base.Origin;
import coffer.base.Secret;
import coffer.files.View;
import coffer.logins.Sessions;
import coffer.logins.SignInResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code coffer user delete}: what becomes of the files. */
class UserDeleteTest extends OperatorTest {
    private View anna;
    private View ben;

    @BeforeEach
    void fill() {
        home("admin");
        anna = home("anna");
        ben = home("ben");
        tree.put(anna, "file", "x");
    }

    @Test
    void theFilesAreHandedOverFirst() {
        run(DONE, "user", "delete", "anna", "--yes", "--transfer-to", "ben");
        assertThat(out).contains("ben: has its files at /Transferred from anna (2 files and folders)");
        assertThat(tree.read(ben, "Transferred from anna/file")).isEqualTo("x");
        assertThat(accounts.accounts().byUid("anna")).isEmpty();
    }

    @Test
    void whenTheyCannotBeTheAccountStays() {
        AccountId id = ben.owner();
        tree.quotas.put(id, 0L);
        run(REFUSED, "user", "delete", "anna", "--yes", "--transfer-to", "ben");
        assertThat(err).contains("disabled and not deleted", "has room for 0 bytes");
        assertThat(accounts.accounts().byUid("anna").orElseThrow().enabled()).isFalse();
        run(REFUSED, "user", "delete", "anna", "--yes", "--transfer-to", "nobody");
        assertThat(err).contains("nobody cannot have its files");
        run(REFUSED, "user", "delete", "anna", "--yes", "--transfer-to", "anna");
        assertThat(accounts.accounts().byUid("anna")).isPresent();
        assertThat(tree.read(anna, "Transferred from anna/file")).isEqualTo("x");
    }

    @Test
    void theyStayUntilTheyAreHandedOverOrDeleted() {
        run(REFUSED, "user", "delete", "anna", "--yes", "--keep-files", "--transfer-to", "ben");
        assertThat(accounts.accounts().byUid("anna").orElseThrow().enabled()).isTrue();
        run(DONE, "user", "delete", "anna", "--yes", "--keep-files");
        assertThat(out.strip()).isEqualTo("anna: ended; its files are kept");
        assertThat(accounts.accounts().byUid("anna").orElseThrow().enabled()).isFalse();
        assertThat(tree.read(anna, "file")).isEqualTo("x");
        run(DONE, "user", "delete", "anna", "--yes", "--transfer-to", "ben");
        assertThat(tree.read(ben, "Transferred from anna/file")).isEqualTo("x");
        assertThat(accounts.accounts().byUid("anna")).isEmpty();
    }

    @Test
    void anAccountThatHasEndedHasNoBrowserThatIsSignedInWhenItComesBack() {
        Sessions sessions = TestServices.logins(accounts, tree).sessions();
        Origin browser = new Origin("192.0.2.1", "", "Firefox", "POST", "/login");
        Secret cookie =
                ((SignInResult.SignedIn) sessions.signIn("anna", Secret.of("a good password"), true, browser)).cookie();
        assertThat(sessions.find(cookie, browser)).isPresent();
        run(DONE, "user", "delete", "anna", "--yes", "--keep-files");
        assertThat(sessions.find(cookie, browser)).isEmpty();
        run(DONE, "user", "enable", "anna");
        assertThat(sessions.find(cookie, browser)).isEmpty();
    }

    @Test
    void withoutAnHeirTheyGo() {
        run(DONE, "user", "delete", "anna", "--yes");
        assertThat(accounts.accounts().byUid("anna")).isEmpty();
    }
}
