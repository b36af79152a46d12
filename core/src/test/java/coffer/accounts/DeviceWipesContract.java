package coffer.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.base.Actor;
import coffer.base.Secret;
import coffer.events.EventType;
import coffer.events.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A lost device is out at once, learns what to do, and is not forgotten. */
abstract class DeviceWipesContract extends AccountsKit {
    private static final WipeAnswer ORDERED = new WipeAnswer.Ordered();
    private static final WipeAnswer UNKNOWN = new WipeAnswer.Unknown();

    @Test
    void anOrderedDeviceIsRefusedToldOnceAndForAllAndReportsOnce() {
        Account anna = account("anna");
        IssueResult.Issued phone = issue(anna);
        DeviceWipes wipes = feature.deviceWipes();
        assertThat(wipes.check(phone.secret(), from("192.0.2.1"))).isEqualTo(UNKNOWN);
        assertThat(wipes.done(phone.secret(), from("192.0.2.1"))).isEqualTo(UNKNOWN);

        assertThat(wipes.order(actor(anna), phone.id())).isTrue();

        assertThat(authenticator.bearer(phone.secret(), from("192.0.2.1"))).isEqualTo(new AuthResult.Refused());
        assertThat(wipes.list(actor(anna), anna.id()))
                .containsExactly(new DeviceWipe(phone.id(), "laptop", clock.instant(), null, null));
        var ordered = clock.instant();
        clock.turn(Duration.ofDays(3));
        assertThat(wipes.check(phone.secret(), from("192.0.2.9"))).isEqualTo(ORDERED);
        var seen = clock.instant();
        clock.turn(Duration.ofMinutes(3));
        assertThat(wipes.check(phone.secret(), from("192.0.2.9"))).isEqualTo(ORDERED);
        assertThat(wipes.done(phone.secret(), from("192.0.2.9"))).isEqualTo(ORDERED);
        assertThat(wipes.list(actor(anna), anna.id()))
                .containsExactly(new DeviceWipe(phone.id(), "laptop", ordered, seen, clock.instant()));
        assertThat(wipes.done(phone.secret(), from("192.0.2.9"))).isEqualTo(UNKNOWN);
        assertThat(wipes.check(phone.secret(), from("192.0.2.9"))).isEqualTo(UNKNOWN);
        assertThat(logged(EventType.DEVICE_WIPE_SEEN)).hasSize(1);
        assertThat(logged(EventType.DEVICE_WIPE_DONE)).hasSize(1);
    }

    @Test
    void onlyTheOwnerAndWhoManagesTheAccountOrderAndNeverWithAnAppPassword() {
        group("staff");
        Account anna = account("anna", "staff");
        Account sub = subadmin("sub", "staff");
        Account eve = account("eve");
        IssueResult.Issued phone = issue(anna);
        IssueResult.Issued laptop = issue(anna);
        DeviceWipes wipes = feature.deviceWipes();
        Actor stolen = Actor.user(anna.id(), "anna", laptop.id(), from("192.0.2.1"));

        assertThat(wipes.order(stolen, phone.id())).isFalse();
        assertThat(wipes.order(actor(eve), phone.id())).isFalse();
        assertThat(wipes.order(actor(anna), 4711)).isFalse();
        assertThat(authenticator.bearer(phone.secret(), from("192.0.2.1")))
                .isInstanceOf(AuthResult.Authenticated.class);
        assertThat(wipes.order(actor(sub), phone.id())).isTrue();
        assertThat(wipes.order(actor(anna), laptop.id())).isTrue();
        assertThat(wipes.list(actor(eve), anna.id())).isEmpty();
        assertThat(logged(EventType.DEVICE_WIPE_ORDERED, Outcome.DENIED)).isEqualTo(3);
    }

    @Test
    void anOrderSurvivesTheAccountAndEndsAfterAYear() {
        Account anna = account("anna");
        IssueResult.Issued phone = issue(anna);
        DeviceWipes wipes = feature.deviceWipes();
        wipes.order(operator(), phone.id());
        assertThat(accounts.delete(operator(), "anna")).isEqualTo(new StateResult.Done());

        clock.turn(DeviceWipes.KEPT);
        feature.upkeep();
        assertThat(wipes.check(phone.secret(), from("192.0.2.1"))).isEqualTo(ORDERED);
        clock.turn(Duration.ofHours(2));
        feature.upkeep();
        assertThat(wipes.check(phone.secret(), from("192.0.2.1"))).isEqualTo(UNKNOWN);
    }

    @Test
    void foreignSecretsOfAnyLengthAreNotTold() {
        DeviceWipes wipes = feature.deviceWipes();

        assertThat(wipes.check(Secret.of(""), from("192.0.2.1"))).isEqualTo(UNKNOWN);
        assertThat(wipes.check(guess(0), from("192.0.2.1"))).isEqualTo(UNKNOWN);
        assertThat(wipes.done(guess(0), from("192.0.2.1"))).isEqualTo(UNKNOWN);
        assertThat(wipes.check(Secret.of("x".repeat(100_000)), from("192.0.2.1")))
                .isEqualTo(UNKNOWN);
    }

    /** A forgotten device asks again and again with one password; only different ones are guesses. */
    @Test
    void whoGuessesIsTurnedAwayAndADeviceThatIsToWipeIsToldAllTheSame() {
        Account anna = account("anna");
        IssueResult.Issued phone = issue(anna);
        DeviceWipes wipes = feature.deviceWipes();
        wipes.order(actor(anna), phone.id());
        for (int i = 0; i < 3 * ThrottleSchedule.FAILURES_MAX; i++) {
            assertThat(wipes.check(guess(0), from("192.0.2.1"))).isEqualTo(UNKNOWN);
        }
        for (int i = 1; i <= ThrottleSchedule.FAILURES_MAX; i++) {
            assertThat(wipes.check(guess(i), from("192.0.2.1"))).isEqualTo(UNKNOWN);
        }

        assertThat(wipes.check(guess(99), from("192.0.2.1"))).isInstanceOf(WipeAnswer.TooMany.class);
        assertThat(wipes.done(guess(0), from("192.0.2.1"))).isInstanceOf(WipeAnswer.TooMany.class);
        assertThat(wipes.check(guess(99), from("198.51.100.1"))).isEqualTo(UNKNOWN);
        assertThat(wipes.check(phone.secret(), from("192.0.2.1"))).isEqualTo(ORDERED);
        clock.turn(ThrottleSchedule.HARD_WINDOW);
        assertThat(wipes.check(guess(99), from("192.0.2.1"))).isEqualTo(UNKNOWN);
    }

    private static Secret guess(int number) {
        String end = Integer.toString(number);
        return Secret.of("x".repeat(AppPasswords.LENGTH - end.length()) + end);
    }
}
