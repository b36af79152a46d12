package coffer.server.webdav;

import coffer.files.Entry;
import coffer.files.Grant;
import coffer.files.UsedQuota;
import coffer.locks.ActiveLock;
import coffer.locks.FileLock;
import coffer.shares.ShareMarks;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A file or collection as one listing shows it.
 *
 * @param locks those of RFC 4918 that cover it; empty when nobody asked
 * @param fileLock the one on it that people see; null also when nobody asked
 * @param mark what shows of shares; nothing also when nobody asked
 * @param listing what all resources of the listing share
 */
record FileResource(
        Entry entry, List<ActiveLock> locks, @Nullable FileLock fileLock, ShareMarks.Mark mark, Listing listing) {

    /**
     * What all resources of one answer share that one view shows.
     *
     * @param rootHref the encoded path of the root of the view, without a slash at the end
     * @param rootName what the root of the view is called
     * @param ownerUid whose files these are
     * @param ownerDisplayName looked up when the first resource needs it
     * @param principalHref the principal of whoever asks
     * @param quota looked up when the first resource needs it
     * @param now by which remaining times of locks are counted
     */
    record Listing(
            Identity identity,
            String rootHref,
            String rootName,
            String ownerUid,
            Supplier<String> ownerDisplayName,
            String principalHref,
            Supplier<UsedQuota> quota,
            Instant now) {
        String instanceId() {
            return identity.instanceId();
        }
    }

    boolean collection() {
        return entry.collection();
    }

    /** Whether somebody else has shared it with whoever asks. */
    boolean received() {
        return entry.grant().kind() == Grant.Kind.RECEIVED;
    }

    boolean locked() {
        return fileLock != null;
    }

    boolean lockedByEditor() {
        return fileLock != null && !FileLockXml.editor(fileLock).isEmpty();
    }

    boolean file() {
        return !entry.collection();
    }
}
