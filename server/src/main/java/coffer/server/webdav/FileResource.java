package coffer.server.webdav;

import coffer.files.Entry;
import coffer.files.UsedQuota;
import coffer.locks.ActiveLock;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/**
 * A file or collection as one listing shows it.
 *
 * @param locks those that cover it; empty when nobody asked
 * @param listing what all resources of the listing share
 */
record FileResource(Entry entry, List<ActiveLock> locks, Listing listing) {

    /**
     * What all resources of one answer share.
     *
     * @param instanceId the end of every {@code oc:id}
     * @param rootHref the encoded path of the root of the view, without a slash at the end
     * @param rootName what the root of the view is called
     * @param ownerUid whose files these are
     * @param principalHref the principal of whoever asks
     * @param quota looked up when the first resource needs it
     * @param now by which remaining times of locks are counted
     */
    record Listing(
            String instanceId,
            String rootHref,
            String rootName,
            String ownerUid,
            String ownerDisplayName,
            String principalHref,
            Supplier<UsedQuota> quota,
            Instant now) {}

    boolean collection() {
        return entry.collection();
    }

    boolean file() {
        return !entry.collection();
    }
}
