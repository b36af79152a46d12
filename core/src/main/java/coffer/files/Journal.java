package coffer.files;

import coffer.base.FileId;
import coffer.base.FilePath;
import coffer.db.Transaction;
import coffer.events.Event;
import coffer.events.EventLog;
import coffer.events.EventType;
import coffer.events.Target;
import java.util.Optional;

/** What the tree tells the event log, in one vocabulary of fields. */
final class Journal {
    static final String SIZE = "size_bytes";
    static final String ETAG = "etag";
    static final String PATH = "path";

    private final EventLog log;

    Journal(EventLog log) {
        this.log = log;
    }

    void append(Transaction tx, Event event) {
        log.append(tx, event);
    }

    /** Notes a refused attempt in a transaction of its own, if it is one that somebody should be able to find. */
    void refused(EventType type, View view, FilePath path, Refusal refusal) {
        reason(refusal)
                .ifPresent(reason ->
                        log.append(Event.denied(type, view.actor(), Target.place(path, view.ownerUid()), reason)));
    }

    static Target target(View view, FilePath path, FileId id, boolean collection) {
        return collection ? Target.collection(id, path, view.ownerUid()) : Target.file(id, path, view.ownerUid());
    }

    static Event ok(EventType type, View view, FilePath path, Node node) {
        return Event.ok(type, view.actor(), target(view, path, node.id(), node.collection()));
    }

    /** Why, in words; empty where nothing was refused because there was nothing to do it with. */
    private static Optional<String> reason(Refusal refusal) {
        return switch (refusal) {
            case Refusal.NotFound _ -> Optional.empty();
            case Refusal.NoParent _ -> Optional.empty();
            case Refusal.NameTaken _ -> Optional.empty();
            case Refusal.TargetExists _ -> Optional.empty();
            case Refusal.IsCollection _ -> Optional.empty();
            case Refusal.NotAllowed _ -> Optional.of("not allowed");
            case Refusal.PreconditionFailed failed ->
                Optional.of("precondition failed: " + failed.field().name());
            case Refusal.Locked(FilePath root, boolean _) -> Optional.of("locked: " + root);
            case Refusal.QuotaExceeded(long wanted, long free) ->
                Optional.of("quota: " + wanted + " bytes wanted, " + free + " free");
            case Refusal.InvalidTarget(Refusal.InvalidTarget.Reason reason) ->
                Optional.of("invalid target: " + reason.name());
            case Refusal.WrongLength(long announced) -> Optional.of("not the announced " + announced + " bytes");
            case Refusal.WrongChecksum(var announced, var actual) ->
                Optional.of("checksum " + actual + " instead of " + announced);
            case Refusal.TooLarge(long max) -> Optional.of("larger than " + max + " bytes");
            case Refusal.TooManyMembers(long max) -> Optional.of("more than " + max + " members");
            case Refusal.PropertiesRefused _ -> Optional.of("properties refused");
        };
    }
}
