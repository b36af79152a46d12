package coffer.logins;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.accounts.IssueResult;
import coffer.base.Actor;
import coffer.base.Secret;
import coffer.events.EventType;
import coffer.events.Outcome;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Browsers sign in with passwords only, and are out when they should be. */
abstract class SessionsContract extends LoginsKit {
    @Test
    void aSignedInBrowserIsKnownByItsCookieAlone() {
        SignInResult.SignedIn anna = signIn(this.anna, false);

        Session found = sessions.find(anna.cookie(), BROWSER).orElseThrow();
        assertThat(found.account().uid()).isEqualTo("anna");
        assertThat(found.loginName()).isEqualTo("anna");
        assertThat(found.agent()).isEqualTo("Firefox");
        assertThat(anna.cookie().length()).isEqualTo(43);
        assertThat(sessions.find(browser(), BROWSER)).isEmpty();
        assertThat(logged(EventType.SESSION_STARTED)).hasSize(1);
    }

    @Test
    void wrongPasswordsUnknownNamesAndAppPasswordsDoNotSignIn() {
        IssueResult.Issued device =
                (IssueResult.Issued) accounts.appPasswords().issue(Actor.operator("test"), anna.id(), "anna", "phone");

        assertThat(sessions.signIn("anna", Secret.of("wrong"), false, BROWSER)).isEqualTo(new SignInResult.Refused());
        assertThat(sessions.signIn("nobody", Secret.of(PASSWORD), false, BROWSER))
                .isEqualTo(new SignInResult.Refused());
        assertThat(sessions.signIn("anna", device.secret(), false, BROWSER)).isEqualTo(new SignInResult.Refused());
        assertThat(logged(EventType.SESSION_STARTED)).isEmpty();
    }

    @Test
    void anIdleSessionEndsAfterItsTimeAndNotBefore() {
        SessionPolicy policy = SessionPolicy.standard();
        SignInResult.SignedIn forgetful = signIn(anna, false);
        SignInResult.SignedIn remembered = signIn(anna, true);

        clock.turn(policy.idle().minusSeconds(1));
        assertThat(sessions.find(forgetful.cookie(), BROWSER)).isPresent();
        clock.turn(policy.idle());
        assertThat(sessions.find(forgetful.cookie(), BROWSER)).isEmpty();
        assertThat(sessions.find(remembered.cookie(), BROWSER)).isPresent();
        clock.turn(policy.idleRemembered());
        assertThat(sessions.find(remembered.cookie(), BROWSER)).isEmpty();
    }

    @Test
    void aSessionInConstantUseEndsAtItsAbsoluteLimit() {
        SessionPolicy policy = SessionPolicy.standard();
        SignInResult.SignedIn signedIn = signIn(anna, false);
        Duration step = policy.idle().minusMinutes(1);
        Duration passed = Duration.ZERO;
        while (passed.plus(step).compareTo(policy.absolute()) < 0) {
            clock.turn(step);
            passed = passed.plus(step);
            assertThat(sessions.find(signedIn.cookie(), BROWSER)).isPresent();
        }

        clock.turn(policy.absolute().minus(passed).minusSeconds(1));
        assertThat(sessions.find(signedIn.cookie(), BROWSER)).isPresent();
        clock.turn(Duration.ofSeconds(1));
        assertThat(sessions.find(signedIn.cookie(), BROWSER)).isEmpty();
    }

    @Test
    void theLastUseIsWrittenAtMostOnceAMinute() {
        SignInResult.SignedIn signedIn = signIn(anna, false);
        var begun = clock.instant();

        clock.turn(Sessions.COARSE.minusSeconds(1));
        sessions.find(signedIn.cookie(), BROWSER);
        assertThat(sessions.list(signedIn.session().actor(BROWSER)).getFirst().seen())
                .isEqualTo(begun);
        clock.turn(Duration.ofSeconds(1));
        sessions.find(signedIn.cookie(), BROWSER);
        assertThat(sessions.list(signedIn.session().actor(BROWSER)).getFirst().seen())
                .isEqualTo(clock.instant());
    }

    @Test
    void aDisabledAccountIsOutAtOnceAndInAgainWhenEnabled() {
        SignInResult.SignedIn signedIn = signIn(anna, false);

        accounts.accounts().setEnabled(Actor.operator("test"), "anna", false);
        assertThat(sessions.find(signedIn.cookie(), BROWSER)).isEmpty();
        accounts.accounts().setEnabled(Actor.operator("test"), "anna", true);
        assertThat(sessions.find(signedIn.cookie(), BROWSER)).isPresent();
    }

    @Test
    void confirmingChangesTheCookieAndTheTime() {
        SignInResult.SignedIn signedIn = signIn(anna, false);
        clock.turn(Duration.ofHours(1));
        assertThat(sessions.confirm(signedIn.session(), signedIn.cookie(), Secret.of("wrong"), BROWSER))
                .isEqualTo(new SignInResult.Refused());

        SignInResult.SignedIn confirmed = (SignInResult.SignedIn)
                sessions.confirm(signedIn.session(), signedIn.cookie(), Secret.of(PASSWORD), BROWSER);

        assertThat(sessions.find(signedIn.cookie(), BROWSER)).isEmpty();
        Session found = sessions.find(confirmed.cookie(), BROWSER).orElseThrow();
        assertThat(found.id()).isEqualTo(signedIn.session().id());
        assertThat(found.seen()).isEqualTo(confirmed.session().seen());
        assertThat(found.confirmed()).isEqualTo(clock.instant());
        Instant end = clock.instant().plus(Session.CONFIRMATION_HOLDS);
        assertThat(found.confirmedLately(end)).isTrue();
        assertThat(found.confirmedLately(end.plusSeconds(1))).isFalse();
        assertThat(sessions.confirm(signedIn.session(), signedIn.cookie(), Secret.of(PASSWORD), BROWSER))
                .isEqualTo(new SignInResult.Refused());
    }

    @Test
    void anAccountSeesAndEndsItsOwnSessionsOnly() {
        SignInResult.SignedIn first = signIn(anna, false);
        SignInResult.SignedIn second = signIn(anna, false);
        SignInResult.SignedIn other = signIn(eve, false);
        Actor actor = first.session().actor(BROWSER);

        assertThat(sessions.list(actor))
                .extracting(SessionInfo::id)
                .containsExactlyInAnyOrder(
                        first.session().id(), second.session().id());
        assertThat(sessions.end(actor, other.session().id())).isFalse();
        assertThat(sessions.find(other.cookie(), BROWSER)).isPresent();
        assertThat(sessions.end(actor, second.session().id())).isTrue();
        assertThat(sessions.find(second.cookie(), BROWSER)).isEmpty();
        assertThat(logged(EventType.SESSION_ENDED))
                .extracting(event -> event.outcome())
                .containsExactly(Outcome.DENIED, Outcome.OK);
    }

    @Test
    void signingOutEverywhereLeavesThisBrowserIn() {
        SignInResult.SignedIn here = signIn(anna, false);
        SignInResult.SignedIn elsewhere = signIn(anna, true);
        SignInResult.SignedIn other = signIn(eve, false);

        assertThat(sessions.endOthers(
                        here.session().actor(BROWSER), here.session().id()))
                .isEqualTo(1);

        assertThat(sessions.find(here.cookie(), BROWSER)).isPresent();
        assertThat(sessions.find(elsewhere.cookie(), BROWSER)).isEmpty();
        assertThat(sessions.find(other.cookie(), BROWSER)).isPresent();
    }

    @Test
    void allSessionsOfOneAccountCanEnd() {
        SignInResult.SignedIn first = signIn(anna, false);
        SignInResult.SignedIn second = signIn(anna, true);
        SignInResult.SignedIn other = signIn(eve, false);

        assertThat(sessions.endAll(anna, BROWSER)).isEqualTo(2);

        assertThat(sessions.find(first.cookie(), BROWSER)).isEmpty();
        assertThat(sessions.find(second.cookie(), BROWSER)).isEmpty();
        assertThat(sessions.find(other.cookie(), BROWSER)).isPresent();
    }

    @Test
    void ofTooManySessionsTheOneIdleLongestGoes() {
        SignInResult.SignedIn oldest = signIn(anna, false);
        clock.turn(Duration.ofSeconds(1));
        SignInResult.SignedIn next = signIn(anna, false);
        for (int i = 2; i < Sessions.PER_ACCOUNT_MAX; i++) {
            signIn(anna, false);
        }
        assertThat(sessions.find(oldest.cookie(), BROWSER)).isPresent();

        signIn(anna, false);

        assertThat(sessions.find(oldest.cookie(), BROWSER)).isEmpty();
        assertThat(sessions.find(next.cookie(), BROWSER)).isPresent();
    }

    @Test
    void upkeepRemovesWhatIsOverAndADeletedAccountLeavesNothing() {
        signIn(anna, true);
        clock.turn(SessionPolicy.standard().idleRemembered());
        logins.upkeep();
        assertThat(rows("login_session")).isEqualTo(1);
        clock.turn(Duration.ofSeconds(1));
        logins.upkeep();
        assertThat(rows("login_session")).isZero();

        signIn(eve, true);
        assertThat(logins.remove(eve.id())).isTrue();
        assertThat(rows("login_session")).isZero();
    }

    final long rows(String table) {
        return database.read(session -> session.one("SELECT COUNT(*) FROM " + table, row -> row.getLong(1)))
                .orElseThrow();
    }
}
