package coffer.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.base.Secret;
import coffer.db.Partition;
import coffer.events.Event;
import coffer.events.EventType;
import coffer.events.Target;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Sign-in with an account's own password, on both databases. */
abstract class LoginContract extends AccountsKit {
    private static final AuthResult REFUSED = new AuthResult.Refused();

    @Test
    void theLoginNameIsTheUserIdOrTheAddressInAnyLetterCase() {
        Account anna = account("anna");
        accounts.edit(operator(), "anna", new AccountChange.Email("Anna@example.org"));
        for (String login : List.of("anna", "ANNA", "anna@EXAMPLE.org")) {
            AuthResult.Authenticated result = (AuthResult.Authenticated) login(login, PASSWORD);
            assertThat(result.account().id()).isEqualTo(anna.id());
            assertThat(result.kind()).isEqualTo(CredentialKind.PASSWORD);
            assertThat(result.actor().credential()).isNull();
        }
    }

    @Test
    void anAddressThatTwoAccountsShareIsALoginNameOfNeither() {
        account("anna");
        account("berta");
        accounts.edit(operator(), "anna", new AccountChange.Email("both@example.org"));
        accounts.edit(operator(), "berta", new AccountChange.Email("BOTH@example.org"));
        assertThat(login("both@example.org", PASSWORD)).isEqualTo(REFUSED);
        assertThat(login("anna", PASSWORD)).isInstanceOf(AuthResult.Authenticated.class);
    }

    @Test
    void aUserIdGoesBeforeSomebodyElsesAddress() {
        Account anna = account("anna@example.org");
        account("berta");
        accounts.edit(operator(), "berta", new AccountChange.Email("anna@example.org"));
        AuthResult.Authenticated result = (AuthResult.Authenticated) login("anna@example.org", PASSWORD);
        assertThat(result.account().id()).isEqualTo(anna.id());
    }

    @Test
    void unknownDisabledAndWrongGetOneAnswerAndAreEvents() {
        account("anna");
        account("off");
        accounts.setEnabled(operator(), "off", false);
        assertThat(login("anna", "wrong password")).isEqualTo(REFUSED);
        assertThat(login("nobody", PASSWORD)).isEqualTo(REFUSED);
        assertThat(login("off", PASSWORD)).isEqualTo(REFUSED);
        assertThat(login("My$ecret typed in the wrong field", PASSWORD)).isEqualTo(REFUSED);
        List<Event> logged = logged(EventType.LOGIN_FAILED);
        assertThat(logged)
                .extracting(Event::reason)
                .containsExactly("wrong password", "unknown account", "account disabled", "unknown account");
        assertThat(logged.get(1).target()).isEqualTo(Target.unknownAccount("nobody"));
        assertThat(logged.get(3).target()).isEqualTo(Target.unknownAccount(""));
    }

    @Test
    void anAcceptedPasswordIsHashedOnceAMinute() {
        Account anna = account("anna");
        assertThat(login("anna", PASSWORD)).isInstanceOf(AuthResult.Authenticated.class);
        breakTheStoredHash(anna);
        clock.turn(PasswordLogins.VERIFIED.minusMillis(1));
        assertThat(login("anna", PASSWORD)).isInstanceOf(AuthResult.Authenticated.class);
        clock.turn(Duration.ofMillis(1));
        assertThat(login("anna", PASSWORD)).isEqualTo(REFUSED);
    }

    @Test
    void aPasswordThatWasChangedElsewhereIsNoticedAfterTwoSeconds() {
        account("anna");
        assertThat(login("anna", PASSWORD)).isInstanceOf(AuthResult.Authenticated.class);
        try (AccountsFeature other = another(AccountsSettings.standard());
                Secret next = Secret.of("another good one")) {
            other.accounts().edit(operator(), "anna", new AccountChange.Password(next));
            clock.turn(CredentialEpoch.FRESH.minusMillis(1));
            assertThat(login("anna", PASSWORD)).isInstanceOf(AuthResult.Authenticated.class);
            clock.turn(Duration.ofMillis(1));
            assertThat(login("anna", PASSWORD)).isEqualTo(REFUSED);
        }
    }

    @Test
    void manyFirstRequestsAtOnceCostOneHashAndNoWait() throws ExecutionException, InterruptedException {
        account("anna");
        try (var requests = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<AuthResult>> results = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                results.add(requests.submit(() -> login("anna", PASSWORD)));
            }
            for (Future<AuthResult> result : results) {
                assertThat(result.get()).isInstanceOf(AuthResult.Authenticated.class);
            }
        }
        assertThat(waits).isEmpty();
        assertThat(logged(EventType.LOGIN_SUCCEEDED)).hasSize(1);
    }

    @Test
    void aHashOfOlderCostIsRenewedAtLogin() {
        Account anna = account("anna");
        String old = PasswordHash.compute(
                        new PasswordHash.Cost(32, 1, 1), new byte[16], PASSWORD.getBytes(StandardCharsets.UTF_8))
                .text();
        database.write(
                Partition.GENERAL,
                tx -> tx.update(
                        "UPDATE account SET password_hash = ? WHERE id = ?",
                        old,
                        anna.id().value()));
        assertThat(login("anna", PASSWORD)).isInstanceOf(AuthResult.Authenticated.class);
        assertThat(storedHash(anna)).contains("$m=64,t=1,p=1$").isNotEqualTo(old);
        clock.turn(Duration.ofMinutes(2));
        assertThat(login("anna", PASSWORD)).isInstanceOf(AuthResult.Authenticated.class);
    }

    @Test
    void firstAndLastLoginAreKept() {
        Account anna = account("anna");
        var first = clock.instant();
        login("anna", PASSWORD);
        clock.turn(Duration.ofDays(1));
        login("anna", PASSWORD);
        assertThat(reread(anna.id()).firstLogin()).isEqualTo(first);
        assertThat(reread(anna.id()).lastLogin()).isEqualTo(clock.instant());
    }

    private String storedHash(Account account) {
        return database.read(session -> session.one(
                        "SELECT password_hash FROM account WHERE id = ?",
                        row -> row.getString(1),
                        account.id().value())
                .orElseThrow());
    }

    /** Behind the back of the cache: only a fresh hash can notice. */
    private void breakTheStoredHash(Account account) {
        database.write(
                Partition.GENERAL,
                tx -> tx.update(
                        "UPDATE account SET password_hash = NULL WHERE id = ?",
                        account.id().value()));
    }
}
