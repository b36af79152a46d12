package coffer.notices;

import coffer.base.AccountId;
import coffer.events.Event;
import coffer.events.EventType;
import coffer.events.LoggedEvent;
import coffer.events.Outcome;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One thing worth telling the owner of an account.
 *
 * @param device name of the device or program, empty for a password
 * @param address from where it was done; {@code local} for the operator's commands
 */
record Notice(AccountId account, Kind kind, String device, Instant time, String address) {
    /** Only these are worth reading to the end. */
    private static final Set<String> TYPES = Set.of(
            EventType.APP_PASSWORD_ISSUED.word(),
            EventType.ACCOUNT_PASSWORD_CHANGED.word(),
            EventType.ACCOUNT_PASSWORD_RESET.word());

    private static final Pattern ID = Pattern.compile("\\d{1,18}");

    /** What has happened. */
    enum Kind {
        NEW_DEVICE,
        PASSWORD_CHANGED,
        /** By a link that came by mail. */
        PASSWORD_RESET
    }

    /** Empty for events that nobody is told of. */
    static Optional<Notice> of(LoggedEvent logged) {
        if (!TYPES.contains(logged.typeName())) {
            return Optional.empty();
        }
        return logged.event()
                .filter(event -> event.outcome() == Outcome.OK)
                .filter(event -> ID.matcher(event.target().id()).matches())
                .flatMap(event -> kind(event)
                        .map(kind -> new Notice(
                                new AccountId(Long.parseLong(event.target().id())),
                                kind,
                                event.after().getOrDefault("name", ""),
                                logged.time(),
                                event.actor().origin().address())));
    }

    private static Optional<Kind> kind(Event event) {
        return switch (event.type()) {
            // A device that gives itself a new secret is not new.
            case APP_PASSWORD_ISSUED ->
                event.actor().credential() == null ? Optional.of(Kind.NEW_DEVICE) : Optional.empty();
            case ACCOUNT_PASSWORD_CHANGED -> Optional.of(Kind.PASSWORD_CHANGED);
            case ACCOUNT_PASSWORD_RESET -> Optional.of(Kind.PASSWORD_RESET);
            default -> Optional.empty();
        };
    }
}
