package coffer.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.base.AccountId;
import coffer.base.MailAddress;
import coffer.base.SpaceId;
import coffer.db.Change;
import coffer.db.Database;
import coffer.db.DatabaseFailure;
import coffer.db.Dialect;
import coffer.db.Partition;
import coffer.db.StoreContract;
import coffer.db.Work;
import coffer.events.BackgroundLoop.Next;
import coffer.events.EventLog;
import coffer.testkit.TurnedClock;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The outbox on both databases, with the rounds of its background work run by hand. */
abstract class OutboxContract extends StoreContract {
    private static final String LINK = "https://cloud.example/login/reset/0123456789";
    private static final Delivery BUSY = new Delivery.TemporaryFailure("450 try later");

    private final TurnedClock clock = new TurnedClock(Instant.parse("2026-11-22T10:00:00Z"));
    private final RecordingTransport transport = new RecordingTransport();
    private EventLog events;
    private Outbox outbox;

    @BeforeEach
    void openOutbox() {
        events = new EventLog(database, clock);
        outbox = on(database, transport);
    }

    @Test
    void aMailIsSentOnceAndNothingIsLeftOfIt() {
        assertThat(add("one")).isTrue();
        assertThat(outbox.run()).isEqualTo(Next.WAIT);
        assertThat(outbox.run()).isEqualTo(Next.WAIT);
        assertThat(transport.letters()).singleElement().satisfies(letter -> {
            assertThat(letter.recipient()).isEqualTo(new MailAddress("anna@example.org"));
            assertThat(letter.subject()).isEqualTo("one");
            assertThat(letter.text()).isEqualTo("Hello Anna,\n" + LINK + "\n");
            assertThat(letter.written()).isEqualTo(clock.instant());
            assertThat(letter.id()).matches("[0-9a-f]{32}");
        });
        assertThat(rows()).isZero();
        assertThat(endings()).singleElement().asString().contains("\"outcome\":\"ok\"", "\"purpose\":\"test\"");
    }

    @Test
    void aMailExistsExactlyWhenItsChangeDoes() {
        assertThatThrownBy(() -> database.write(Partition.GENERAL, tx -> {
                    outbox.add(tx, message("lost", Duration.ofHours(1)));
                    throw new IllegalStateException("the change fails");
                }))
                .isInstanceOf(IllegalStateException.class);
        add("kept");
        reopen();
        events = new EventLog(database, clock);
        on(database, transport).run();
        assertThat(subjects()).containsExactly("kept");
    }

    @Test
    void afterATemporaryFailureItWaitsEverLongerAndKeepsItsId() {
        add("one");
        transport.answer(BUSY);
        transport.answer(BUSY);
        outbox.run();
        clock.turn(Outbox.PAUSE_FIRST.minusNanos(1_000));
        outbox.run();
        assertThat(transport.letters()).hasSize(1);
        clock.turn(Duration.ofNanos(1_000));
        outbox.run();
        assertThat(transport.letters()).hasSize(2);
        clock.turn(Outbox.PAUSE_FIRST.multipliedBy(2).minusNanos(1_000));
        outbox.run();
        assertThat(transport.letters()).hasSize(2);
        clock.turn(Duration.ofNanos(1_000));
        outbox.run();
        assertThat(transport.letters()).hasSize(3);
        assertThat(transport.letters().stream().map(Letter::id).distinct()).hasSize(1);
        assertThat(rows()).isZero();
    }

    @Test
    void pausesDoubleUpToAnHour() {
        assertThat(Outbox.pause(1)).isEqualTo(Outbox.PAUSE_FIRST);
        assertThat(Outbox.pause(6)).isEqualTo(Duration.ofMinutes(32));
        assertThat(Outbox.pause(7)).isEqualTo(Outbox.PAUSE_MOST);
        assertThat(Outbox.pause(Outbox.ATTEMPTS_MAX)).isEqualTo(Outbox.PAUSE_MOST);
    }

    @Test
    void afterTheLastAttemptItIsGivenUpWithAnEvent() {
        add(outbox, message("one", Outbox.AGE_MAX));
        for (int attempt = 1; attempt < Outbox.ATTEMPTS_MAX; attempt++) {
            transport.answer(BUSY);
            outbox.run();
            clock.turn(Outbox.PAUSE_MOST);
        }
        assertThat(rows()).isEqualTo(1);
        transport.answer(BUSY);
        outbox.run();
        assertThat(transport.letters()).hasSize(Outbox.ATTEMPTS_MAX);
        assertThat(rows()).isZero();
        assertThat(endings())
                .singleElement()
                .asString()
                .contains("\"outcome\":\"error\"", "tried " + Outbox.ATTEMPTS_MAX + " times: 450 try later");
    }

    @Test
    void aRefusalForGoodEndsItAndNeitherAddressNorTextStandsInTheEvent() {
        add("one");
        transport.answer(new Delivery.PermanentFailure("550 5.1.1 <Anna@example.org>:\r\n unknown " + "x".repeat(999)));
        outbox.run();
        assertThat(rows()).isZero();
        assertThat(endings())
                .singleElement()
                .asString()
                .contains("\"outcome\":\"error\"", "550 5.1.1 <[address]>: unknown x")
                .doesNotContainIgnoringCase("anna@example.org")
                .doesNotContain(LINK)
                .hasSizeLessThan(Outbox.REASON_LENGTH_MAX + 300);
    }

    @Test
    void aTransportThatThrowsIsATemporaryFailureAndItsMessageIsNotRepeated() {
        add("one");
        transport.answer(letter -> {
            throw new IllegalStateException(letter.text());
        });
        outbox.run();
        assertThat(rows()).isEqualTo(1);
        clock.turn(Duration.ofHours(2));
        outbox.run();
        assertThat(endings()).singleElement().asString().doesNotContain(LINK);
    }

    @Test
    void anExpiredMailIsNotSentAndIsRemovedWithAnEvent() {
        add("one");
        transport.answer(BUSY);
        outbox.run();
        clock.turn(Duration.ofHours(1));
        outbox.run();
        assertThat(transport.letters()).hasSize(1);
        assertThat(rows()).isZero();
        assertThat(endings()).singleElement().asString().contains("\"outcome\":\"error\"", "expired");
    }

    @Test
    void shortlyBeforeItExpiresItIsSent() {
        add("one");
        clock.turn(Duration.ofHours(1).minusNanos(1_000));
        outbox.run();
        assertThat(subjects()).containsExactly("one");
    }

    @Test
    void noMailMayBeUnderWayForLongerThanTwoDays() {
        assertThat(add(outbox, message("one", Outbox.AGE_MAX))).isTrue();
        Duration longer = Outbox.AGE_MAX.plusNanos(1_000);
        assertThatThrownBy(() -> add(outbox, message("two", longer))).isInstanceOf(IllegalArgumentException.class);
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void withoutAMailServerNothingIsQueuedAndWhatWasQueuedOnlyExpires() {
        Outbox off = new Outbox(database, events, Optional.empty(), new SecureRandom(), clock);
        assertThat(off.enabled()).isFalse();
        assertThat(outbox.enabled()).isTrue();
        assertThat(add(off, message("no", Duration.ofHours(1)))).isFalse();
        assertThat(rows()).isZero();
        add("one");
        off.run();
        assertThat(rows()).isEqualTo(1);
        clock.turn(Duration.ofHours(1));
        off.run();
        assertThat(rows()).isZero();
    }

    @Test
    void theNumberOfWaitingMailsIsBounded() {
        database.write(Partition.GENERAL, tx -> {
            for (int i = 1; i < Outbox.QUEUED_MAX; i++) {
                tx.update("INSERT INTO outgoing_mail (message_id, account_id, account_uid, purpose, recipient, subject,"
                        + " body, created_us, expires_us, attempts, next_us)"
                        + " VALUES ('0', 1, 'x', 'test', 'a@b', 's', 't', 0, 1, 0, 0)");
            }
            return 0;
        });
        assertThat(add("last")).isTrue();
        assertThat(add("one too many")).isFalse();
        assertThat(rows()).isEqualTo(Outbox.QUEUED_MAX);
        assertThat(endings()).singleElement().asString().contains("too many mails are waiting");
    }

    @Test
    void aMailThatOneProcessIsSendingIsNotSentByAnother() {
        add("one");
        RecordingTransport second = new RecordingTransport();
        Outbox elsewhere = on(database, second);
        transport.answer(_ -> {
            elsewhere.run();
            clock.turn(Outbox.LEASE.minusNanos(1_000));
            elsewhere.run();
            return new Delivery.Accepted("250 OK");
        });
        outbox.run();
        assertThat(second.letters()).isEmpty();
        assertThat(rows()).isZero();
    }

    @Test
    void whatAKilledProcessWasSendingIsSentByAnotherAfterTheLease() {
        add("one");
        RecordingTransport second = new RecordingTransport();
        Outbox elsewhere = on(database, second);
        transport.answer(_ -> {
            clock.turn(Outbox.LEASE);
            elsewhere.run();
            return BUSY;
        });
        outbox.run();
        assertThat(second.letters()).hasSize(1);
        assertThat(rows()).as("the late failure of the first changes nothing").isZero();
    }

    @Test
    void anAcknowledgedMailIsNotSentAgainWhenItsRemovalFails() {
        add("one");
        Failing failing = new Failing(database);
        Outbox unlucky = on(failing, transport);
        transport.answer(_ -> {
            failing.writesFail = true;
            return new Delivery.Accepted("250 OK");
        });
        assertThatThrownBy(unlucky::run).isInstanceOf(DatabaseFailure.class);
        assertThatThrownBy(unlucky::run).isInstanceOf(DatabaseFailure.class);
        clock.turn(Outbox.LEASE);
        failing.writesFail = false;
        unlucky.run();
        assertThat(transport.letters()).hasSize(1);
        assertThat(rows()).isZero();
        assertThat(endings()).hasSize(1);
    }

    @Test
    void manyMailsAreSentRoundByRoundTheLongestWaitingFirst() {
        for (int i = 0; i <= Outbox.BATCH; i++) {
            add("mail " + i);
            clock.turn(Duration.ofSeconds(1));
        }
        assertThat(outbox.run()).isEqualTo(Next.AGAIN);
        assertThat(transport.letters()).hasSize(Outbox.BATCH);
        assertThat(subjects()).startsWith("mail 0", "mail 1");
        assertThat(outbox.run()).isEqualTo(Next.WAIT);
        assertThat(subjects()).endsWith("mail " + Outbox.BATCH);
    }

    @Test
    void manyExpiredMailsAreRemovedInBoundedPieces() {
        for (int i = 0; i <= Outbox.EXPIRE_MAX; i++) {
            add("mail " + i);
        }
        clock.turn(Duration.ofHours(1));
        assertThat(outbox.run()).isEqualTo(Next.AGAIN);
        assertThat(outbox.run()).isEqualTo(Next.WAIT);
        assertThat(rows()).isZero();
        assertThat(transport.letters()).isEmpty();
    }

    private Outbox on(Database database, MailTransport through) {
        return new Outbox(database, events, Optional.of(through), new SecureRandom(), clock);
    }

    private boolean add(String subject) {
        return add(outbox, message(subject, Duration.ofHours(1)));
    }

    private boolean add(Outbox to, MailMessage message) {
        return database.write(Partition.GENERAL, tx -> to.add(tx, message));
    }

    private MailMessage message(String subject, Duration validFor) {
        return new MailMessage(
                new AccountId(7),
                "anna",
                "test",
                new MailAddress("anna@example.org"),
                subject,
                "Hello Anna,\n" + LINK + "\n",
                clock.instant().plus(validFor));
    }

    private List<String> subjects() {
        return transport.letters().stream().map(Letter::subject).toList();
    }

    private long rows() {
        return database.read(session -> session.one("SELECT COUNT(*) FROM outgoing_mail", row -> row.getLong(1))
                .orElseThrow());
    }

    /** What became of mails, as the events tell. */
    private List<String> endings() {
        return database.read(session ->
                session.list("SELECT body FROM event WHERE type = 'mail.sent' ORDER BY seq", row -> row.getString(1)));
    }

    /** A database whose writes can be made to fail. */
    private static final class Failing implements Database {
        private final Database real;
        private boolean writesFail;

        Failing(Database real) {
            this.real = real;
        }

        @Override
        public <T extends @Nullable Object> T read(Work<T> work) {
            return real.read(work);
        }

        @Override
        public <T extends @Nullable Object> T readOne(Work<T> work) {
            return real.readOne(work);
        }

        @Override
        public <T extends @Nullable Object> T write(Partition partition, Change<T> change) {
            if (writesFail) {
                throw new DatabaseFailure("the disk is gone", new SQLException("test"));
            }
            return real.write(partition, change);
        }

        @Override
        public OptionalLong generation(SpaceId space) {
            return real.generation(space);
        }

        @Override
        public long changesHere(SpaceId space) {
            return real.changesHere(space);
        }

        @Override
        public Dialect dialect() {
            return real.dialect();
        }

        @Override
        public void close() {
            real.close();
        }
    }
}
