package coffer.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.base.Secret;
import coffer.db.Partition;
import coffer.events.EventType;
import coffer.events.Outcome;
import coffer.passwords.PasswordPolicies;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How failures slow the next attempts, on both databases. */
abstract class ThrottleContract extends AccountsKit {
    private static final AuthResult REFUSED = new AuthResult.Refused();

    @Test
    void failuresMakeTheNextAttemptsWaitLonger() {
        account("anna");
        for (int i = 0; i < 5; i++) {
            login("anna", "wrong password " + i);
        }
        assertThat(waits).containsExactly(millis(200), millis(400), millis(800), millis(1600));
    }

    @Test
    void afterTenFailuresInHalfAnHourNothingIsTriedFromThatNetwork() {
        account("anna");
        fail("anna", "192.0.2.1", ThrottleSchedule.FAILURES_MAX + 1);
        AuthResult.Throttled throttled = (AuthResult.Throttled) login("anna", PASSWORD);
        assertThat(throttled.retryAfter()).isEqualTo(ThrottleSchedule.HARD_WINDOW);
        clock.turn(ThrottleSchedule.HARD_WINDOW.minusSeconds(1));
        assertThat(login("anna", PASSWORD)).isEqualTo(new AuthResult.Throttled(Duration.ofSeconds(1)));
        clock.turn(Duration.ofSeconds(1));
        waits.clear();
        assertThat(login("anna", PASSWORD)).isInstanceOf(AuthResult.Authenticated.class);
        assertThat(waits).containsExactly(ThrottleSchedule.DELAY_MAX);
    }

    @Test
    void tenFailuresOnlySlow() {
        account("anna");
        fail("anna", "192.0.2.1", ThrottleSchedule.FAILURES_MAX);
        assertThat(login("anna", PASSWORD)).isInstanceOf(AuthResult.Authenticated.class);
    }

    @Test
    void beingTurnedAwayIsAnEventOnceAMinute() {
        account("anna");
        fail("anna", "192.0.2.1", ThrottleSchedule.FAILURES_MAX + 1);
        login("anna", PASSWORD);
        login("anna", PASSWORD);
        assertThat(logged(EventType.LOGIN_THROTTLED, Outcome.DENIED)).isEqualTo(1);
        clock.turn(LoginEvents.THROTTLED_EVERY);
        login("anna", PASSWORD);
        assertThat(logged(EventType.LOGIN_THROTTLED, Outcome.DENIED)).isEqualTo(2);
    }

    @Test
    void theSameWrongSecretCountsOnce() {
        account("anna");
        for (int i = 0; i < 50; i++) {
            assertThat(login("anna", "my old password")).isEqualTo(REFUSED);
            clock.turn(Duration.ofSeconds(30));
        }
        assertThat(waits).hasSize(49).containsOnly(millis(200));
        assertThat(logged(EventType.LOGIN_FAILED)).hasSize(50);
    }

    @Test
    void anAccountIsSlowedFromEverywhereButNeverLocked() {
        account("anna");
        for (int i = 0; i < 40; i++) {
            login("anna", "guess number " + i, "203.0.113." + i);
        }
        waits.clear();
        assertThat(login("anna", PASSWORD, "198.51.100.1")).isInstanceOf(AuthResult.Authenticated.class);
        assertThat(waits).containsExactly(ThrottleSchedule.DELAY_MAX);
    }

    @Test
    void aNameThatNobodyHasIsSlowedLikeOneThatExists() {
        account("anna");
        for (int i = 0; i < 4; i++) {
            login("anna", "guess number " + i, "203.0.113." + i);
        }
        List<Duration> known = List.copyOf(waits);
        waits.clear();
        for (int i = 0; i < 4; i++) {
            login("nobody", "guess number " + i, "198.51.100." + i);
        }
        assertThat(waits).isEqualTo(known).isNotEmpty();
    }

    @Test
    void whereAPasswordWasGoodBeforeOthersFailuresDoNotSlowIt() {
        account("anna");
        account("berta");
        assertThat(login("anna", PASSWORD)).isInstanceOf(AuthResult.Authenticated.class);
        fail("berta", "192.0.2.1", ThrottleSchedule.FAILURES_MAX + 1);
        fail("anna", "203.0.113.9", 5);
        clock.turn(Duration.ofMinutes(5));
        waits.clear();

        assertThat(login("anna", PASSWORD)).isInstanceOf(AuthResult.Authenticated.class);
        assertThat(waits).isEmpty();
        assertThat(login("berta", PASSWORD)).isInstanceOf(AuthResult.Throttled.class);
    }

    @Test
    void thatHoldsAfterARestartToo() {
        account("anna");
        account("berta");
        login("anna", PASSWORD);
        fail("berta", "192.0.2.1", ThrottleSchedule.FAILURES_MAX + 1);
        try (AccountsFeature restarted = another(AccountsSettings.standard())) {
            waits.clear();
            assertThat(login(restarted.authenticator(), "anna", PASSWORD, "192.0.2.1"))
                    .isInstanceOf(AuthResult.Authenticated.class);
            assertThat(waits).isEmpty();
        }
    }

    @Test
    void guessesAtAKnownPlaceAreStillCounted() {
        account("anna");
        login("anna", PASSWORD);
        fail("anna", "192.0.2.1", ThrottleSchedule.FAILURES_MAX + 1);
        assertThat(login("anna", "one more guess")).isInstanceOf(AuthResult.Throttled.class);
        // The very password that was good here before is not a guess.
        assertThat(login("anna", PASSWORD)).isInstanceOf(AuthResult.Authenticated.class);
    }

    @Test
    void aSuccessForgivesTheAccountsFailuresFromThereOnly() {
        account("anna");
        account("berta");
        fail("anna", "192.0.2.1", 3);
        fail("berta", "192.0.2.1", 2);
        login("anna", PASSWORD);
        waits.clear();
        login("berta", "wrong again");
        assertThat(waits).containsExactly(millis(400));
    }

    @Test
    void aChangedPasswordMakesAStrangerOfEveryPlace() {
        account("anna");
        account("berta");
        login("anna", PASSWORD);
        fail("berta", "192.0.2.1", 2);
        try (Secret next = Secret.of("another good one")) {
            accounts.edit(operator(), "anna", new AccountChange.Password(next));
        }
        waits.clear();
        login("anna", "another good one");
        assertThat(waits).containsExactly(millis(400));
    }

    @Test
    void exemptNetworksAreNeitherCountedNorSlowed() {
        account("anna");
        AccountsSettings settings = new AccountsSettings(
                AccountPolicy.standard(), PasswordPolicies.standard(), List.of("10.0.0.0/8", "2001:db8::/32"));
        try (AccountsFeature office = another(settings)) {
            for (int i = 0; i < 20; i++) {
                String wrong = "wrong password " + i;
                assertThat(login(office.authenticator(), "anna", wrong, "10.1.2.3"))
                        .isEqualTo(REFUSED);
                assertThat(login(office.authenticator(), "anna", wrong, "2001:db8::7"))
                        .isEqualTo(REFUSED);
            }
            assertThat(waits).isEmpty();
            assertThat(login(office.authenticator(), "anna", PASSWORD, "198.51.100.1"))
                    .isInstanceOf(AuthResult.Authenticated.class);
            assertThat(waits).isEmpty();
        }
    }

    @Test
    void neighboursInOneIpv6NetworkCountTogether() {
        account("anna");
        login("anna", "wrong password 1", "2001:db8:1:100::1");
        login("anna", "wrong password 2", "2001:db8:1:1ff::2");
        assertThat(waits).containsExactly(millis(200));
        account("berta");
        waits.clear();
        login("berta", "wrong password 1", "2001:db8:1:200::1");
        assertThat(waits).isEmpty();
    }

    @Test
    void failuresAreSweptWhenTheyNoLongerCount() {
        account("anna");
        fail("anna", "192.0.2.1", 3);
        clock.turn(ThrottleSchedule.WINDOW.minusSeconds(1));
        feature.upkeep();
        assertThat(failuresKept()).isEqualTo(3);
        clock.turn(Duration.ofMinutes(11));
        feature.upkeep();
        assertThat(failuresKept()).isZero();
    }

    @Test
    void onlyTheNewestFailuresAreKeptWhenThereAreVeryMany() {
        addFailures(Throttle.FAILURES_KEPT_MAX);
        feature.upkeep();
        assertThat(failuresKept()).isEqualTo(Throttle.FAILURES_KEPT_MAX);
        login("nobody", "one more");
        clock.turn(Duration.ofMinutes(11));
        feature.upkeep();
        assertThat(failuresKept()).isEqualTo(Throttle.FAILURES_KEPT_MAX);
        assertThat(count("SELECT COUNT(*) FROM failed_login WHERE subject = 1")).isZero();
    }

    @Test
    void placesUnusedForLongAreForgotten() {
        account("anna");
        login("anna", PASSWORD);
        clock.turn(Throttle.KNOWN_FOR.plusSeconds(1));
        feature.upkeep();
        assertThat(count("SELECT COUNT(*) FROM known_network")).isZero();
    }

    @Test
    void anAccountHasABoundedNumberOfKnownPlaces() {
        account("anna");
        for (int i = 0; i <= Throttle.KNOWN_NETWORKS_MAX; i++) {
            login("anna", PASSWORD, "203.0.113." + i);
            clock.turn(Duration.ofSeconds(1));
        }
        assertThat(count("SELECT COUNT(*) FROM known_network")).isEqualTo(Throttle.KNOWN_NETWORKS_MAX);
        assertThat(count("SELECT COUNT(*) FROM known_network WHERE network = '203.0.113.0/32'"))
                .isZero();
    }

    private void fail(String login, String address, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(login(login, "wrong password " + i, address)).isEqualTo(REFUSED);
        }
    }

    /** From as many networks' worth of subjects, numbered from the oldest. */
    private void addFailures(int number) {
        long oldestUs = clock.instant().minus(Duration.ofHours(1)).toEpochMilli() * 1_000;
        database.write(Partition.GENERAL, tx -> tx.update("""
                        INSERT INTO failed_login (network, subject, digest, failed_us)
                        SELECT '203.0.113.1/32', i, 0, ? + i
                          FROM (WITH RECURSIVE numbers (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < ?)
                                SELECT i FROM numbers) AS all_numbers
                        """, oldestUs, number));
    }

    private int failuresKept() {
        return count("SELECT COUNT(*) FROM failed_login");
    }

    private static Duration millis(long number) {
        return Duration.ofMillis(number);
    }

    private int count(String sql) {
        return database.read(session -> session.one(sql, row -> row.getInt(1)).orElseThrow());
    }
}
