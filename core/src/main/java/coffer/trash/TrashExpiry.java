package coffer.trash;

import coffer.base.Actor;
import coffer.base.SpaceId;
import coffer.db.Database;
import coffer.events.EventType;
import coffer.files.Files;
import coffer.files.UsedQuota;
import coffer.files.View;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is too old, and what has to make room. For one thread. */
final class TrashExpiry {
    /** Spaces whose room one round looks at. */
    static final int SPACES_MAX = 100;

    private final Database database;
    private final Files files;
    private final Trash trash;
    private final TrashPolicy policy;
    private final Clock clock;

    /** Where the last round stopped looking at spaces. */
    private long after;

    TrashExpiry(Database database, Files files, Trash trash, TrashPolicy policy, Clock clock) {
        this.database = database;
        this.files = files;
        this.trash = trash;
        this.policy = policy;
        this.clock = clock;
    }

    boolean round() {
        boolean moreIsOld = removeOld();
        return makeRoom() || moreIsOld;
    }

    private boolean removeOld() {
        Instant latest = clock.instant().minus(policy.keep());
        for (int i = 0; i < Trash.BATCHES_MAX; i++) {
            List<TrashItem> old = database.read(session -> TrashRows.removedUntil(session, latest, Trash.BATCH_MAX));
            Map<Long, List<TrashItem>> bySpace = new TreeMap<>();
            old.forEach(item -> bySpace.computeIfAbsent(item.space().value(), _ -> new ArrayList<>())
                    .add(item));
            bySpace.values().forEach(this::expire);
            if (old.size() < Trash.BATCH_MAX) {
                return false;
            }
        }
        return true;
    }

    private boolean makeRoom() {
        long from = after;
        List<SpaceId> spaces = database.read(session -> TrashRows.spaces(session, from, SPACES_MAX));
        boolean more = false;
        for (SpaceId space : spaces) {
            more |= makeRoom(space);
        }
        boolean further = spaces.size() == SPACES_MAX;
        after = further ? spaces.getLast().value() : 0;
        return more || further;
    }

    private boolean makeRoom(SpaceId space) {
        Optional<View> view = files.spaces().upkeep(actor(), space);
        long available = view.map(found -> files.quota(found).availableBytes()).orElse(0L);
        if (available == UsedQuota.UNLIMITED) {
            return false;
        }
        long excess = database.read(session -> TrashRows.bytes(session, space)) - available / TrashPolicy.SHARE_OF_FREE;
        if (excess <= 0 && view.isPresent()) {
            return false;
        }
        List<TrashItem> oldest = database.read(session -> TrashRows.oldest(session, space, Trash.BATCH_MAX));
        List<TrashItem> going = new ArrayList<>();
        for (TrashItem item : oldest) {
            if (excess <= 0 && view.isPresent()) {
                break;
            }
            going.add(item);
            excess -= item.sizeBytes();
        }
        expire(going);
        return going.size() == Trash.BATCH_MAX;
    }

    private void expire(List<TrashItem> items) {
        trash.delete(actor(), EventType.TRASH_EXPIRED, items);
    }

    private static Actor actor() {
        return Actor.system("trash expiry");
    }
}
