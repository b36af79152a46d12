package coffer.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.base.Actor;
import coffer.base.Secret;
import coffer.db.Partition;
import coffer.events.Event;
import coffer.events.EventType;
import coffer.events.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** App passwords on both databases. */
abstract class AppPasswordsContract extends AccountsKit {
    @Test
    void anAppPasswordSignsInByBasicWithItsLoginNameAndByBearer() {
        Account anna = account("anna");
        IssueResult.Issued device = issue(anna);

        AuthResult.Authenticated basic = authenticated(basic("ANNA", device.secret()));
        assertThat(basic.account().id()).isEqualTo(anna.id());
        assertThat(basic.kind()).isEqualTo(CredentialKind.APP_PASSWORD);
        assertThat(basic.actor().credential()).isEqualTo(device.id());
        assertThat(basic.actor().origin()).isEqualTo(from("192.0.2.1"));
        assertThat(authenticated(bearer(device.secret())).account().id()).isEqualTo(anna.id());
        assertThat(basic("berta", device.secret())).isEqualTo(new AuthResult.Refused());
    }

    @Test
    void itIsSeventyTwoLettersAndDigitsAndStoredOnlyAsAHash() {
        IssueResult.Issued device = issue(account("anna"));
        String text = new String(device.secret().reveal());
        assertThat(text).matches("[A-Za-z0-9]{72}");
        byte[] stored =
                database.read(session -> session.one("SELECT secret_hash FROM app_password", row -> row.getBytes(1))
                        .orElseThrow());
        assertThat(stored).hasSize(32);
        assertThat(logged(EventType.APP_PASSWORD_ISSUED).toString()).doesNotContain(text);
        try (Secret longer = Secret.of(text + "x")) {
            assertThat(bearer(longer)).isEqualTo(new AuthResult.Refused());
        }
    }

    @Test
    void theLoginNameMayBeAnAddressAndThenOnlyThatGoesWithIt() {
        Account anna = account("anna");
        accounts.edit(operator(), "anna", new AccountChange.Email("anna@example.org"));
        IssueResult.Issued device =
                (IssueResult.Issued) appPasswords.issue(actor(anna), anna.id(), "Anna@example.org", "phone");
        assertThat(basic("anna@EXAMPLE.org", device.secret())).isInstanceOf(AuthResult.Authenticated.class);
        assertThat(basic("anna", device.secret())).isEqualTo(new AuthResult.Refused());
    }

    @Test
    void onlyTheOwnerWithTheirPasswordAndTheOperatorGetOne() {
        Account anna = account("anna");
        Account chief = account("chief", Group.ADMIN);
        Actor device = Actor.user(anna.id(), "anna", 1L, from("192.0.2.1"));
        assertThat(appPasswords.issue(device, anna.id(), "anna", "x")).isEqualTo(new IssueResult.NotAllowed());
        assertThat(appPasswords.issue(actor(chief), anna.id(), "anna", "x")).isEqualTo(new IssueResult.NotAllowed());
        assertThat(appPasswords.issue(actor(anna), anna.id(), "anna", "x")).isInstanceOf(IssueResult.Issued.class);
        accounts.setEnabled(operator(), "anna", false);
        assertThat(appPasswords.issue(operator(), anna.id(), "anna", "x")).isEqualTo(new IssueResult.UnknownAccount());
        assertThat(logged(EventType.APP_PASSWORD_ISSUED, Outcome.DENIED)).isEqualTo(3);
    }

    @Test
    void anAccountHasABoundedNumberOfThem() {
        Account anna = account("anna");
        database.write(Partition.GENERAL, tx -> {
            for (int i = 1; i < AppPasswords.PER_ACCOUNT_MAX; i++) {
                tx.update(
                        "INSERT INTO app_password VALUES (?, ?, 'anna', 'filler', ?, 0, 0, 0)",
                        -i,
                        anna.id().value(),
                        new byte[] {(byte) i, (byte) (i >> 8)});
            }
            return 0;
        });
        assertThat(appPasswords.issue(operator(), anna.id(), "anna", "last")).isInstanceOf(IssueResult.Issued.class);
        assertThat(appPasswords.issue(operator(), anna.id(), "anna", "one more"))
                .isEqualTo(new IssueResult.TooMany());
    }

    @Test
    void aRevokedOneIsDeadAtOnceHereAndAfterTwoSecondsInAnotherProcess() {
        IssueResult.Issued device = issue(account("anna"));
        try (AccountsFeature other = another(AccountsSettings.standard())) {
            Authenticator elsewhere = other.authenticator();
            assertThat(bearer(device.secret())).isInstanceOf(AuthResult.Authenticated.class);
            assertThat(elsewhere.bearer(device.secret(), from("192.0.2.1")))
                    .isInstanceOf(AuthResult.Authenticated.class);

            assertThat(appPasswords.revoke(operator(), device.id())).isTrue();

            assertThat(bearer(device.secret())).isEqualTo(new AuthResult.Refused());
            clock.turn(CredentialEpoch.FRESH.minusMillis(1));
            assertThat(elsewhere.bearer(device.secret(), from("192.0.2.1")))
                    .isInstanceOf(AuthResult.Authenticated.class);
            clock.turn(Duration.ofMillis(1));
            assertThat(elsewhere.bearer(device.secret(), from("192.0.2.1"))).isEqualTo(new AuthResult.Refused());
        }
    }

    @Test
    void aClockThatWasTurnedBackDoesNotKeepARevokedOneAlive() {
        IssueResult.Issued device = issue(account("anna"));
        try (AccountsFeature other = another(AccountsSettings.standard())) {
            other.authenticator().bearer(device.secret(), from("192.0.2.1"));
            appPasswords.revoke(operator(), device.id());
            clock.turn(Duration.ofHours(-1));
            assertThat(other.authenticator().bearer(device.secret(), from("192.0.2.1")))
                    .isEqualTo(new AuthResult.Refused());
        }
    }

    @Test
    void oneIsRevokedByItsOwnerAndByWhoManagesTheAccount() {
        group("staff");
        Account anna = account("anna", "staff");
        Account eve = account("eve");
        Account sub = subadmin("sub", "staff");
        IssueResult.Issued first = issue(anna);
        IssueResult.Issued second = issue(anna);
        assertThat(appPasswords.revoke(actor(eve), first.id())).isFalse();
        assertThat(appPasswords.revoke(actor(anna), first.id())).isTrue();
        assertThat(appPasswords.revoke(actor(anna), first.id())).isFalse();
        assertThat(appPasswords.revoke(actor(sub), second.id())).isTrue();
        assertThat(logged(EventType.APP_PASSWORD_REVOKED, Outcome.OK)).isEqualTo(2);
        assertThat(logged(EventType.APP_PASSWORD_REVOKED, Outcome.DENIED)).isEqualTo(2);
    }

    @Test
    void aListTellsEverythingButTheSecretAndOnlyToThoseItConcerns() {
        Account anna = account("anna");
        Account eve = account("eve");
        appPasswords.issue(actor(anna), anna.id(), "anna", "  My\tphone\u202e  ");
        appPasswords.issue(actor(anna), anna.id(), "anna", "x".repeat(AppPasswords.NAME_LENGTH_MAX + 1));
        appPasswords.issue(actor(anna), anna.id(), "anna", "");
        List<AppPassword> own = appPasswords.list(actor(anna), anna.id(), 0, 100);
        assertThat(own)
                .extracting(AppPassword::name)
                .containsExactly("My phone", "x".repeat(AppPasswords.NAME_LENGTH_MAX), "unnamed");
        assertThat(own.getFirst().created()).isEqualTo(clock.instant());
        assertThat(own.getFirst().lastUsed()).isNull();
        assertThat(appPasswords.list(actor(eve), anna.id(), 0, 100)).isEmpty();
        assertThat(appPasswords.list(operator(), anna.id(), 0, 100)).isEqualTo(own);
    }

    @Test
    void aListIsReadInPages() {
        Account anna = account("anna");
        for (int i = 0; i < 5; i++) {
            issue(anna);
        }
        List<AppPassword> all = appPasswords.list(operator(), anna.id(), 0, 100);
        List<AppPassword> first = appPasswords.list(operator(), anna.id(), 0, 2);
        List<AppPassword> second =
                appPasswords.list(operator(), anna.id(), first.getLast().id(), 100);

        assertThat(first).hasSize(2);
        assertThat(all)
                .hasSize(5)
                .startsWith(first.toArray(AppPassword[]::new))
                .endsWith(second.toArray(AppPassword[]::new));
        assertThat(appPasswords.count(anna.id())).isEqualTo(5);
    }

    @Test
    void aDeviceIsRenamedByItsOwnerAndByWhoManagesTheAccount() {
        Account anna = account("anna");
        Account eve = account("eve");
        IssueResult.Issued device = issue(anna);

        assertThat(appPasswords.rename(actor(eve), device.id(), "mine")).isFalse();
        assertThat(appPasswords.rename(actor(anna), device.id(), " Anna's\tphone "))
                .isTrue();

        assertThat(appPasswords.list(operator(), anna.id(), 0, 1).getFirst().name())
                .isEqualTo("Anna's phone");
        assertThat(bearer(device.secret())).isInstanceOf(AuthResult.Authenticated.class);
        assertThat(logged(EventType.APP_PASSWORD_RENAMED, Outcome.OK)).isEqualTo(1);
        assertThat(logged(EventType.APP_PASSWORD_RENAMED, Outcome.DENIED)).isEqualTo(1);
    }

    @Test
    void renewingGivesTheSameOneAnotherSecret() {
        Account anna = account("anna");
        IssueResult.Issued device = issue(anna);
        Actor signedIn = authenticated(basic("anna", device.secret())).actor();

        IssueResult.Issued renewed = (IssueResult.Issued) appPasswords.renew(signedIn);

        assertThat(renewed.id()).isEqualTo(device.id());
        assertThat(bearer(device.secret())).isEqualTo(new AuthResult.Refused());
        assertThat(basic("anna", renewed.secret())).isInstanceOf(AuthResult.Authenticated.class);
        assertThat(appPasswords.renew(actor(anna))).isEqualTo(new IssueResult.NotAllowed());
        appPasswords.revoke(operator(), device.id());
        assertThat(appPasswords.renew(signedIn)).isEqualTo(new IssueResult.NotAllowed());
    }

    @Test
    void theLastUseIsWrittenByUpkeepAndAtMostOnceAMinute() {
        Account anna = account("anna");
        IssueResult.Issued device = issue(anna);
        var firstUse = clock.instant();
        bearer(device.secret());
        assertThat(appPasswords.list(operator(), anna.id(), 0, 100).getFirst().lastUsed())
                .isNull();
        feature.upkeep();
        assertThat(appPasswords.list(operator(), anna.id(), 0, 100).getFirst().lastUsed())
                .isEqualTo(firstUse);
        assertThat(reread(anna.id()).firstLogin()).isEqualTo(firstUse);

        clock.turn(CredentialUses.COARSE.minusSeconds(1));
        bearer(device.secret());
        feature.upkeep();
        assertThat(appPasswords.list(operator(), anna.id(), 0, 100).getFirst().lastUsed())
                .isEqualTo(firstUse);

        clock.turn(Duration.ofSeconds(3));
        bearer(device.secret());
        feature.upkeep();
        assertThat(appPasswords.list(operator(), anna.id(), 0, 100).getFirst().lastUsed())
                .isEqualTo(clock.instant());
        assertThat(reread(anna.id()).firstLogin()).isEqualTo(firstUse);
        assertThat(reread(anna.id()).lastLogin()).isEqualTo(clock.instant());
    }

    @Test
    void itsUseIsAnEventOnceAnHour() {
        IssueResult.Issued device = issue(account("anna"));
        for (int i = 0; i < 3; i++) {
            bearer(device.secret());
            clock.turn(Duration.ofSeconds(5));
        }
        assertThat(logged(EventType.LOGIN_SUCCEEDED)).hasSize(1);
        clock.turn(LoginEvents.SUCCESS_EVERY);
        bearer(device.secret());
        List<Event> logged = logged(EventType.LOGIN_SUCCEEDED);
        assertThat(logged).hasSize(2);
        assertThat(logged.getFirst().actor().credential()).isEqualTo(device.id());
        assertThat(logged.getFirst().actor().origin().address()).isEqualTo("192.0.2.1");
    }

    @Test
    void aValidOneIsNeverSlowedWhateverItsNeighboursDo() {
        IssueResult.Issued device = issue(account("anna"));
        for (int i = 0; i < 20; i++) {
            login("anna", "wrong password " + i);
        }
        assertThat(login("anna", "wrong password x")).isInstanceOf(AuthResult.Throttled.class);
        waits.clear();
        assertThat(basic("anna", device.secret())).isInstanceOf(AuthResult.Authenticated.class);
        assertThat(bearer(device.secret())).isInstanceOf(AuthResult.Authenticated.class);
        assertThat(waits).isEmpty();
    }

    @Test
    void guessedTokensAreCountedForTheNetwork() {
        for (int i = 0; i <= ThrottleSchedule.FAILURES_MAX; i++) {
            try (Secret guess = Secret.of("guess " + i)) {
                assertThat(bearer(guess)).isEqualTo(new AuthResult.Refused());
            }
        }
        try (Secret guess = Secret.of("guess")) {
            assertThat(bearer(guess)).isInstanceOf(AuthResult.Throttled.class);
            assertThat(authenticator.bearer(guess, from("198.51.100.1"))).isEqualTo(new AuthResult.Refused());
        }
        assertThat(logged(EventType.LOGIN_FAILED, Outcome.DENIED)).isEqualTo(ThrottleSchedule.FAILURES_MAX + 2);
    }

    @Test
    void theyOutliveARestartAndAChangeOfTheAccountsPassword() {
        Account anna = account("anna");
        IssueResult.Issued device = issue(anna);
        try (Secret next = Secret.of("another good one")) {
            accounts.edit(operator(), "anna", new AccountChange.Password(next));
        }
        feature.close();
        reopen();
        openFeature();
        assertThat(bearer(device.secret())).isInstanceOf(AuthResult.Authenticated.class);
    }

    private AuthResult basic(String login, Secret secret) {
        return authenticator.basic(login, secret, from("192.0.2.1"));
    }

    private AuthResult bearer(Secret secret) {
        return authenticator.bearer(secret, from("192.0.2.1"));
    }

    private static AuthResult.Authenticated authenticated(AuthResult result) {
        assertThat(result).isInstanceOf(AuthResult.Authenticated.class);
        return (AuthResult.Authenticated) result;
    }
}
