package coffer.notices;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.accounts.Account;
import coffer.accounts.AccountsFeature;
import coffer.accounts.AppPasswords;
import coffer.accounts.CheapAccounts;
import coffer.accounts.CreateResult;
import coffer.accounts.NewAccount;
import coffer.accounts.Quota;
import coffer.base.Actor;
import coffer.base.FileId;
import coffer.base.ObjectId;
import coffer.base.Origin;
import coffer.base.Secret;
import coffer.blobs.SeenAs;
import coffer.db.Ids;
import coffer.db.Partition;
import coffer.db.StoreContract;
import coffer.events.BackgroundLoop.Next;
import coffer.events.Cursor;
import coffer.events.Event;
import coffer.events.EventLog;
import coffer.events.EventType;
import coffer.events.LoggedEvent;
import coffer.events.Target;
import coffer.mail.Delivery;
import coffer.mail.MailTransport;
import coffer.mail.Outbox;
import coffer.testkit.TurnedClock;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Notices on both databases. The clock begins half a minute after the full minute; mails are read where they wait. */
abstract class NoticesContract extends StoreContract {
    private static final String PAGE = "https://cloud.example";
    private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

    private final TurnedClock clock = new TurnedClock(Instant.parse("2026-11-22T10:00:30Z"));
    private final SecureRandom random = new SecureRandom();
    private EventLog events;
    private AccountsFeature feature;
    private AppPasswords appPasswords;
    private SeenAs seenAs = _ -> List.of();

    @BeforeEach
    void openFeatures() {
        events = new EventLog(database, clock);
        feature = CheapAccounts.open(database, new Ids(database), events, random, clock);
        appPasswords = feature.appPasswords();
    }

    @AfterEach
    void closeFeatures() {
        feature.close();
    }

    @Test
    void aNewDeviceIsToldWhenItsMinuteIsOver() {
        Notices notices = notices(true);
        Account anna = account("anna", "anna@example.org");
        issue(anna, "laptop");
        run(notices);
        clock.turn(HALF_A_MINUTE.minusNanos(1_000));
        run(notices);
        assertThat(mails()).isEmpty();
        clock.turn(Duration.ofNanos(1_000));
        run(notices);
        run(notices);
        assertThat(mails()).containsExactly("""
                anna@example.org: A new device can use your account
                Hello anna,

                this is what has happened to your account "anna":

                - new device or program "laptop"
                  22 November 2026, 10:00 UTC, from 192.0.2.1

                If this was you, there is nothing to do.

                If this was not you, sign in, remove the devices that you do not know,
                and choose a new password:

                https://cloud.example
                """);
    }

    @Test
    void whatHappensWithinAMinuteSharesOneMailAndTheNextMinuteHasItsOwn() {
        Notices notices = notices(true);
        Account anna = account("anna", "anna@example.org");
        for (int i = 0; i <= NoticeText.LINES_MAX; i++) {
            issue(anna, "device " + i);
        }
        clock.turn(HALF_A_MINUTE);
        issue(anna, "the next minute");
        run(notices);
        assertThat(mails())
                .singleElement()
                .asString()
                .contains("New devices can use your account", "\"device 0\"", "\"device 19\"", "- and 1 more")
                .doesNotContain("\"device 20\"", "the next minute");
        clock.turn(Duration.ofMinutes(1));
        run(notices);
        assertThat(mails())
                .hasSize(2)
                .last()
                .asString()
                .contains("\"the next minute\"")
                .doesNotContain("device 0");
    }

    @Test
    void aChangedPasswordIsToldWhoeverChangedIt() {
        Notices notices = notices(true);
        Account anna = account("anna", "anna@example.org");
        Account berta = account("berta", "berta@example.org");
        Account carla = account("carla", "carla@example.org");
        happened(EventType.ACCOUNT_PASSWORD_CHANGED, Actor.operator("coffer user set-password"), anna);
        happened(EventType.ACCOUNT_PASSWORD_RESET, Actor.anonymous(from("2001:db8::1")), berta);
        happened(EventType.ACCOUNT_PASSWORD_CHANGED, user(carla, null), carla);
        issue(carla, "phone");
        clock.turn(Duration.ofMinutes(1));
        run(notices);
        List<String> mails = mails();
        assertThat(mails).hasSize(3);
        assertThat(mails.getFirst())
                .contains("The password of your account was changed", "10:00 UTC, by the people who run your server");
        assertThat(mails.get(1)).contains("set with a link from a mail\n", "10:00 UTC, from 2001:db8::1");
        assertThat(mails.getLast()).contains("New devices and a new password", "the password was changed", "\"phone\"");
    }

    @Test
    void whatWasBeforeTheFirstStartIsNotTold() {
        Account anna = account("anna", "anna@example.org");
        issue(anna, "old");
        clock.turn(Duration.ofMinutes(1));
        Notices notices = notices(true);
        run(notices);
        issue(anna, "new");
        clock.turn(Duration.ofMinutes(1));
        run(notices(true));
        assertThat(mails()).singleElement().asString().contains("\"new\"").doesNotContain("\"old\"");
    }

    @Test
    void withoutAMailServerTheReaderKeepsUp() {
        Notices off = notices(false);
        issue(account("anna", "anna@example.org"), "laptop");
        clock.turn(Duration.ofMinutes(1));
        run(off);
        run(notices(true));
        assertThat(mails()).isEmpty();
        assertThat(events.cursor(Notices.READER)).isEqualTo(events.newest());
    }

    @Test
    void whoHasNoAddressOrIsDisabledIsNotToldAndHoldsNobodyUp() {
        Notices notices = notices(true);
        issue(account("nobody", null), "laptop");
        Account off = account("off", "off@example.org");
        issue(off, "laptop");
        feature.accounts().setEnabled(Actor.operator("test"), "off", false);
        issue(account("anna", "anna@example.org"), "laptop");
        clock.turn(Duration.ofMinutes(1));
        run(notices);
        assertThat(mails()).singleElement().asString().startsWith("anna@example.org: ");
    }

    @Test
    void refusedAttemptsAndRenewalsAreNoNewDevices() {
        Notices notices = notices(true);
        Account anna = account("anna", "anna@example.org");
        appPasswords.issue(user(anna, 7L), anna.id(), "anna", "refused");
        happened(EventType.APP_PASSWORD_ISSUED, user(anna, 7L), anna);
        clock.turn(Duration.ofMinutes(1));
        run(notices);
        assertThat(mails()).isEmpty();
    }

    @Test
    void twoProcessesTellOnce() {
        Notices one = notices(true);
        Notices two = notices(true);
        issue(account("anna", "anna@example.org"), "laptop");
        clock.turn(Duration.ofMinutes(1));
        run(one);
        run(two);
        assertThat(mails()).hasSize(1);
    }

    @Test
    void theMailsOfOneTransactionAreBounded() {
        Notices notices = notices(true);
        for (int i = 0; i <= Notices.ACCOUNTS_MAX; i++) {
            issue(account("user" + i, "user" + i + "@example.org"), "laptop");
        }
        clock.turn(Duration.ofMinutes(1));
        assertThat(run(notices)).isEqualTo(Next.AGAIN);
        assertThat(mails()).hasSize(Notices.ACCOUNTS_MAX);
        assertThat(run(notices)).isEqualTo(Next.WAIT);
        assertThat(mails()).hasSize(Notices.ACCOUNTS_MAX + 1);
    }

    @Test
    void anEventOfAClockThatIsFarAheadIsNotWaitedFor() {
        Notices notices = notices(true);
        Account anna = account("anna", "anna@example.org");
        Clock ahead = Clock.offset(clock, Duration.ofDays(1));
        new EventLog(database, ahead)
                .append(Event.ok(
                        EventType.ACCOUNT_PASSWORD_CHANGED, user(anna, null), Target.account(anna.id(), "anna")));
        clock.turn(Duration.ofMinutes(1));
        run(notices);
        assertThat(mails()).hasSize(1);
    }

    @Test
    void withoutAPublicAddressThereIsNoLink() {
        Outbox outbox = outbox(true);
        Notices notices =
                new Notices(database, events, feature.accounts(), _ -> List.of(), outbox, Optional.empty(), clock);
        issue(account("anna", "anna@example.org"), "laptop");
        clock.turn(Duration.ofMinutes(1));
        run(notices);
        assertThat(mails())
                .singleElement()
                .asString()
                .doesNotContain("https://")
                .contains("who run your server.");
    }

    @Test
    void theNameOfADeviceIsCut() {
        Notices notices = notices(true);
        issue(account("anna", "anna@example.org"), "x".repeat(NoticeText.DEVICE_LENGTH_MAX) + "yz");
        clock.turn(Duration.ofMinutes(1));
        run(notices);
        assertThat(mails())
                .singleElement()
                .asString()
                .contains("\"" + "x".repeat(NoticeText.DEVICE_LENGTH_MAX) + "\"\n");
    }

    @Test
    void ownersHearOfFilesThatCannotBeReadAndAdministratorsOfObjects() {
        Account anna = account("anna", "anna@example.org");
        Account root = account("root", "root@example.org");
        makeAdmin(root);
        account("carla", "carla@example.org");
        ObjectId damaged = new ObjectId(new UUID(1, 2));
        ObjectId missing = new ObjectId(new UUID(3, 4));
        seenAs = object -> object.equals(damaged)
                ? List.of(place(anna, "/plan.pdf", Optional.of(Instant.parse("2026-11-20T08:00:00Z"))))
                : List.of(place(anna, "/Documents/a.txt", Optional.empty()), place(root, "/b", Optional.empty()));
        Notices notices = notices(true);
        events.append(Event.error(EventType.OBJECT_DAMAGED, Actor.system("content"), target(damaged), "segment 0"));
        events.append(Event.error(EventType.OBJECT_MISSING, Actor.system("content"), target(missing), "gone"));
        events.append(Event.ok(EventType.OBJECT_REPAIRED, Actor.system("content"), target(damaged)));
        clock.turn(Duration.ofMinutes(1));
        run(notices);

        List<String> mails = mails();
        assertThat(mails).hasSize(2);
        assertThat(mails)
                .filteredOn(mail -> mail.startsWith("anna@example.org"))
                .containsExactly("""
                anna@example.org: Files of yours cannot be read
                Hello anna,

                these files cannot be read, because what is stored of them is damaged:

                - /plan.pdf (a good version is of 20 November 2026, 08:00 UTC)
                  22 November 2026, 10:00 UTC
                - /Documents/a.txt
                  22 November 2026, 10:00 UTC

                Nothing was deleted, and no other content is handed out in their place. If one of
                your devices still has such a file, change it there, so that it is uploaded again. If
                there is a good version, bring it back. The people who run your server know of it.
                """);
        assertThat(mails)
                .filteredOn(mail -> mail.startsWith("root@example.org"))
                .singleElement()
                .asString()
                .contains(
                        "Stored content cannot be read",
                        damaged.toString(),
                        missing.toString(),
                        "- /b\n",
                        "storage repair")
                .doesNotContain("plan.pdf", "a.txt");
    }

    @Test
    void whoHearsOfBothGetsTwoMailsAndLongListsAreCut() {
        Account anna = account("anna", "anna@example.org");
        seenAs = _ -> List.of(place(anna, "/f".repeat(NoticeText.PLACE_LENGTH_MAX), Optional.empty()));
        Notices notices = notices(true);
        issue(anna, "laptop");
        for (int i = 0; i <= NoticeText.LINES_MAX; i++) {
            ObjectId object = new ObjectId(new UUID(1, i));
            events.append(Event.error(EventType.OBJECT_DAMAGED, Actor.system("content"), target(object), "broken"));
        }
        clock.turn(Duration.ofMinutes(1));
        run(notices);
        assertThat(mails()).hasSize(2);
        assertThat(mails().getFirst()).contains("A new device can use your account", "laptop");
        assertThat(mails().getLast())
                .contains("- and 1 more", "- " + "/f".repeat(NoticeText.PLACE_LENGTH_MAX / 2) + "\n")
                .doesNotContain("laptop");
    }

    private static SeenAs.Place place(Account owner, String where, Optional<Instant> good) {
        return new SeenAs.Place(owner.id(), new FileId(1), where, good);
    }

    private static Target target(ObjectId object) {
        return new Target("object", object.toString(), "", "");
    }

    private void makeAdmin(Account account) {
        database.write(
                Partition.GENERAL,
                tx -> tx.update(
                        "INSERT INTO group_member (group_id, account_id, since_s) VALUES (0, ?, 0)",
                        account.id().value()));
    }

    private Notices notices(boolean on) {
        return new Notices(database, events, feature.accounts(), seenAs, outbox(on), Optional.of(PAGE), clock);
    }

    private Outbox outbox(boolean on) {
        MailTransport transport = _ -> new Delivery.Accepted("250 OK");
        return new Outbox(database, events, on ? Optional.of(transport) : Optional.empty(), random, clock);
    }

    /** PostgreSQL shows an event when no older transaction of the whole server is under way any more. */
    private Next run(Notices notices) {
        Cursor newest = events.newest();
        long patience = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        List<LoggedEvent> all = events.after(Cursor.START, EventLog.READ_MAX);
        while (!all.isEmpty() && all.getLast().at().compareTo(newest) < 0 && System.nanoTime() < patience) {
            Thread.onSpinWait();
            all = events.after(Cursor.START, EventLog.READ_MAX);
        }
        return notices.run();
    }

    private Account account(String uid, @Nullable String email) {
        CreateResult result = feature.accounts()
                .create(
                        Actor.operator("test"),
                        new NewAccount(
                                uid,
                                email == null ? Secret.of("a good password") : null,
                                "",
                                email,
                                List.of(),
                                List.of(),
                                new Quota.Default(),
                                ""));
        return ((CreateResult.Created) result).account();
    }

    private void issue(Account account, String device) {
        appPasswords.issue(user(account, null), account.id(), account.uid(), device);
    }

    private void happened(EventType type, Actor actor, Account account) {
        events.append(Event.ok(type, actor, Target.account(account.id(), account.uid())));
    }

    private static Actor user(Account account, @Nullable Long credential) {
        return Actor.user(account.id(), account.uid(), credential, from("192.0.2.1"));
    }

    private static Origin from(String address) {
        return new Origin(address, "test agent", "request", "GET", "/test");
    }

    private List<String> mails() {
        return database.read(session -> session.list(
                "SELECT recipient || ': ' || subject || chr(10) || body FROM outgoing_mail ORDER BY id"
                        .replace("chr(10)", session.dialect() == coffer.db.Dialect.SQLITE ? "char(10)" : "chr(10)"),
                row -> row.getString(1)));
    }
}
