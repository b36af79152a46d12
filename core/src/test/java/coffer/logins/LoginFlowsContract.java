package coffer.logins;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.accounts.AppPasswords;
import coffer.accounts.AuthResult;
import coffer.base.Actor;
import coffer.base.Origin;
import coffer.base.Secret;
import coffer.events.EventType;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A program gets one app password for one grant, and nobody else gets anything. */
abstract class LoginFlowsContract extends LoginsKit {
    private FlowStart.Begun begin() {
        return (FlowStart.Begun) flows.begin(PROGRAM);
    }

    private Actor actor() {
        return Actor.user(anna.id(), "anna", null, BROWSER);
    }

    @Test
    void aGrantedProgramFetchesAWorkingAppPasswordOnce() {
        FlowStart.Begun flow = begin();
        Secret browser = browser();
        assertThat(flow.poll().length()).isEqualTo(128);
        assertThat(flow.login().length()).isEqualTo(128);
        assertThat(flows.poll(flow.poll(), PROGRAM)).isEmpty();

        LoginFlow open = flows.open(flow.login(), browser, BROWSER).orElseThrow();
        assertThat(open.version()).isEqualTo(2);
        assertThat(open.device()).isEqualTo(PROGRAM.agent());
        assertThat(open.address()).isEqualTo("192.0.2.1");
        assertThat(flows.find(open.id(), browser)).contains(open);
        assertThat(flows.poll(flow.poll(), PROGRAM)).isEmpty();
        assertThat(flows.grant(actor(), open.id(), browser, "Anna")).isEqualTo(new FlowGrant.Granted());

        FlowOutcome outcome = flows.poll(flow.poll(), PROGRAM).orElseThrow();
        assertThat(outcome.loginName()).isEqualTo("Anna");
        assertThat(outcome.appPassword().length()).isEqualTo(AppPasswords.LENGTH);
        assertThat(accounts.authenticator().basic("anna", outcome.appPassword(), PROGRAM))
                .isInstanceOf(AuthResult.Authenticated.class);
        assertThat(accounts.appPasswords()
                        .list(actor(), anna.id(), 0, 10)
                        .getFirst()
                        .name())
                .isEqualTo(PROGRAM.agent());
        assertThat(flows.poll(flow.poll(), PROGRAM)).isEmpty();
        assertThat(logged(EventType.LOGIN_FLOW_GRANTED)).hasSize(1);
        assertThat(logged(EventType.APP_PASSWORD_ISSUED)).hasSize(1);
    }

    @Test
    void nothingIsIssuedBeforeTheProgramFetchesIt() {
        FlowStart.Begun flow = begin();
        Secret browser = browser();
        LoginFlow open = flows.open(flow.login(), browser, BROWSER).orElseThrow();
        flows.grant(actor(), open.id(), browser, "anna");

        assertThat(accounts.appPasswords().count(anna.id())).isZero();
    }

    @Test
    void anotherBrowserGetsNothing() {
        FlowStart.Begun flow = begin();
        Secret first = browser();
        Secret thief = browser();
        LoginFlow open = flows.open(flow.login(), first, BROWSER).orElseThrow();

        assertThat(flows.open(flow.login(), thief, BROWSER)).isEmpty();
        assertThat(flows.find(open.id(), thief)).isEmpty();
        assertThat(flows.grant(actor(), open.id(), thief, "anna")).isEqualTo(new FlowGrant.Gone());
        assertThat(flows.open(flow.login(), first, BROWSER)).contains(open);
        assertThat(logged(EventType.LOGIN_FLOW_STOLEN)).hasSize(1);
    }

    @Test
    void aFlowIsGrantedOnceAndOverAfterItsTime() {
        FlowStart.Begun flow = begin();
        FlowStart.Begun late = begin();
        Secret browser = browser();
        LoginFlow open = flows.open(flow.login(), browser, BROWSER).orElseThrow();
        LoginFlow lateOpen = flows.open(late.login(), browser, BROWSER).orElseThrow();
        assertThat(flows.grant(actor(), open.id(), browser, "anna")).isEqualTo(new FlowGrant.Granted());
        assertThat(flows.grant(actor(), open.id(), browser, "anna")).isEqualTo(new FlowGrant.Gone());
        assertThat(flows.open(flow.login(), browser, BROWSER)).isEmpty();

        clock.turn(LoginFlows.LIFETIME.minusSeconds(1));
        assertThat(flows.find(lateOpen.id(), browser)).isPresent();
        clock.turn(Duration.ofSeconds(1));
        assertThat(flows.find(lateOpen.id(), browser)).isEmpty();
        assertThat(flows.open(late.login(), browser, BROWSER)).isEmpty();
        assertThat(flows.grant(actor(), lateOpen.id(), browser, "anna")).isEqualTo(new FlowGrant.Gone());
        assertThat(flows.poll(flow.poll(), PROGRAM)).isEmpty();
    }

    @Test
    void whoeverAsksWithAForeignTokenGetsNothing() {
        FlowStart.Begun flow = begin();
        Secret browser = browser();
        LoginFlow open = flows.open(flow.login(), browser, BROWSER).orElseThrow();
        flows.grant(actor(), open.id(), browser, "anna");

        assertThat(flows.poll(flow.login(), PROGRAM)).isEmpty();
        assertThat(flows.poll(Token.random(random, Token.FLOW_BYTES), PROGRAM)).isEmpty();
        assertThat(flows.open(flow.poll(), browser, BROWSER)).isEmpty();
    }

    @Test
    void aProgramOfADisabledAccountGetsNothingAndItsFlowEnds() {
        FlowStart.Begun flow = begin();
        Secret browser = browser();
        LoginFlow open = flows.open(flow.login(), browser, BROWSER).orElseThrow();
        flows.grant(actor(), open.id(), browser, "anna");
        accounts.accounts().setEnabled(Actor.operator("test"), "anna", false);

        assertThat(flows.poll(flow.poll(), PROGRAM)).isEmpty();
        accounts.accounts().setEnabled(Actor.operator("test"), "anna", true);
        assertThat(flows.poll(flow.poll(), PROGRAM)).isEmpty();
    }

    @Test
    void versionOneHandsTheAppPasswordToTheBrowserThatBeganIt() {
        Secret browser = browser();
        LoginFlow flow = flows.beginWithin(browser, PROGRAM).orElseThrow();
        assertThat(flow.version()).isEqualTo(1);
        assertThat(flows.grant(actor(), flow.id(), browser(), "anna")).isEqualTo(new FlowGrant.Gone());

        FlowGrant.Issued issued = (FlowGrant.Issued) flows.grant(actor(), flow.id(), browser, "anna");

        assertThat(accounts.authenticator().basic(issued.loginName(), issued.appPassword(), PROGRAM))
                .isInstanceOf(AuthResult.Authenticated.class);
        assertThat(flows.grant(actor(), flow.id(), browser, "anna")).isEqualTo(new FlowGrant.Gone());
    }

    @Test
    void oneAddressHasABoundedNumberOfWaitingPrograms() {
        for (int i = 1; i < LoginFlows.PER_ADDRESS_MAX; i++) {
            begin();
        }
        assertThat(flows.begin(PROGRAM)).isInstanceOf(FlowStart.Begun.class);
        assertThat(flows.begin(PROGRAM)).isEqualTo(new FlowStart.TooMany());
        assertThat(flows.beginWithin(browser(), PROGRAM)).isEqualTo(Optional.empty());
        Origin elsewhere = new Origin("192.0.2.2", "phone", "r", "POST", "/login/v2");
        assertThat(flows.begin(elsewhere)).isInstanceOf(FlowStart.Begun.class);

        clock.turn(LoginFlows.LIFETIME);
        assertThat(flows.begin(PROGRAM)).isInstanceOf(FlowStart.Begun.class);
    }

    @Test
    void upkeepRemovesFlowsThatAreOver() {
        begin();
        clock.turn(LoginFlows.LIFETIME.minusSeconds(1));
        logins.upkeep();
        assertThat(rows()).isEqualTo(1);
        clock.turn(Duration.ofSeconds(1));
        logins.upkeep();
        assertThat(rows()).isZero();
    }

    private long rows() {
        return database.read(session -> session.one("SELECT COUNT(*) FROM login_flow", row -> row.getLong(1)))
                .orElseThrow();
    }
}
