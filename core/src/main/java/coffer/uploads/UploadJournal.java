package coffer.uploads;

import coffer.base.Actor;
import coffer.base.FileName;
import coffer.base.FilePath;
import coffer.db.Transaction;
import coffer.events.Event;
import coffer.events.EventLog;
import coffer.events.EventType;
import coffer.events.Target;
import coffer.files.View;
import coffer.uploads.UploadRows.Upload;

/** What uploads tell the event log. */
final class UploadJournal {
    private static final String TRANSFER = "transfer";

    private final EventLog log;

    UploadJournal(EventLog log) {
        this.log = log;
    }

    void begun(Transaction tx, Actor actor, Upload upload) {
        log.append(tx, about(Event.ok(EventType.UPLOAD_BEGUN, actor, target(upload)), upload));
    }

    void assembled(Transaction tx, View view, Upload upload, FilePath destination) {
        Target target = new Target("upload", Long.toString(upload.id()), destination.toString(), upload.ownerUid());
        log.append(
                tx,
                about(Event.ok(EventType.UPLOAD_ASSEMBLED, view.actor(), target), upload)
                        .with("chunks", Integer.toString(upload.chunks()))
                        .with("size_bytes", Long.toString(upload.sizeBytes())));
    }

    void aborted(Transaction tx, Actor actor, Upload upload) {
        log.append(tx, about(Event.ok(EventType.UPLOAD_ABORTED, actor, target(upload)), upload));
    }

    void expired(Transaction tx, Upload upload) {
        Actor actor = Actor.system("upload expiry");
        log.append(tx, about(Event.ok(EventType.UPLOAD_EXPIRED, actor, target(upload)), upload));
    }

    /** A refused attempt, in a transaction of its own. */
    void refused(EventType type, View view, FileName transfer, String reason) {
        Target target = new Target("upload", "", "", view.ownerUid());
        log.append(Event.denied(type, view.actor(), target, reason).with(TRANSFER, transfer.value()));
    }

    static String quota(long wantedBytes, long freeBytes) {
        return "quota: " + wantedBytes + " bytes wanted, " + freeBytes + " free";
    }

    static String tooLarge(long maxBytes) {
        return "larger than " + maxBytes + " bytes";
    }

    private static Event about(Event event, Upload upload) {
        return event.with(TRANSFER, upload.name().value());
    }

    private static Target target(Upload upload) {
        return new Target("upload", Long.toString(upload.id()), "", upload.ownerUid());
    }
}
