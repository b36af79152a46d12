package coffer.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.base.Secret;
import coffer.events.Event;
import coffer.events.EventType;
import coffer.events.Outcome;
import coffer.mail.Delivery;
import coffer.mail.Outbox;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Setting a password by a link, on both databases. Mails are read where they wait to be sent. */
abstract class PasswordResetsContract extends AccountsKit {
    private static final String BASE = "https://cloud.example/files";
    private static final String NEW_PASSWORD = "another password";
    private static final Pattern LINK =
            Pattern.compile("(?m)^" + Pattern.quote(BASE) + "/login/reset/([A-Za-z0-9_-]{43})$");
    private static final Duration TICK = Duration.ofNanos(1_000);

    private PasswordResets resets;

    @BeforeEach
    void openResets() {
        resets = feature.passwordResets(outbox());
    }

    @Test
    void theLinkInTheMailSetsThePasswordOnceAndEndsTheOldOne() {
        anna();
        assertThat(login("anna", PASSWORD)).isInstanceOf(AuthResult.Authenticated.class);
        request("anna");
        Secret token = token(mails().getLast());
        assertThat(resets.find(token)).map(Account::uid).contains("anna");
        assertThat(complete(token, NEW_PASSWORD)).isInstanceOf(ResetResult.Done.class);
        assertThat(login("anna", PASSWORD)).isInstanceOf(AuthResult.Refused.class);
        assertThat(login("anna", NEW_PASSWORD)).isInstanceOf(AuthResult.Authenticated.class);
        assertThat(resets.find(token)).isEmpty();
        assertThat(complete(token, "a third password")).isEqualTo(new ResetResult.Expired());
        assertThat(logged(EventType.ACCOUNT_PASSWORD_RESET_REQUESTED, Outcome.OK))
                .isEqualTo(1);
        assertThat(logged(EventType.ACCOUNT_PASSWORD_RESET, Outcome.OK)).isEqualTo(1);
        assertThat(logged(EventType.ACCOUNT_PASSWORD_RESET, Outcome.DENIED)).isEqualTo(1);
    }

    @Test
    void theMailGoesToTheAddressOfTheAccountAndExpiresWithTheLink() {
        anna();
        request("ANNA@example.org");
        String row = database.read(session -> session.one(
                        "SELECT recipient || ' ' || account_uid || ' ' || (expires_us - created_us) FROM outgoing_mail",
                        found -> found.getString(1))
                .orElseThrow());
        assertThat(row).isEqualTo("anna@example.org anna " + PasswordResets.VALID.toNanos() / 1_000);
        assertThat(mails().getLast())
                .contains("Hello anna,", "\"anna\" on " + BASE, "22 November 2026, 10:00 UTC, from 192.0.2.1.");
    }

    @Test
    void onlyTheHashOfTheTokenIsStoredAndNoEventHoldsIt() throws NoSuchAlgorithmException {
        anna();
        request("anna");
        String token = new String(token(mails().getLast()).reveal());
        byte[] stored =
                database.read(session -> session.one("SELECT token_hash FROM password_reset", row -> row.getBytes(1))
                        .orElseThrow());
        assertThat(stored)
                .isEqualTo(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII)));
        complete(Secret.of(token), NEW_PASSWORD);
        String events = logged(EventType.ACCOUNT_PASSWORD_RESET_REQUESTED).toString()
                + logged(EventType.ACCOUNT_PASSWORD_RESET);
        assertThat(events).doesNotContain(token).doesNotContain(NEW_PASSWORD);
    }

    @Test
    void aLinkDiesAfterAnHour() {
        anna();
        request("anna");
        Secret token = token(mails().getLast());
        clock.turn(PasswordResets.VALID.minus(TICK));
        assertThat(resets.find(token)).isPresent();
        clock.turn(TICK);
        assertThat(resets.find(token)).isEmpty();
        assertThat(complete(token, NEW_PASSWORD)).isEqualTo(new ResetResult.Expired());
        assertThat(login("anna", PASSWORD)).isInstanceOf(AuthResult.Authenticated.class);
    }

    @Test
    void aNewerLinkEndsTheOlder() {
        anna();
        request("anna");
        request("anna");
        List<String> mails = mails();
        assertThat(complete(token(mails.getFirst()), NEW_PASSWORD)).isEqualTo(new ResetResult.Expired());
        assertThat(complete(token(mails.getLast()), NEW_PASSWORD)).isInstanceOf(ResetResult.Done.class);
    }

    @Test
    void aLinkDiesWhenThePasswordIsChangedOrTheAccountDisabledOrDeleted() {
        anna();
        request("anna");
        try (Secret changed = Secret.of("changed by the owner")) {
            accounts.edit(operator(), "anna", new AccountChange.Password(changed));
        }
        assertThat(complete(token(mails().getLast()), NEW_PASSWORD)).isEqualTo(new ResetResult.Expired());
        request("anna");
        Secret second = token(mails().getLast());
        accounts.setEnabled(operator(), "anna", false);
        assertThat(complete(second, NEW_PASSWORD)).isEqualTo(new ResetResult.Expired());
        accounts.setEnabled(operator(), "anna", true);
        assertThat(complete(second, NEW_PASSWORD)).isEqualTo(new ResetResult.Expired());
        request("anna");
        Secret third = token(mails().getLast());
        accounts.delete(operator(), "anna");
        assertThat(complete(third, NEW_PASSWORD)).isEqualTo(new ResetResult.Expired());
        assertThat(rows("password_reset")).isZero();
        assertThat(rows("password_reset_request")).isZero();
    }

    @Test
    void aPasswordThatBreaksARuleLeavesTheLinkGood() {
        anna();
        request("anna");
        Secret token = token(mails().getLast());
        assertThat(complete(token, "short")).isInstanceOf(ResetResult.PasswordRefused.class);
        assertThat(complete(token, "basketball"))
                .isEqualTo(new ResetResult.PasswordRefused("The password is among the most common ones."));
        assertThat(complete(token, "ANNA@example.ORG")).isInstanceOf(ResetResult.PasswordRefused.class);
        assertThat(complete(token, NEW_PASSWORD)).isInstanceOf(ResetResult.Done.class);
    }

    @Test
    void whoGetsNoLinkIsTheSameFromOutsideAndAnEventInside() {
        account("noaddress");
        anna();
        accounts.create(
                operator(),
                new NewAccount(
                        "nopassword", null, "", "np@example.org", List.of(), List.of(), new Quota.Default(), ""));
        Account off = account("disabled");
        accounts.edit(operator(), "disabled", new AccountChange.Email("off@example.org"));
        accounts.setEnabled(operator(), off.uid(), false);
        for (String login : List.of("nobody", "not a name \u0000", "noaddress", "nopassword", "disabled", "")) {
            request(login);
        }
        assertThat(mails()).isEmpty();
        assertThat(rows("password_reset")).isZero();
        assertThat(logged(EventType.ACCOUNT_PASSWORD_RESET_REQUESTED))
                .extracting(Event::reason)
                .containsExactly(
                        "unknown account",
                        "unknown account",
                        "no e-mail address",
                        "no password to sign in with",
                        "disabled",
                        "unknown account");
    }

    @Test
    void anAccountGetsThreeMailsAnHour() {
        anna();
        for (int i = 0; i < PasswordResets.PER_ACCOUNT_MAX; i++) {
            request("anna", "192.0.2." + i);
        }
        assertThat(mails()).hasSize(PasswordResets.PER_ACCOUNT_MAX);
        Secret newest = token(mails().getLast());
        request("anna", "198.51.100.1");
        assertThat(mails()).hasSize(PasswordResets.PER_ACCOUNT_MAX);
        assertThat(resets.find(newest)).as("a dropped request ends no link").isPresent();
        clock.turn(PasswordResets.WINDOW.minus(TICK));
        request("anna", "198.51.100.1");
        assertThat(mails()).hasSize(PasswordResets.PER_ACCOUNT_MAX);
        clock.turn(TICK);
        request("anna", "198.51.100.1");
        assertThat(mails()).hasSize(PasswordResets.PER_ACCOUNT_MAX + 1);
    }

    @Test
    void aNetworkMayAskTwentyTimesAnHourForWhateverNames() {
        anna();
        for (int i = 1; i < PasswordResets.PER_NETWORK_MAX; i++) {
            request("nobody" + i);
        }
        request("anna");
        assertThat(mails()).hasSize(1);
        request("anna");
        request("anna");
        assertThat(mails()).hasSize(1);
        assertThat(logged(EventType.ACCOUNT_PASSWORD_RESET_REQUESTED))
                .extracting(Event::reason)
                .filteredOn(reason -> reason.startsWith("too many from"))
                .as("one event a minute")
                .containsExactly("too many from 192.0.2.1/32");
        request("anna", "192.0.2.2");
        assertThat(mails()).as("others are not concerned").hasSize(2);
        clock.turn(PasswordResets.WINDOW);
        request("anna");
        assertThat(mails()).hasSize(3);
    }

    @Test
    void wrongTokensAreRefusedAndWrittenDownOnceAMinute() {
        anna();
        request("anna");
        String right = new String(token(mails().getLast()).reveal());
        String other = (right.startsWith("A") ? "B" : "A") + right.substring(1);
        for (String wrong : List.of(other, "", right + "A", right.substring(1), "ä".repeat(43))) {
            assertThat(resets.find(Secret.of(wrong))).isEmpty();
            assertThat(complete(Secret.of(wrong), NEW_PASSWORD)).isEqualTo(new ResetResult.Expired());
        }
        assertThat(logged(EventType.ACCOUNT_PASSWORD_RESET, Outcome.DENIED)).isEqualTo(1);
        clock.turn(QuietEvents.EVERY);
        complete(Secret.of(other), NEW_PASSWORD);
        assertThat(logged(EventType.ACCOUNT_PASSWORD_RESET, Outcome.DENIED)).isEqualTo(2);
        assertThat(resets.find(Secret.of(right))).isPresent();
    }

    @Test
    void ofTwoAttemptsAtTheSameTimeOneSucceeds() throws ExecutionException, InterruptedException {
        anna();
        request("anna");
        Secret token = token(mails().getLast());
        try (var threads = Executors.newFixedThreadPool(2)) {
            var one = threads.submit(() -> complete(token, "the first password"));
            var two = threads.submit(() -> complete(token, "the second password"));
            assertThat(List.of(one.get(), two.get()))
                    .satisfiesOnlyOnce(result -> assertThat(result).isInstanceOf(ResetResult.Done.class))
                    .satisfiesOnlyOnce(result -> assertThat(result).isEqualTo(new ResetResult.Expired()));
        }
    }

    @Test
    void withoutMailThereAreNoLinks() {
        anna();
        PasswordResets off = feature.passwordResets(new Outbox(database, events, Optional.empty(), random, clock));
        assertThat(off.available()).isFalse();
        assertThat(resets.available()).isTrue();
        off.request("anna", BASE, from("192.0.2.1"));
        assertThat(rows("password_reset")).isZero();
        assertThat(logged(EventType.ACCOUNT_PASSWORD_RESET_REQUESTED, Outcome.DENIED))
                .isEqualTo(1);
    }

    @Test
    void theAddressOfTheServerHasABound() {
        anna();
        String longest = "https://" + "x".repeat(PasswordResets.BASE_LENGTH_MAX - 8);
        resets.request("anna", longest, from("192.0.2.1"));
        assertThat(mails()).hasSize(1);
        assertThatThrownBy(() -> resets.request("nobody", longest + "x", from("192.0.2.1")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatMeansNothingAnyMoreIsSwept() {
        anna();
        request("anna");
        request("nobody");
        ResetTable.sweep(database, clock.instant().plus(PasswordResets.WINDOW).minus(TICK));
        assertThat(rows("password_reset")).isEqualTo(1);
        assertThat(rows("password_reset_request")).isEqualTo(2);
        clock.turn(PasswordResets.WINDOW);
        feature.upkeep();
        assertThat(rows("password_reset")).isZero();
        assertThat(rows("password_reset_request")).isZero();
    }

    private void anna() {
        account("anna");
        accounts.edit(operator(), "anna", new AccountChange.Email("anna@example.org"));
    }

    private Outbox outbox() {
        return new Outbox(database, events, Optional.of(_ -> new Delivery.Accepted("250 OK")), random, clock);
    }

    private void request(String login) {
        request(login, "192.0.2.1");
    }

    private void request(String login, String address) {
        resets.request(login, BASE, from(address));
    }

    private ResetResult complete(Secret token, String password) {
        try (Secret secret = Secret.of(password)) {
            return resets.complete(token, secret, from("192.0.2.1"));
        }
    }

    /** The texts of the mails that wait, oldest first. */
    private List<String> mails() {
        return database.read(
                session -> session.list("SELECT body FROM outgoing_mail ORDER BY id", row -> row.getString(1)));
    }

    private static Secret token(String mail) {
        Matcher link = LINK.matcher(mail);
        assertThat(link.find()).as(mail).isTrue();
        return Secret.of(link.group(1));
    }

    private long rows(String table) {
        return database.read(session -> session.one("SELECT COUNT(*) FROM " + table, row -> row.getLong(1))
                .orElseThrow());
    }
}
