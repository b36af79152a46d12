package coffer.shares;

import coffer.base.Actor;
import coffer.base.FilePath;
import coffer.db.Transaction;
import coffer.events.Event;
import coffer.events.EventLog;
import coffer.events.EventType;
import coffer.events.Target;

/** What shares tell the event log. Notes and passwords are told by their length and presence only. */
final class ShareJournal {
    private final EventLog log;

    ShareJournal(EventLog log) {
        this.log = log;
    }

    void created(Transaction tx, Actor actor, Share share, String ownerUid, String recipient) {
        log.append(
                tx,
                event(EventType.SHARE_CREATED, actor, share, ownerUid)
                        .with("with", recipient)
                        .with("permissions", Integer.toString(share.bits()))
                        .with("expires", expires(share))
                        .with("password", Boolean.toString(share.passwordHash() != null))
                        .with("note_chars", Integer.toString(share.note().length())));
    }

    void changed(Transaction tx, Actor actor, Share before, Share after, String ownerUid) {
        Event event = event(EventType.SHARE_CHANGED, actor, after, ownerUid);
        if (before.bits() != after.bits()) {
            event = event.changed("permissions", Integer.toString(before.bits()), Integer.toString(after.bits()));
        }
        if (!expires(before).equals(expires(after))) {
            event = event.changed("expires", expires(before), expires(after));
        }
        if (!java.util.Objects.equals(before.passwordHash(), after.passwordHash())) {
            event = event.changed(
                    "password",
                    Boolean.toString(before.passwordHash() != null),
                    Boolean.toString(after.passwordHash() != null));
        }
        if (!before.note().equals(after.note())) {
            event = event.changed(
                    "note_chars",
                    Integer.toString(before.note().length()),
                    Integer.toString(after.note().length()));
        }
        log.append(tx, event);
    }

    void ended(Transaction tx, Actor actor, Share share, String ownerUid) {
        log.append(tx, event(EventType.SHARE_ENDED, actor, share, ownerUid));
    }

    void left(Transaction tx, Actor actor, Share share, String ownerUid) {
        log.append(tx, event(EventType.SHARE_LEFT, actor, share, ownerUid));
    }

    void restored(Transaction tx, Actor actor, Share share, String ownerUid) {
        log.append(tx, event(EventType.SHARE_RESTORED, actor, share, ownerUid));
    }

    /** In a transaction of its own. */
    void refused(EventType type, Actor actor, FilePath path, String ownerUid, String reason) {
        log.append(Event.denied(type, actor, Target.place(path, ownerUid), reason));
    }

    private static Event event(EventType type, Actor actor, Share share, String ownerUid) {
        Target target = new Target("share", Integer.toString(share.id()), "", ownerUid);
        return Event.ok(type, actor, target)
                .with("kind", share.kind().name().toLowerCase(java.util.Locale.ROOT))
                .with("file_id", Long.toString(share.node().value()))
                .with("name", share.name().value());
    }

    private static String expires(Share share) {
        return share.expires() == null ? "never" : share.expires().toString();
    }
}
