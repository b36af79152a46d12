package coffer.notices;

import coffer.base.AccountId;
import coffer.base.ObjectId;
import coffer.blobs.ObjectNames;
import coffer.blobs.SeenAs;
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
 * @param what name of the device or program, or the file, or the object; empty for a password
 * @param address from where it was done; {@code local} for the operator's commands, empty for what nobody has done
 */
record Notice(AccountId account, Kind kind, String what, Instant time, String address) {
    /** Only these are worth reading to the end. */
    private static final Set<String> TYPES = Set.of(
            EventType.APP_PASSWORD_ISSUED.word(),
            EventType.ACCOUNT_PASSWORD_CHANGED.word(),
            EventType.ACCOUNT_PASSWORD_RESET.word());

    private static final Set<String> DAMAGE = Set.of(EventType.OBJECT_DAMAGED.word(), EventType.OBJECT_MISSING.word());

    private static final Pattern ID = Pattern.compile("\\d{1,18}");

    /** What has happened. */
    enum Kind {
        NEW_DEVICE,
        PASSWORD_CHANGED,
        /** By a link that came by mail. */
        PASSWORD_RESET,
        /** A file of theirs cannot be read. */
        FILE_UNREADABLE,
        /** To an administrator. */
        OBJECT_UNREADABLE;

        /** Whether it is about what is stored, not about who may sign in. */
        boolean ofStorage() {
            return this == FILE_UNREADABLE || this == OBJECT_UNREADABLE;
        }
    }

    /** The object that an event calls unreadable. */
    static Optional<ObjectId> unreadable(LoggedEvent logged) {
        return DAMAGE.contains(logged.typeName())
                ? logged.event()
                        .flatMap(event -> ObjectNames.idOf(event.target().id()))
                : Optional.empty();
    }

    static Notice unreadableFile(SeenAs.Place place, Instant time) {
        String good = place.lastGood()
                .map(stored -> " (a good version is of " + NoticeText.time(stored) + ")")
                .orElse("");
        return new Notice(place.owner(), Kind.FILE_UNREADABLE, place.where() + good, time, "");
    }

    static Notice unreadableObject(AccountId admin, ObjectId object, Instant time) {
        return new Notice(admin, Kind.OBJECT_UNREADABLE, object.toString(), time, "");
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
