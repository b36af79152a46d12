package coffer.server.webdav;

import coffer.base.ETag;
import coffer.locks.FileLock;
import coffer.locks.FileLockType;
import coffer.locks.LockHolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * The answer to LOCK and UNLOCK with {@code X-User-Lock}, as {@code LockPlugin} of {@code files_lock} (2026) writes it. The
 * desktop client (3.16) stores the entity tag as it stands here, so it has no quotes; it takes {@code nc:lock} for a number,
 * and passes over a lock without a name, or one of an editor without {@code nc:lock-owner-editor}.
 */
final class FileLockXml {
    private static final String OPEN = "<?xml version=\"1.0\"?>\n<d:prop" + Prefixes.DECLARATIONS + "><d:getetag>";

    private FileLockXml() {}

    /** The file is locked so. */
    static byte[] locked(FileLock lock, ETag tag) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        XmlBuffer out = new XmlBuffer(bytes);
        out.raw(OPEN).raw(tag.hex()).raw("</d:getetag><nc:lock>1</nc:lock><nc:lock-owner-type>");
        out.number(lock.type().number()).raw("</nc:lock-owner-type>");
        holder(lock.holder().uid(), lock.shownName(), out);
        element("lock-owner-editor", editor(lock), out);
        out.raw("<nc:lock-time>").number(lock.created().getEpochSecond());
        out.raw("</nc:lock-time><nc:lock-timeout>").number(lock.timeoutSeconds());
        out.raw("</nc:lock-timeout><nc:lock-token>").text(lock.token());
        out.raw("</nc:lock-token></d:prop>").finish();
        return bytes.toByteArray();
    }

    /** The file has no such lock. */
    static byte[] notLocked(ETag tag) throws IOException {
        return withoutLock("", "", "", tag);
    }

    /**
     * A lock of RFC 4918 is in the way. It is no lock of these, so {@code nc:lock} is empty: a client that noted one would
     * never learn of its end. Who holds it is told.
     */
    static byte[] heldByProgram(LockHolder holder, ETag tag) throws IOException {
        return withoutLock(Integer.toString(FileLockType.USER.number()), holder.uid(), holder.shownName(), tag);
    }

    private static byte[] withoutLock(String type, String uid, String name, ETag tag) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        XmlBuffer out = new XmlBuffer(bytes);
        out.raw(OPEN).raw(tag.hex()).raw("</d:getetag><nc:lock/>");
        element("lock-owner-type", type, out);
        holder(uid, name, out);
        out.raw("<nc:lock-owner-editor/><nc:lock-time/><nc:lock-timeout/><nc:lock-token/></d:prop>")
                .finish();
        return bytes.toByteArray();
    }

    /** The editor that holds the lock; empty for other locks. */
    static String editor(FileLock lock) {
        return lock.type() == FileLockType.APP ? lock.program() : "";
    }

    private static void holder(String uid, String name, XmlBuffer out) throws IOException {
        element("lock-owner", uid, out);
        element("lock-owner-displayname", name, out);
    }

    private static void element(String name, String text, XmlBuffer out) throws IOException {
        if (text.isEmpty()) {
            out.raw("<nc:").raw(name).raw("/>");
        } else {
            out.raw("<nc:").raw(name).raw('>').text(text).raw("</nc:").raw(name).raw('>');
        }
    }
}
