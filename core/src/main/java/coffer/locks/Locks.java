package coffer.locks;

import coffer.base.FileId;
import coffer.base.FilePath;
import coffer.files.Conditions;
import coffer.files.Entry;
import coffer.files.View;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Taking, refreshing, giving up and showing locks. Thread-safe; blocks. */
@SuppressWarnings("DoNotCallSuggester")
public final class Locks {
    /** The longest time a lock holds without being refreshed. */
    public static final Duration TIMEOUT_MAX = Duration.ofDays(1);

    /** What a client gets that does not say how long. */
    public static final Duration TIMEOUT_DEFAULT = Duration.ofMinutes(30);

    /**
     * Takes a lock (RFC 4918 § 9.10). Where nothing is, an empty file is made in the same transaction.
     *
     * @param request a depth of infinity counts for collections only
     */
    public LockResult lock(View view, FilePath path, LockRequest request, Conditions conditions) {
        throw new UnsupportedOperationException("not filled yet");
    }

    /**
     * Sets the time of a lock anew (RFC 4918 § 9.10.2): of the one lock that covers the resource, belongs to the actor
     * and whose token the conditions submit.
     *
     * @param timeout as in {@link LockRequest#timeout}
     */
    public LockResult refresh(
            View view, FilePath path, @org.jspecify.annotations.Nullable Duration timeout, Conditions conditions) {
        throw new UnsupportedOperationException("not filled yet");
    }

    /** Gives up the lock with this token, which must cover the resource and belong to the actor (RFC 4918 § 9.11). */
    public UnlockResult unlock(View view, FilePath path, String token) {
        throw new UnsupportedOperationException("not filled yet");
    }

    /** The locks that cover this entry, its own and those of collections above it. */
    public List<ActiveLock> active(View view, Entry entry) {
        return active(view, List.of(entry)).getOrDefault(entry.id(), List.of());
    }

    /** The locks that cover each of these entries; entries without any are absent. One query when the space has none. */
    public Map<FileId, List<ActiveLock>> active(View view, Collection<Entry> entries) {
        throw new UnsupportedOperationException("not filled yet");
    }
}
