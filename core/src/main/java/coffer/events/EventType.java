package coffer.events;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The one table of what can happen. Documentation, filters and exports are made from it; {@code docs/events.md} is
 * checked against it.
 *
 * <p>A refused or failed attempt has the type of the act that was tried and another {@link Outcome}. Names are stored
 * and shown, so they never change; a type that is no longer written keeps its name.
 */
public enum EventType {
    FILE_CREATED("file.created", "A file was created."),
    FILE_WRITTEN("file.written", "The content of a file was replaced."),
    FILE_READ("file.read", "The content of a file was read. Only refused and failed attempts are recorded."),
    FILE_DELETED("file.deleted", "A file, or a collection with all below it, was removed."),
    FILE_RESTORED("file.restored", "Something came back from the trash bin, with all below it."),
    FILE_TRANSFERRED(
            "file.transferred", "A file, or a collection with all below it, was handed over to another account."),
    TRASH_DELETED("trash.deleted", "Something in the trash bin, with all below it, was deleted for good."),
    TRASH_EXPIRED("trash.expired", "Something in the trash bin was deleted because of its age, or to make room."),
    VERSION_RESTORED("version.restored", "An earlier content of a file became its content again."),
    VERSION_DELETED("version.deleted", "An earlier content of a file was deleted."),
    VERSION_LABELLED("version.labelled", "A content of a file got a name, another one, or lost it."),
    FILE_MOVED("file.moved", "A file or collection was moved or renamed."),
    FILE_COPIED("file.copied", "A file or collection was copied; the target is the copy."),
    FILE_PROPERTIES_CHANGED(
            "file.properties.changed", "Times or dead properties of a file or collection were changed."),
    FILE_CHECKSUM_ADDED("file.checksum.added", "A checksum of a file's content was computed and stored with it."),
    COLLECTION_CREATED("collection.created", "A collection was created."),

    FILE_LOCKED("file.locked", "A file or collection was locked."),
    FILE_LOCK_REFRESHED("file.lock.refreshed", "A lock's time-out was set anew."),
    FILE_UNLOCKED("file.unlocked", "A lock was given up by its holder, or with the account of its holder."),
    FILE_LOCK_BROKEN(
            "file.lock.broken",
            "A lock was ended by somebody other than its holder: an operator, or the file's owner."),
    FILE_LOCK_EXPIRED("file.lock.expired", "A lock was removed because its time was over."),

    UPLOAD_BEGUN("upload.begun", "A chunked upload was begun."),
    UPLOAD_CHUNK_STORED(
            "upload.chunk.stored",
            "A chunk was stored. Only refused attempts are recorded; upload.assembled tells of the others."),
    UPLOAD_ASSEMBLED("upload.assembled", "The chunks of an upload became a file."),
    UPLOAD_ABORTED("upload.aborted", "An upload was given up by its owner."),
    UPLOAD_EXPIRED("upload.expired", "An upload was removed because nothing was added to it for too long."),

    SHARE_CREATED("share.created", "Something was shared with somebody, a group, or whoever has the link."),
    SHARE_CHANGED("share.changed", "Rights, expiry, password, note or the like of a share were changed."),
    SHARE_ENDED("share.ended", "A share was ended by its owner or by whoever had shared."),
    SHARE_LEFT("share.left", "Somebody left what was shared with them; it can come back."),
    SHARE_RESTORED("share.restored", "Somebody took back what was shared with them and they had left."),

    SPACE_CREATED("space.created", "A space, such as an account's home, was created."),
    SPACE_DELETED("space.deleted", "A space and all in it was removed."),

    ACCOUNT_CREATED("account.created", "An account was created."),
    ACCOUNT_DELETED("account.deleted", "An account was removed; what belonged to it goes in the background."),
    ACCOUNT_CLOSED("account.closed", "An account was ended; its files were kept."),
    ACCOUNT_RELEASED("account.released", "Nothing is left of a deleted account, and its user id may be used again."),
    ACCOUNT_ENABLED("account.enabled", "An account may be used again."),
    ACCOUNT_DISABLED("account.disabled", "An account may no longer be used."),
    ACCOUNT_CHANGED("account.changed", "Name, mail address, quota, language or the like of an account was changed."),
    ACCOUNT_PASSWORD_CHANGED("account.password.changed", "The password of an account was changed."),
    ACCOUNT_PASSWORD_RESET_REQUESTED(
            "account.password.reset.requested", "A link for setting a new password was asked for and sent by mail."),
    ACCOUNT_PASSWORD_RESET("account.password.reset", "A new password was set with a link from a mail."),
    AVATAR_CHANGED("avatar.changed", "A picture was chosen for an account."),
    AVATAR_REMOVED("avatar.removed", "The picture of an account was removed."),

    GROUP_CREATED("group.created", "A group was created."),
    GROUP_DELETED("group.deleted", "A group was removed; its members were not."),
    GROUP_CHANGED("group.changed", "The shown name or the quota of a group was changed."),
    GROUP_MEMBER_ADDED("group.member.added", "An account became a member of a group."),
    GROUP_MEMBER_REMOVED("group.member.removed", "An account is no longer a member of a group."),
    GROUP_SUBADMIN_ADDED("group.subadmin.added", "An account may now manage the members of a group."),
    GROUP_SUBADMIN_REMOVED("group.subadmin.removed", "An account may no longer manage the members of a group."),

    APP_PASSWORD_ISSUED("app_password.issued", "An app password was made for a device or program."),
    APP_PASSWORD_REVOKED("app_password.revoked", "An app password was withdrawn."),
    APP_PASSWORD_RENAMED("app_password.renamed", "The device of an app password got another name."),
    DEVICE_WIPE_ORDERED("device.wipe.ordered", "A device was told to remove what it has; its app password is dead."),
    DEVICE_WIPE_SEEN("device.wipe.seen", "A device has learnt that it shall remove what it has."),
    DEVICE_WIPE_DONE("device.wipe.done", "A device said that it has removed what it had."),

    SESSION_STARTED("session.started", "Somebody signed in with a browser."),
    SESSION_CONFIRMED("session.confirmed", "The password was typed once more within a session."),
    SESSION_ENDED("session.ended", "A browser was signed out, by itself or from elsewhere."),
    LOGIN_FLOW_GRANTED("login_flow.granted", "A program that waited was let into an account."),
    LOGIN_FLOW_STOLEN(
            "login_flow.stolen", "The address of a waiting program was opened in a second browser, and refused."),

    LOGIN_SUCCEEDED(
            "login.succeeded", "A credential was accepted; recorded at its first use in a period, not at each."),
    LOGIN_FAILED("login.failed", "A login with an unknown name, a wrong secret or a disabled account was refused."),
    LOGIN_THROTTLED("login.throttled", "A login was refused unseen because too many had failed before."),

    MAIL_SENT("mail.sent", "The mail server took a mail over; an error means that the mail was given up."),

    KEYS_ROOT_CREATED("keys.root.created", "The root key of the installation was made."),
    KEYS_ROOT_ROTATED("keys.root.rotated", "All keys of the ring were wrapped by another root key."),
    KEYS_SPACE_KEY_CREATED("keys.space_key.created", "A key for the content of a space was made."),
    KEYS_SPACE_KEY_RETIRED("keys.space_key.retired", "A key of a space seals nothing new from now on."),
    KEYS_SPACE_KEY_DESTROYED(
            "keys.space_key.destroyed", "A key of a space was destroyed; what it has sealed opens no more."),
    KEYS_RING_WRITTEN("keys.ring.written", "A new generation of the key ring was written."),
    OBJECT_DAMAGED("object.damaged", "Stored content did not pass its check when it was read, or in the self-check."),
    OBJECT_REPAIRED("object.repaired", "Stored content that was damaged was put back from a good copy."),
    OBJECT_MISSING("object.missing", "Stored content that a file names was not there when it was read."),
    SIZES_MENDED("sizes.mended", "Wrong sizes in rows of the database were replaced by what was counted anew."),

    BACKUP_MADE("backup.made", "A snapshot of the whole installation was made elsewhere."),
    BACKUP_RESTORED("backup.restored", "The installation was put back as a snapshot had it."),

    SERVER_STARTED("server.started", "The server began to accept requests."),
    SERVER_STOPPED("server.stopped", "The server was stopped in good order."),
    EVENTS_EPOCH_RAISED(
            "events.epoch.raised", "The order of events began a new epoch: the database was restored or moved."),

    AUDIT_BEGUN("audit.begun", "The first entry of an audit log; names the public key of its checkpoints."),
    AUDIT_TAIL_DROPPED(
            "audit.tail.dropped", "Bytes of an interrupted append were removed from the end of an audit file."),
    AUDIT_ENTRIES_MISSING(
            "audit.entries.missing",
            "Entries or checkpoints that had been durable were not in the audit files any more."),
    AUDIT_CLOCK_MOVED_BACK("audit.clock.moved_back", "The next entry is older than the one before it."),
    AUDIT_DATABASE_WENT_BACK(
            "audit.database.went_back", "The database is older than the audit log, or another: it was restored.");

    private static final Map<String, EventType> BY_WORD =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(EventType::word, Function.identity()));

    private final String word;
    private final String description;

    EventType(String word, String description) {
        this.word = word;
        this.description = description;
    }

    /** The dotted name that is stored and shown. */
    public String word() {
        return word;
    }

    /** One sentence for a person who reads the audit log. */
    public String description() {
        return description;
    }

    /** Empty for a name that a newer release has written. */
    public static Optional<EventType> ofWord(String word) {
        return Optional.ofNullable(BY_WORD.get(word));
    }
}
