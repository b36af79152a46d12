package coffer.notices;

import coffer.accounts.Account;
import coffer.accounts.Accounts;
import coffer.base.AccountId;
import coffer.base.MailAddress;
import coffer.base.ObjectId;
import coffer.blobs.SeenAs;
import coffer.db.Database;
import coffer.db.Partition;
import coffer.events.BackgroundLoop;
import coffer.events.Cursor;
import coffer.events.EventLog;
import coffer.events.LoggedEvent;
import coffer.mail.MailMessage;
import coffer.mail.Outbox;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells the owners of accounts of new devices and new passwords, by mail: what they did not do themselves they shall hear
 * of. Tells them of their files that turned out to be damaged, and administrators of damaged objects.
 *
 * <p>Events are gathered by minutes of the clock: when a minute is over, each account hears of all that has happened to it
 * in that minute in one mail. The cursor advances in the transaction that queues the mails, so nothing is told twice or
 * left out, in however many processes this runs. Without a mail server the reader only keeps up, so that nobody is flooded
 * with what is long past when there is one.
 */
public final class Notices {
    /** Name of the reader. */
    public static final String READER = "notices";

    /** The pause of the loop. */
    public static final Duration PAUSE = Duration.ofSeconds(15);

    /** How long a notice is worth sending. */
    public static final Duration VALID = Duration.ofDays(1);

    /**
     * Accounts of one round, and so mails of one transaction. When so many hear of something within one minute, the next
     * round begins in the middle of it, and an account may get two mails.
     */
    public static final int ACCOUNTS_MAX = 100;

    /** An event so far ahead of the clock was written by a clock that is wrong, and is not waited for. */
    private static final Duration AHEAD_MOST = Duration.ofMinutes(2);

    /** Pages of {@link EventLog#READ_MAX} events that one round reads; more than a minute brings. */
    private static final int PAGES_MAX = 100;

    private final Database database;
    private final EventLog events;
    private final Accounts accounts;
    private final SeenAs seenAs;
    private final Outbox outbox;
    private final Optional<String> page;
    private final Clock clock;

    /**
     * A reader that stands at the newest event if it is new.
     *
     * @param seenAs where people see an object that is damaged
     * @param page address at which people look after their account; empty when the server does not know its address. One
     *     of more than {@value coffer.mail.MailMessage#LINE_LENGTH_MAX} characters is left out: it fits into no line
     */
    public Notices(
            Database database,
            EventLog events,
            Accounts accounts,
            SeenAs seenAs,
            Outbox outbox,
            Optional<String> page,
            Clock clock) {
        this.database = database;
        this.events = events;
        this.accounts = accounts;
        this.seenAs = seenAs;
        this.outbox = outbox;
        this.page = page.filter(address -> address.length() <= MailMessage.LINE_LENGTH_MAX);
        this.clock = clock;
        Cursor newest = events.newest();
        events.register(READER);
        if (events.cursor(READER).equals(Cursor.START)) {
            database.write(Partition.GENERAL, tx -> events.advance(tx, READER, Cursor.START, newest));
        }
    }

    /** The task of a {@link BackgroundLoop}: deals with the minutes that are over. */
    public BackgroundLoop.Next run() {
        Cursor from = events.cursor(READER);
        Round round = gather(from, clock.instant().truncatedTo(ChronoUnit.MINUTES));
        if (round.end.equals(from)) {
            return BackgroundLoop.Next.WAIT;
        }
        List<MailMessage> mails = new ArrayList<>();
        round.notices.forEach((account, notices) -> mails.addAll(mails(account, notices)));
        database.write(Partition.GENERAL, tx -> {
            // Another process was faster otherwise, and has queued the mails.
            if (events.advance(tx, READER, from, round.end)) {
                for (MailMessage mail : mails) {
                    outbox.add(tx, mail);
                }
            }
            return true;
        });
        return round.more ? BackgroundLoop.Next.AGAIN : BackgroundLoop.Next.WAIT;
    }

    /**
     * What a round deals with.
     *
     * @param end the last event that belongs to it
     * @param more whether events behind it may be due as well
     */
    private record Round(Map<AccountId, List<Notice>> notices, Cursor end, boolean more) {}

    private Round gather(Cursor from, Instant until) {
        Map<AccountId, List<Notice>> notices = new LinkedHashMap<>();
        Cursor end = from;
        for (int page = 0; page < PAGES_MAX; page++) {
            List<LoggedEvent> read = events.after(end, EventLog.READ_MAX);
            for (LoggedEvent event : read) {
                boolean ahead = event.time().isAfter(clock.instant().plus(AHEAD_MOST));
                if (!event.time().isBefore(until) && !ahead) {
                    return new Round(notices, end, false);
                }
                List<Notice> told = outbox.enabled() ? of(event) : List.of();
                if (notices.size() >= ACCOUNTS_MAX
                        && !told.stream().map(Notice::account).allMatch(notices::containsKey)) {
                    return new Round(notices, end, true);
                }
                for (Notice notice : told) {
                    notices.computeIfAbsent(notice.account(), _ -> new ArrayList<>())
                            .add(notice);
                }
                end = event.at();
            }
            if (read.isEmpty()) {
                return new Round(notices, end, false);
            }
        }
        return new Round(notices, end, true);
    }

    private List<Notice> of(LoggedEvent event) {
        Optional<ObjectId> unreadable = Notice.unreadable(event);
        if (unreadable.isEmpty()) {
            return Notice.of(event).stream().toList();
        }
        ObjectId object = unreadable.get();
        return Stream.concat(
                        accounts.admins().stream()
                                .map(admin -> Notice.unreadableObject(admin.id(), object, event.time())),
                        seenAs.places(object).stream().map(place -> Notice.unreadableFile(place, event.time())))
                .toList();
    }

    /** One of who may sign in, one of what is stored, or none. */
    private List<MailMessage> mails(AccountId id, List<Notice> notices) {
        Optional<Account> account = accounts.byId(id).filter(found -> found.enabled() && found.email() != null);
        if (account.isEmpty()) {
            return List.of();
        }
        Map<Boolean, List<Notice>> parts = notices.stream()
                .collect(Collectors.partitioningBy(notice -> notice.kind().ofStorage()));
        List<Notice> ofLogins = parts.getOrDefault(false, List.of());
        List<Notice> ofStorage = parts.getOrDefault(true, List.of());
        List<MailMessage> mails = new ArrayList<>();
        if (!ofLogins.isEmpty()) {
            mails.add(
                    mail(account.get(), NoticeText.subject(ofLogins), NoticeText.text(account.get(), ofLogins, page)));
        }
        if (!ofStorage.isEmpty()) {
            mails.add(mail(
                    account.get(),
                    NoticeText.storageSubject(ofStorage),
                    NoticeText.storageText(account.get(), ofStorage)));
        }
        return mails;
    }

    private MailMessage mail(Account account, String subject, String text) {
        return new MailMessage(
                account.id(),
                account.uid(),
                "notice",
                new MailAddress(java.util.Objects.requireNonNull(account.email())),
                subject,
                text,
                clock.instant().plus(VALID));
    }
}
