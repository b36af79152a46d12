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
    @Test
    void anOrderedDeviceIsRefusedToldOnceAndForAllAndReportsOnce() {
        Account anna = account("anna");
        IssueResult.Issued phone = issue(anna);
        DeviceWipes wipes = feature.deviceWipes();
        assertThat(wipes.check(phone.secret(), from("192.0.2.1"))).isFalse();
        assertThat(wipes.done(phone.secret(), from("192.0.2.1"))).isFalse();

        assertThat(wipes.order(actor(anna), phone.id())).isTrue();

        assertThat(authenticator.bearer(phone.secret(), from("192.0.2.1"))).isEqualTo(new AuthResult.Refused());
        assertThat(wipes.list(actor(anna), anna.id()))
                .containsExactly(new DeviceWipe(phone.id(), "laptop", clock.instant(), null, null));
        var ordered = clock.instant();
        clock.turn(Duration.ofDays(3));
        assertThat(wipes.check(phone.secret(), from("192.0.2.9"))).isTrue();
        var seen = clock.instant();
        clock.turn(Duration.ofMinutes(3));
        assertThat(wipes.check(phone.secret(), from("192.0.2.9"))).isTrue();
        assertThat(wipes.done(phone.secret(), from("192.0.2.9"))).isTrue();
        assertThat(wipes.list(actor(anna), anna.id()))
                .containsExactly(new DeviceWipe(phone.id(), "laptop", ordered, seen, clock.instant()));
        assertThat(wipes.done(phone.secret(), from("192.0.2.9"))).isFalse();
        assertThat(wipes.check(phone.secret(), from("192.0.2.9"))).isFalse();
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
        assertThat(wipes.check(phone.secret(), from("192.0.2.1"))).isTrue();
        clock.turn(Duration.ofHours(2));
        feature.upkeep();
        assertThat(wipes.check(phone.secret(), from("192.0.2.1"))).isFalse();
    }

    @Test
    void foreignSecretsOfAnyLengthAreNotTold() {
        assertThat(feature.deviceWipes().check(Secret.of(""), from("192.0.2.1")))
                .isFalse();
        assertThat(feature.deviceWipes().check(Secret.of("x".repeat(AppPasswords.LENGTH)), from("192.0.2.1")))
                .isFalse();
        assertThat(feature.deviceWipes().check(Secret.of("x".repeat(100_000)), from("192.0.2.1")))
                .isFalse();
    }
}
